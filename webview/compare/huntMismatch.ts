import { nextMismatch } from '../../src/engine/compare/nextMismatch.ts';
import { indexAt } from '../../src/engine/core/flatIndex.ts';
import { formatIndex, formatInteger } from '../../src/scenario/text/format.ts';
import { announce } from '../ui/announce.ts';
import { cursor } from '../store/session.ts';
import { leading } from '../viewer/tensor/file.ts';
import { flatUnder } from '../viewer/tensorStore.ts';
import { compared } from './compared.ts';
import { goToIndex } from './goToIndex.ts';

/** Moves the cursor to the next or the previous mismatch; where there is none, through the largest differences. */
export function huntMismatch(by: 1 | -1): void {
  const now = compared.peek();
  if (now === null) return;
  const { a, b, tolerance, comparison } = now;
  const from = flatUnder(a.shape, leading.peek(), cursor.peek());
  const { count } = comparison.mismatches;
  const worst = comparison.worst.filter(({ value }) => value > 0).map(({ at }) => at);
  const here = worst.indexOf(from);
  const beside = here < 0 && by < 0 ? worst.length - 1 : here + by;
  const found =
    count > 0 ? nextMismatch(a, b, tolerance, from, by) : worst[(beside + worst.length) % Math.max(1, worst.length)];
  if (found === null || found === undefined) {
    announce('The tensors are equal everywhere.');
    return;
  }
  const index = indexAt(a.shape, found);
  goToIndex(a.shape, index);
  const what =
    count > 0 ? `One of ${formatInteger(count)} mismatches` : 'No mismatches; one of the largest differences';
  announce(`${what}, at ${formatIndex(index)}.`);
}
