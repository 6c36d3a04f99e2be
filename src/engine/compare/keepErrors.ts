import { KeepKernel } from './keepKernel.ts';
import type { Steps } from '../core/steps.ts';
import { KeepLoop, allocateKept } from './keepLoop.ts';
import { type ComparedPart, elementsPerStep } from './comparedPart.ts';
import type { WantedBin } from './quantiles.ts';

/**
 * Runs the third pass over a part of the elements, for exact quantiles: copies out the errors that lie in the wanted
 * bins, in their order.
 */
export function* keepErrors(
  part: ComparedPart,
  wanted: readonly WantedBin[],
  largest: number,
): Steps<readonly Float64Array<ArrayBuffer>[]> {
  if (wanted.length === 0) return [];
  const total = part.actual.data.length;
  const into = allocateKept(wanted, largest);
  const kernel = KeepKernel.of(part, into);
  const loop = kernel ?? new KeepLoop(part, into);
  for (let from = 0; from < total; from += elementsPerStep) {
    if (total > elementsPerStep) yield { stage: 'Error quantiles', done: from, total };
    loop.add(from, Math.min(from + elementsPerStep, total));
  }
  kernel?.release();
  return into.kept.map((errors, i) => (into.filled[i] === errors.length ? errors : errors.slice(0, into.filled[i])));
}
