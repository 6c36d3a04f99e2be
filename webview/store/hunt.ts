import { moveCursor } from '../../src/engine/provenance/moveCursor.ts';
import { outputAt, outputOffset } from '../../src/engine/provenance/offsets.ts';
import type { Run } from '../../src/scenario/run/run.ts';
import { formatInteger } from '../../src/scenario/text/format.ts';
import { announce } from '../ui/announce.ts';
import { cursorText } from './cursorText.ts';
import { moveTo } from './cursor.ts';
import { cursor, loaded, type Loaded } from './session.ts';
import { elementsOf } from './steps.ts';

/** What "next mismatch" visits in this run, and how many there are. */
export interface Quarry {
  readonly kind: 'non-finite' | 'mismatch' | 'worst';
  readonly count: number;
}

const notFinite = (run: Run, i: number): boolean =>
  !Number.isFinite(run.output.data[i]) || !Number.isFinite(run.reference.data[i]);

/** Non-finite elements before mismatches; when there is nothing wrong, the largest errors. */
export function quarryOf({ comparison }: Run): Quarry {
  const { actual, expected } = comparison.nonFinite;
  const nonFinite = [actual, expected].map((c) => c.nan + c.positiveInfinity + c.negativeInfinity);
  const count = Math.max(...nonFinite);
  if (count > 0) return { kind: 'non-finite', count };
  const wrong = Math.max(comparison.mismatches.count, comparison.beyondBound?.count ?? 0);
  if (wrong > 0) return { kind: 'mismatch', count: wrong };
  return { kind: 'worst', count: comparison.worst.length };
}

/** Whether the element is one of a run's quarry, `worst` aside. */
function isQuarry({ run, boundAt }: Loaded, kind: 'non-finite' | 'mismatch', i: number): boolean {
  if (kind === 'non-finite') return notFinite(run, i);
  const expected = run.reference.data[i] ?? NaN;
  const error = Math.abs((run.output.data[i] ?? NaN) - expected);
  const { rtol, atol } = run.comparison.tolerance;
  return error > boundAt(i) || error > atol + rtol * Math.abs(expected);
}

/** Flat index of the next (or previous) one after `from`, going round; null if there is none. */
export function huntFrom(of: Loaded, from: number, by: 1 | -1): number | null {
  const { run } = of;
  const { kind } = quarryOf(run);
  const total = run.output.data.length;
  if (kind === 'worst') {
    const places = run.comparison.worst.map(({ at }) => at);
    const here = places.indexOf(from);
    const next = here < 0 && by < 0 ? places.length - 1 : here + by;
    return places[(next + places.length) % places.length] ?? null;
  }
  for (let steps = 1; steps <= total; steps += 1) {
    const i = (((from + by * steps) % total) + total) % total;
    if (isQuarry(of, kind, i)) return i;
  }
  return null;
}

/** Moves the cursor to the next mismatch, or what stands in for one, and says which it is. */
export function hunt(by: 1 | -1): void {
  const run = loaded.value;
  if (run === null || elementsOf(run) === 0) return;
  const { geometry, formulation } = run;
  const found = huntFrom(run, outputOffset(geometry, cursor.value), by);
  if (found === null) {
    announce('The output equals the reference everywhere.');
    return;
  }
  moveTo(moveCursor(formulation, geometry, cursor.value, outputAt(geometry, found)));
  announce(`${huntText(run.run, found)} ${cursorText()}`);
}

function huntText(run: Run, found: number): string {
  const { kind, count } = quarryOf(run);
  const counted = formatInteger(count);
  if (kind === 'non-finite') return `One of ${counted} elements that are not finite.`;
  if (kind === 'mismatch') return `One of ${counted} mismatches.`;
  const rank = run.comparison.worst.findIndex(({ at }) => at === found) + 1;
  return `No mismatches; error number ${rank} of the ${counted} largest.`;
}
