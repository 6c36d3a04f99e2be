import type { Geometry } from '../geometry/geometry.ts';
import { progressOf } from '../core/progress.ts';
import type { Steps } from '../core/steps.ts';
import type { Tensor } from '../core/tensor.ts';

/** Sums of products, and for each sum the sum of its products' magnitudes. */
export interface SumsWithMagnitudes {
  readonly sums: Float64Array<ArrayBuffer>;
  readonly magnitudes: Float64Array<ArrayBuffer>;
}

/**
 * Computes conv2d(v, w), the operation that conv_transpose2d transposes, with the call's stride, padding, dilation and
 * groups in float64, straight from the definition. Each element of the result, (N, Cin, H, W), is the sum
 *
 *   u[n, ci, iy, ix] = Σ v[n, co, iy·s − p + ky·d, ix·s − p + kx·d] · w[ci, co, ky, kx]
 *
 * over the output channels co of ci's group and all taps that do not read padding. `v` has the output's shape, `w` the
 * weight's. The loop computes its indices without the functions of engine/geometry, so that a bug there cannot hide
 * from this check. A product passes at most (Cout/groups)·kH·kW roundings.
 */
export function* convolve(v: Tensor, w: Tensor, geometry: Geometry): Steps<SumsWithMagnitudes> {
  const { n: batch, cin, cout, params } = geometry;
  const [coutPerGroup, kH, kW] = w.shape.slice(1) as [number, number, number];
  const [oH, oW] = v.shape.slice(-2) as [number, number];
  const [iH, iW] = [geometry.h.inputSize, geometry.w.inputSize];
  const { stride, padding, dilation } = params;
  const cinPerGroup = cin / params.groups;
  const sums = new Float64Array(batch * cin * iH * iW);
  const magnitudes = new Float64Array(sums.length);
  const workPerRow = iW * coutPerGroup * kH * kW;
  const progress = progressOf('conv2d(v, w)', batch * cin * iH * workPerRow);
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (let ci = 0; ci < cin; ci++) {
      const firstOutput = Math.floor(ci / cinPerGroup) * coutPerGroup;
      for (let iy = 0; iy < iH; iy++) {
        for (let ix = 0; ix < iW; ix++, at++) {
          let [sum, magnitude] = [0, 0];
          for (let co = 0; co < coutPerGroup; co++) {
            const kernel = (ci * coutPerGroup + co) * kH;
            const plane = (n * cout + firstOutput + co) * oH;
            for (let ky = 0; ky < kH; ky++) {
              const y = iy * stride[0] - padding[0] + ky * dilation[0];
              if (y < 0 || y >= oH) continue;
              for (let kx = 0; kx < kW; kx++) {
                const x = ix * stride[1] - padding[1] + kx * dilation[1];
                if (x < 0 || x >= oW) continue;
                const weight = w.data[(kernel + ky) * kW + kx] as number;
                const product = (v.data[(plane + y) * oW + x] as number) * weight;
                sum += product;
                magnitude += Math.abs(product);
              }
            }
          }
          sums[at] = sum;
          magnitudes[at] = magnitude;
        }
        const step = progress.advance(workPerRow);
        if (step !== null) yield step;
      }
    }
  }
  return { sums, magnitudes };
}
