import type { Bench } from './bench.ts';
import { integersOf } from './codes.ts';
import { type Measured, measuredAs, type Probing } from './probeRun.ts';

/**
 * Which image of the input an image of the output is computed from: its own; another or none (`source`); or a mixture.
 */
export type ImageSources =
  | { readonly kind: 'own' }
  | { readonly kind: 'other'; readonly source: readonly (number | null)[] }
  | { readonly kind: 'mixed' };

/** Runs the same content in each image of the input, the others being 0. */
export function* imageSourcesOf(bench: Bench): Probing<Measured<ImageSources>> {
  const { n } = bench.subject.geometry;
  if (n === 1) return measuredAs({ kind: 'own' });
  const content = integersOf(bench.imageSize, 3, 21);
  const weight = integersOf(bench.weightSize, 3, 22);
  const source: (number | null)[] = Array.from({ length: n }, () => null);
  let common: string | null = null;
  let isMixed = false;
  for (let image = 0; image < n; image++) {
    const input = new Float64Array(n * bench.imageSize);
    input.set(content, image * bench.imageSize);
    const measured = yield* bench.run('images', { input, weight });
    if (!measured.ok) return measured;
    const { data } = measured.value.output;
    for (let to = 0; to < n; to++) {
      const part = Array.from(data.subarray(to * bench.outputSize, (to + 1) * bench.outputSize), Math.round);
      if (part.every((value) => value === 0)) continue;
      // Every output image that this one reaches must be the same function of it.
      const text = part.join();
      common ??= text;
      if (text !== common || source[to] !== null) isMixed = true;
      source[to] = image;
    }
  }
  if (isMixed) return measuredAs({ kind: 'mixed' });
  return measuredAs(source.every((image, to) => image === to) ? { kind: 'own' } : { kind: 'other', source });
}
