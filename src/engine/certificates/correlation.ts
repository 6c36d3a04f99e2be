import type { Geometry } from '../geometry/geometry.ts';
import { progressOf } from '../core/progress.ts';
import type { Steps } from '../core/steps.ts';
import type { Tensor } from '../core/tensor.ts';
import type { Sums } from './convolution.ts';

/**
 * The correlation of x and v, in float64, (Cin, Cout/groups, kH, kW):
 *
 *   g[ci, co, ky, kx] = Σ x[n, ci, iy, ix] · v[n, co, iy·s − p + ky·d, ix·s − p + kx·d]
 *
 * over all images and input elements that do not land on padding: the gradient of ⟨conv_transpose2d(x, w), v⟩ in
 * the weight. Like {@link convolve} it works its indices out by itself. A row of the input is summed by itself, so
 * that a product passes at most W + N·H − 1 roundings.
 */
export function* correlate(x: Tensor, v: Tensor, geometry: Geometry): Steps<Sums> {
  const { n: batch, cin, cout, params } = geometry;
  const [iH, iW] = x.shape.slice(-2) as [number, number];
  const [oH, oW] = v.shape.slice(-2) as [number, number];
  const [kH, kW] = [geometry.h.kernelSize, geometry.w.kernelSize];
  const { stride, padding, dilation } = params;
  const [cinPerGroup, coutPerGroup] = [cin / params.groups, cout / params.groups];
  const sums = new Float64Array(cin * coutPerGroup * kH * kW);
  const magnitudes = new Float64Array(sums.length);
  const workPerTap = batch * iH * iW;
  const progress = progressOf('Correlation of x and v', sums.length * workPerTap);
  for (let at = 0; at < sums.length; at++) {
    const [kx, ky] = [at % kW, Math.floor(at / kW) % kH];
    const co = Math.floor(at / (kW * kH)) % coutPerGroup;
    const ci = Math.floor(at / (kW * kH * coutPerGroup));
    const output = Math.floor(ci / cinPerGroup) * coutPerGroup + co;
    let [sum, magnitude] = [0, 0];
    for (let n = 0; n < batch; n++) {
      for (let iy = 0; iy < iH; iy++) {
        const oy = iy * stride[0] - padding[0] + ky * dilation[0];
        if (oy < 0 || oy >= oH) continue;
        const row = ((n * cin + ci) * iH + iy) * iW;
        const target = ((n * cout + output) * oH + oy) * oW;
        let [rowSum, rowMagnitude] = [0, 0];
        for (let ix = 0; ix < iW; ix++) {
          const ox = ix * stride[1] - padding[1] + kx * dilation[1];
          if (ox < 0 || ox >= oW) continue;
          const product = (x.data[row + ix] as number) * (v.data[target + ox] as number);
          rowSum += product;
          rowMagnitude += Math.abs(product);
        }
        sum += rowSum;
        magnitude += rowMagnitude;
      }
    }
    sums[at] = sum;
    magnitudes[at] = magnitude;
    const step = progress.advance(workPerTap);
    if (step !== null) yield step;
  }
  return { sums, magnitudes };
}
