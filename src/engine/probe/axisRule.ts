import type { IndexedTerm } from './factorIndices.ts';

/**
 * How an output index along an axis follows from the indices of a term's factors:
 * o = stride·i + step·k + offset, with i and k along `from` (the other axis if the axes are exchanged).
 */
export interface AxisRule {
  /** Null if the input has one row or column, so that nothing shows it. */
  readonly stride: number | null;
  /** The dilation; negative if the kernel is not rotated. Null if the kernel has one tap. */
  readonly step: number | null;
  readonly offset: number;
  readonly inputAxis: AxisName;
  readonly kernelAxis: AxisName;
}

export type AxisName = 'h' | 'w';

/** Returns the rule that every term follows along an axis; null if there is none. */
export function axisRuleOf(terms: readonly IndexedTerm[], axis: AxisName): AxisRule | null {
  const other: AxisName = axis === 'h' ? 'w' : 'h';
  for (const kernelAxis of [axis, other]) {
    for (const inputAxis of [axis, other]) {
      const rule = fitted(terms, axis, inputAxis, kernelAxis);
      if (rule !== null) return rule;
    }
  }
  return null;
}

/** Returns the output index that a rule gives. An unknown factor belongs to an index that is always 0. */
export function ruledIndex({ stride, step, offset }: AxisRule, i: number, k: number): number {
  return (stride ?? 0) * i + (step ?? 0) * k + offset;
}

/** Returns the input index of a term along an axis. */
export function inputIndexOf({ input }: IndexedTerm, axis: AxisName): number {
  return axis === 'h' ? input.y : input.x;
}

/** Returns the tap of a term along an axis. */
export function tapOf({ weight }: IndexedTerm, axis: AxisName): number {
  return axis === 'h' ? weight.ky : weight.kx;
}

/** Returns the output index of a term along an axis. */
export function outputIndexOf({ output }: IndexedTerm, axis: AxisName): number {
  return axis === 'h' ? output.y : output.x;
}

function fitted(
  terms: readonly IndexedTerm[],
  axis: AxisName,
  inputAxis: AxisName,
  kernelAxis: AxisName,
): AxisRule | null {
  const points = terms.map((term) => ({
    i: inputIndexOf(term, inputAxis),
    k: tapOf(term, kernelAxis),
    o: outputIndexOf(term, axis),
  }));
  const [first] = points;
  if (first === undefined) return null;
  const solved = slopesOf(points);
  if (solved === null) return null;
  const { stride, step } = solved;
  const offset = first.o - (stride ?? 0) * first.i - (step ?? 0) * first.k;
  const rule = { stride, step, offset, inputAxis, kernelAxis };
  return points.every(({ i, k, o }) => ruledIndex(rule, i, k) === o) ? rule : null;
}

interface Point {
  readonly i: number;
  readonly k: number;
  readonly o: number;
}

/** Solves for the integer slopes from differences of points; null for a slope whose index does not vary. */
function slopesOf(points: readonly Point[]): { readonly stride: number | null; readonly step: number | null } | null {
  const [first, ...rest] = points;
  if (first === undefined) return null;
  const differences = rest.map(({ i, k, o }) => ({ i: i - first.i, k: k - first.k, o: o - first.o }));
  const a = differences.find(({ i, k }) => i !== 0 || k !== 0);
  if (a === undefined) return { stride: null, step: null };
  const b = differences.find(({ i, k }) => a.i * k - a.k * i !== 0);
  if (b === undefined) {
    // One index varies, or both together; the latter leaves the slopes open.
    if (a.k === 0) return whole(a.o / a.i, null);
    return a.i === 0 ? whole(null, a.o / a.k) : null;
  }
  const determinant = a.i * b.k - a.k * b.i;
  return whole((a.o * b.k - a.k * b.o) / determinant, (a.i * b.o - a.o * b.i) / determinant);
}

function whole(stride: number | null, step: number | null) {
  const isWhole = [stride, step].every((slope) => slope === null || Number.isInteger(slope));
  return isWhole ? { stride, step } : null;
}
