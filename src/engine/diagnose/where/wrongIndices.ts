import { assertNever } from '../../core/assertNever.ts';

/**
 * The indices along an axis where something is wrong. `range`: from one index to another, both included. `periodic`:
 * `width` neighbours of every `period` indices, the first of them at `offset` < `period`. `list`: a few others.
 */
export type WrongIndices =
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  | { readonly kind: 'periodic'; readonly period: number; readonly offset: number; readonly width: number }
  | { readonly kind: 'list'; readonly indices: readonly number[] };

/** The most indices that are listed. */
const mostListed = 6;

/** Neighbouring indices that are all marked. */
interface MarkedRun {
  readonly from: number;
  readonly count: number;
}

/** Describes the marked indices of an axis; null if all or none are marked, or if they have nothing in common. */
export function wrongIndicesOf(marks: Uint8Array): WrongIndices | null {
  const runs = runsOf(marks);
  const [first] = runs;
  if (first === undefined || first.count === marks.length) return null;
  if (runs.length === 1) return { kind: 'range', from: first.from, to: first.from + first.count - 1 };
  const periodic = periodicOf(runs, marks.length);
  if (periodic !== null) return periodic;
  const count = runs.reduce((sum, run) => sum + run.count, 0);
  if (count > mostListed) return null;
  return {
    kind: 'list',
    indices: runs.flatMap(({ from, count: own }) => Array.from({ length: own }, (_, i) => from + i)),
  };
}

/** Returns true if an index is among the wrong ones. */
export function isWrongIndex(wrong: WrongIndices, index: number): boolean {
  switch (wrong.kind) {
    case 'range':
      return index >= wrong.from && index <= wrong.to;
    case 'periodic': {
      const { period, offset, width } = wrong;
      return (((index - offset) % period) + period) % period < width;
    }
    case 'list':
      return wrong.indices.includes(index);
    default:
      return assertNever(wrong, 'indices');
  }
}

function runsOf(marks: Uint8Array): readonly MarkedRun[] {
  const runs: MarkedRun[] = [];
  let from = -1;
  for (let i = 0; i <= marks.length; i++) {
    const isMarked = marks[i] === 1;
    if (isMarked && from < 0) from = i;
    if (isMarked || from < 0) continue;
    runs.push({ from, count: i - from });
    from = -1;
  }
  return runs;
}

/** Returns the period in which runs follow each other through the whole axis; the ends may cut a run short. */
function periodicOf(runs: readonly MarkedRun[], size: number): WrongIndices | null {
  const width = Math.max(...runs.map(({ count }) => count));
  const [first, second] = runs;
  if (first === undefined || second === undefined) return null;
  // Two runs repeat nothing unless both are whole.
  if (runs.length === 2 && first.count !== second.count) return null;
  const [last, before] = [runs.at(-1) as MarkedRun, runs.at(-2) as MarkedRun];
  // Counted from the ends of the first two runs, as the axis may cut off the beginning of the first one.
  const period = runs.length === 2 ? second.from + second.count - first.from - first.count : last.from - before.from;
  const offset = second.from % period;
  const found = { kind: 'periodic', period, offset, width } as const;
  for (let i = 0, run = 0; i < size; i++) {
    while (run < runs.length && i >= (runs[run] as MarkedRun).from + (runs[run] as MarkedRun).count) run += 1;
    const isMarked = run < runs.length && i >= (runs[run] as MarkedRun).from;
    if (isMarked !== isWrongIndex(found, i)) return null;
  }
  return width < period ? found : null;
}
