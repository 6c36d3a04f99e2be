import { progressOf } from '../../core/progress.ts';
import type { Steps } from '../../core/steps.ts';
import type { Shape, Tensor } from '../../core/tensor.ts';

/** Planes of a tensor with four axes, in any order in memory. */
export interface PlaneStack {
  readonly data: Tensor['data'];
  /** Returns the flat index of the first element of a plane. Planes are counted over the first two axes, row-major. */
  readonly offset: (plane: number) => number;
  /** Distance in memory from one row to the next, and from one column to the next. */
  readonly rowStep: number;
  readonly columnStep: number;
}

/** Returns, for each axis, its step in memory if a tensor lies there with its axes in `order`, the last one fastest. */
export function axisSteps(shape: Shape, order: readonly number[]): readonly number[] {
  const steps = shape.map(() => 0);
  let step = 1;
  for (const axis of [...order].reverse()) {
    steps[axis] = step;
    step *= shape[axis] ?? 1;
  }
  return steps;
}

/**
 * Returns the planes of a tensor (A, B, H, W) that lies in memory with its axes in `order`, the last one fastest; in
 * row-major order if there is no order.
 */
export function planesIn(data: Tensor['data'], shape: Shape, order: readonly number[] = [0, 1, 2, 3]): PlaneStack {
  const [first = 0, second = 0, rowStep = 0, columnStep = 0] = axisSteps(shape, order);
  const count = shape[1] ?? 1;
  return {
    data,
    offset: (plane) => Math.floor(plane / count) * first + (plane % count) * second,
    rowStep,
    columnStep,
  };
}

/**
 * Terms along one axis whose indices all advance by fixed steps: `count` of them, the first with the indices `target`,
 * `left` and `right`.
 */
export interface TermRun {
  readonly target: number;
  readonly left: number;
  readonly right: number;
  readonly targetStep: number;
  readonly leftStep: number;
  readonly rightStep: number;
  readonly count: number;
}

/** The terms along one axis of a result of `size` rows or columns. */
export interface AxisTerms {
  readonly size: number;
  readonly runs: readonly TermRun[];
}

/**
 * Planes whose every element is a sum of products of elements of two stacks of planes:
 * result[plane][ty][tx] = Σ left[a][ly][lx] · right[b][ry][rx], over the pairs (a, b) of the plane, the terms of ty along
 * the height, and those of tx along the width.
 */
export interface PlaneSums {
  readonly left: PlaneStack;
  readonly right: PlaneStack;
  /** Number of result planes. */
  readonly planes: number;
  /** Returns the pairs of planes that a result plane is summed from: left, right, left, right, … */
  readonly pairsOf: (plane: number) => readonly number[];
  readonly h: AxisTerms;
  readonly w: AxisTerms;
}

/** A sum: its value in float64, Σ|left·right|, and the number of its terms. */
export interface Sum {
  readonly value: number;
  readonly magnitude: number;
  readonly terms: number;
}

/** The terms of one element. */
export interface ElementTerms {
  readonly count: number;
  /** Calls `visit` with both factors of each term. */
  readonly each: (visit: (left: number, right: number) => void) => void;
}

/** Where the terms of an element lie: in rows, of which each has terms at the same columns. */
interface TermRows {
  readonly count: number;
  /** Columns in memory: left, right, left, right, … */
  readonly across: readonly number[];
  /** Calls `visit` with the place in memory of both rows. */
  readonly each: (visit: (left: number, right: number) => void) => void;
}

function rowsReader({ left, right, pairsOf, h, w }: PlaneSums): (at: number) => TermRows {
  const rows = termsByTarget(h);
  const columns = termsByTarget(w);
  return (at) => {
    const down = rows[Math.floor(at / w.size) % h.size] as readonly number[];
    const across = columns[at % w.size] as readonly number[];
    const pairs = pairsOf(Math.floor(at / (w.size * h.size)));
    return {
      count: (pairs.length * down.length * across.length) / 8,
      across: across.map((column, i) => column * (i % 2 === 0 ? left.columnStep : right.columnStep)),
      each: (visit) => {
        for (let p = 0; p < pairs.length; p += 2) {
          const [a, b] = [left.offset(pairs[p] as number), right.offset(pairs[p + 1] as number)];
          for (let i = 0; i < down.length; i += 2) {
            visit(a + (down[i] as number) * left.rowStep, b + (down[i + 1] as number) * right.rowStep);
          }
        }
      },
    };
  };
}

/** Returns a function that gives the terms of single elements. */
export function termReader(sums: PlaneSums): (at: number) => ElementTerms {
  const rowsOf = rowsReader(sums);
  const [left, right] = [sums.left.data, sums.right.data];
  return (at) => {
    const { count, across, each } = rowsOf(at);
    return {
      count,
      each: (visit) => {
        each((l, r) => {
          for (let j = 0; j < across.length; j += 2) {
            visit(left[l + (across[j] as number)] as number, right[r + (across[j + 1] as number)] as number);
          }
        });
      },
    };
  };
}

/** Returns a function that computes single elements, each from its own terms. */
export function sumReader(sums: PlaneSums): (at: number) => Sum {
  const rowsOf = rowsReader(sums);
  const [left, right] = [sums.left.data, sums.right.data];
  return (at) => {
    const { count, across, each } = rowsOf(at);
    let [value, magnitude] = [0, 0];
    each((l, r) => {
      for (let j = 0; j < across.length; j += 2) {
        const product = (left[l + (across[j] as number)] as number) * (right[r + (across[j + 1] as number)] as number);
        value += product;
        magnitude += Math.abs(product);
      }
    });
    return { value, magnitude, terms: count };
  };
}

/** Computes every element and returns a function that reads them. */
export function* wholeSums({ left, right, planes, pairsOf, h, w }: PlaneSums): Steps<(at: number) => Sum> {
  const plane = h.size * w.size;
  const values = new Float64Array(planes * plane);
  const magnitudes = new Float64Array(planes * plane);
  const rows = tripleList(h);
  const runs = w.runs.map((run) => ({
    ...run,
    left: run.left * left.columnStep,
    right: run.right * right.columnStep,
    leftStep: run.leftStep * left.columnStep,
    rightStep: run.rightStep * right.columnStep,
  }));
  const pairWork = (rows.length / 3) * w.runs.reduce((sum, { count }) => sum + count, 0);
  const pairCounts = new Uint32Array(planes);
  const progress = progressOf('Gradient, float64', planes * ((pairsOf(0).length / 2) * pairWork + 1));
  for (let p = 0; p < planes; p++) {
    const pairs = pairsOf(p);
    pairCounts[p] = pairs.length / 2;
    const begun = progress.advance(1);
    if (begun !== null) yield begun;
    for (let at = 0; at < pairs.length; at += 2) {
      const [a, b] = [left.offset(pairs[at] as number), right.offset(pairs[at + 1] as number)];
      for (let i = 0; i < rows.length; i += 3) {
        const target = p * plane + (rows[i] as number) * w.size;
        const leftRow = a + (rows[i + 1] as number) * left.rowStep;
        const rightRow = b + (rows[i + 2] as number) * right.rowStep;
        for (const run of runs) {
          const [l, r] = [leftRow + run.left, rightRow + run.right];
          addRun(values, magnitudes, target + run.target, left.data, l, right.data, r, run);
        }
      }
      const step = progress.advance(pairWork);
      if (step !== null) yield step;
    }
  }
  const [down, across] = [termsByTarget(h), termsByTarget(w)].map((terms) => terms.map(({ length }) => length / 2));
  return (at) => ({
    value: values[at] as number,
    magnitude: magnitudes[at] as number,
    terms:
      (pairCounts[Math.floor(at / plane)] as number) *
      (down?.[Math.floor(at / w.size) % h.size] ?? 0) *
      (across?.[at % w.size] ?? 0),
  });
}

/** Adds the products of one run. A run that stays on one target is summed in a variable. */
function addRun(
  values: Float64Array,
  magnitudes: Float64Array,
  target: number,
  left: Tensor['data'],
  leftAt: number,
  right: Tensor['data'],
  rightAt: number,
  { targetStep, leftStep, rightStep, count }: TermRun,
): void {
  let [t, l, r] = [target, leftAt, rightAt];
  if (targetStep === 0) {
    let [sum, size] = [0, 0];
    for (let i = 0; i < count; i++) {
      const product = (left[l] as number) * (right[r] as number);
      sum += product;
      size += Math.abs(product);
      l += leftStep;
      r += rightStep;
    }
    values[t] = (values[t] as number) + sum;
    magnitudes[t] = (magnitudes[t] as number) + size;
    return;
  }
  for (let i = 0; i < count; i++) {
    const product = (left[l] as number) * (right[r] as number);
    values[t] = (values[t] as number) + product;
    magnitudes[t] = (magnitudes[t] as number) + Math.abs(product);
    t += targetStep;
    l += leftStep;
    r += rightStep;
  }
}

/** Returns the terms of an axis as a flat list: target, left, right, … */
function tripleList({ runs }: AxisTerms): readonly number[] {
  const triples: number[] = [];
  for (const { target, left, right, targetStep, leftStep, rightStep, count } of runs) {
    for (let i = 0; i < count; i++) triples.push(target + i * targetStep, left + i * leftStep, right + i * rightStep);
  }
  return triples;
}

const byTarget = new WeakMap<AxisTerms, readonly (readonly number[])[]>();

/** Returns, for each target of an axis, its terms as a flat list: left, right, … Keeps it, because plans share axes. */
function termsByTarget(axis: AxisTerms): readonly (readonly number[])[] {
  const known = byTarget.get(axis);
  if (known !== undefined) return known;
  const lists: number[][] = Array.from({ length: axis.size }, () => []);
  const triples = tripleList(axis);
  for (let i = 0; i < triples.length; i += 3) {
    lists[triples[i] as number]?.push(triples[i + 1] as number, triples[i + 2] as number);
  }
  byTarget.set(axis, lists);
  return lists;
}

/** Joins terms, given as target, left, right, …, into runs of equal steps. */
export function axisTermsOf(size: number, triples: readonly number[]): AxisTerms {
  const runs: TermRun[] = [];
  for (let at = 0; at < triples.length;) {
    const step = (i: number, entry: number): number =>
      (triples[i + 3 + entry] as number) - (triples[i + entry] as number);
    const [target, left, right] = [triples[at], triples[at + 1], triples[at + 2]] as [number, number, number];
    let count = 1;
    let steps: readonly [number, number, number] = [0, 0, 0];
    for (let i = at; i + 3 < triples.length; i += 3) {
      const next = [step(i, 0), step(i, 1), step(i, 2)] as const;
      if (count === 1) steps = next;
      else if (next.some((value, entry) => value !== steps[entry])) break;
      count += 1;
    }
    const [targetStep, leftStep, rightStep] = steps;
    runs.push({ target, left, right, targetStep, leftStep, rightStep, count });
    at += 3 * count;
  }
  return { size, runs };
}
