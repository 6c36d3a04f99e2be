import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import type { InputIndex, OutputIndex, WeightIndex } from '../../src/engine/provenance/provenance.ts';

/** A product of the definition: input element times weight element goes to an output element. */
export interface Contribution {
  readonly input: InputIndex;
  readonly weight: WeightIndex;
  readonly output: OutputIndex;
}

/**
 * The definition of the transposed convolution as PyTorch documents it, written once more, in
 * scatter order: y[n, g·Cout' + co, iy·s − p + ky·d, …] += x[n, g·Cin' + ci, iy, ix] · w[…].
 */
export function* contributions(geometry: Geometry): Generator<Contribution, void, void> {
  const { n: batch, cin, cinPerGroup, coutPerGroup, h, w, params } = geometry;
  const { stride: s, padding: p, dilation: d } = params;
  for (let n = 0; n < batch; n += 1)
    for (let ci = 0; ci < cin; ci += 1)
      for (let iy = 0; iy < h.inputSize; iy += 1)
        for (let ix = 0; ix < w.inputSize; ix += 1)
          for (let co = 0; co < coutPerGroup; co += 1)
            for (let ky = 0; ky < h.kernelSize; ky += 1)
              for (let kx = 0; kx < w.kernelSize; kx += 1) {
                const y = iy * s[0] - p[0] + ky * d[0];
                const x = ix * s[1] - p[1] + kx * d[1];
                if (y < 0 || x < 0 || y >= h.outputSize || x >= w.outputSize) continue;
                const c = Math.floor(ci / cinPerGroup) * coutPerGroup + co;
                yield {
                  input: { n, c: ci, y: iy, x: ix },
                  weight: { cin: ci, cout: co, ky, kx },
                  output: { n, c, y, x },
                };
              }
}

/** Every output element, in row-major order. */
export function* elements(geometry: Geometry): Generator<OutputIndex, void, void> {
  const { n: batch, cout, h, w } = geometry;
  for (let n = 0; n < batch; n += 1)
    for (let c = 0; c < cout; c += 1)
      for (let y = 0; y < h.outputSize; y += 1) for (let x = 0; x < w.outputSize; x += 1) yield { n, c, y, x };
}

/** An index as text, to compare sets of them. */
export function key(index: InputIndex | OutputIndex | WeightIndex): string {
  return 'cin' in index
    ? [index.cin, index.cout, index.ky, index.kx].join(' ')
    : [index.n, index.c, index.y, index.x].join(' ');
}
