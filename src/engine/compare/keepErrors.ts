import { KeepKernel } from './keepKernel.ts';
import type { Steps } from '../core/steps.ts';
import { keptOf } from './kept.ts';
import { KeepLoop } from './keepLoop.ts';
import { type ComparedPart, elementsPerStep } from './part.ts';
import type { WantedBin } from './quantiles.ts';

/** A part's errors of the wanted bins, bin by bin in their order. */
export function* keepErrors(
  part: ComparedPart,
  wanted: readonly WantedBin[],
  largest: number,
): Steps<readonly Float64Array<ArrayBuffer>[]> {
  if (wanted.length === 0) return [];
  const total = part.actual.data.length;
  const into = keptOf(wanted, largest);
  const kernel = KeepKernel.of(part, into);
  const loop = kernel ?? new KeepLoop(part, into);
  for (let from = 0; from < total; from += elementsPerStep) {
    if (total > elementsPerStep) yield { stage: 'Error quantiles', done: from, total };
    loop.see(from, Math.min(from + elementsPerStep, total));
  }
  kernel?.give();
  return into.kept.map((errors, i) => (into.filled[i] === errors.length ? errors : errors.slice(0, into.filled[i])));
}
