import { checkAxis } from '../validation/checkAxes.ts';
import { type AxisGeometry, axisGeometryOf } from '../geometry/geometry.ts';

/** The parameters that are solved for, in the order in which solutions of the same distance are compared. */
export const solvedParameters = ['kernelSize', 'stride', 'padding', 'outputPadding', 'dilation'] as const;
export type SolvedParameter = (typeof solvedParameters)[number];

/** The least legal value of each parameter. */
export const least: Readonly<Record<SolvedParameter, 0 | 1>> = {
  kernelSize: 1,
  stride: 1,
  padding: 0,
  outputPadding: 0,
  dilation: 1,
};

/** Whole numbers `min` … `max`, both of them included. */
export interface LevelSpan {
  readonly min: number;
  readonly max: number;
}

/** Within which values each parameter is looked for; what is not legal in them is left out. */
export type Spans = Readonly<Record<SolvedParameter, LevelSpan>>;

/** Values of an axis's parameters that give the wanted size, and how far they are from the present ones. */
export interface AxisSolution extends Readonly<Record<SolvedParameter, number>> {
  /** Number of parameters that are others than at present. */
  readonly changed: number;
  /** Sum of the absolute changes. */
  readonly moved: number;
}

/** What is asked of one axis: an output of `wanted` elements, from a present that may be illegal. */
export interface AxisWish {
  readonly present: AxisGeometry;
  readonly wanted: number;
  readonly spans: Spans;
  /** The padding at the end is one of its own: it then stays as it is, else it follows the padding. */
  readonly ownEnd: boolean;
}

/** The largest sum of absolute changes that the spans have room for. */
export function mostMoved({ present, spans }: AxisWish): number {
  return solvedParameters.reduce((sum, name) => {
    const { min, max } = spans[name];
    return sum + Math.max(0, Math.abs(present[name] - min), Math.abs(present[name] - max));
  }, 0);
}

/**
 * The solutions at exactly this distance, in lexicographic order: `changed` parameters are others than
 * at present, by `moved` in total. What four parameters leave of `moved`, the last must take.
 */
export function solutionsAt(wish: AxisWish, changed: number, moved: number): AxisSolution[] {
  const found: AxisSolution[] = [];
  const values: number[] = [];
  const descend = (at: number, changes: number, rest: number): void => {
    const name = solvedParameters[at];
    if (name === undefined) {
      const solution = solutionOf(wish, values);
      if (solution !== null) found.push({ ...solution, changed, moved });
      return;
    }
    const present = wish.present[name];
    const choose = (value: number): void => {
      const { min, max } = wish.spans[name];
      if (value < Math.max(least[name], min) || value > max) return;
      const distance = Math.abs(value - present);
      const left = changes - (distance > 0 ? 1 : 0);
      // Each change that is left moves by at least 1, and needs a parameter of its own.
      const hopeless = left < 0 || rest - distance < left || left > solvedParameters.length - 1 - at;
      if (hopeless || (left === 0 && rest > distance)) return;
      values[at] = value;
      descend(at + 1, left, rest - distance);
    };
    if (at === solvedParameters.length - 1) {
      choose(present - rest);
      if (rest > 0) choose(present + rest);
      return;
    }
    const last = Math.min(wish.spans[name].max, present + rest);
    for (let value = Math.max(least[name], wish.spans[name].min, present - rest); value <= last; value++) choose(value);
  };
  descend(0, changed, moved);
  return found;
}

/** The values, where they give the wanted size and are accepted. */
function solutionOf(
  { present, wanted, ownEnd }: AxisWish,
  values: readonly number[],
): Readonly<Record<SolvedParameter, number>> | null {
  const [kernelSize, stride, padding, outputPadding, dilation] = values as [number, number, number, number, number];
  const axis = axisGeometryOf(
    present.inputSize,
    kernelSize,
    stride,
    padding,
    outputPadding,
    dilation,
    ownEnd ? present.paddingEnd : undefined,
  );
  if (axis.outputSize !== wanted || checkAxis(axis, 0, ownEnd) !== null) return null;
  return { kernelSize, stride, padding, outputPadding, dilation };
}
