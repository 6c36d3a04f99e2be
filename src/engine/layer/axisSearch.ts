import { checkAxis } from '../validation/checkAxes.ts';
import { type AxisGeometry, axisGeometryOf } from '../geometry/geometry.ts';

/**
 * The parameters that the solver varies. Among solutions that are equally near, the one with the smaller value of an
 * earlier parameter comes first.
 */
export const solvedParameters = ['kernelSize', 'stride', 'padding', 'outputPadding', 'dilation'] as const;
export type SolvedParameter = (typeof solvedParameters)[number];

/** The smallest valid value of each parameter. */
export const smallestValid: Readonly<Record<SolvedParameter, 0 | 1>> = {
  kernelSize: 1,
  stride: 1,
  padding: 0,
  outputPadding: 0,
  dilation: 1,
};

/** The integers from `min` to `max`, both included. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/** The range in which each parameter is searched. Invalid values inside a range are skipped. */
export type ParameterRanges = Readonly<Record<SolvedParameter, ValueRange>>;

/** Values of an axis's parameters that give the wanted output size, and how far they are from the current values. */
export interface AxisSolution extends Readonly<Record<SolvedParameter, number>> {
  /** Number of parameters that differ from the current ones. */
  readonly changed: number;
  /** Sum of the absolute differences from the current values. */
  readonly moved: number;
}

/**
 * A search, along one axis, for parameters that give an output of `targetSize` elements. The current values, from which
 * it starts, may be invalid.
 */
export interface AxisSearch {
  readonly current: AxisGeometry;
  readonly targetSize: number;
  readonly ranges: ParameterRanges;
  /**
   * True if the padding at the end is a parameter of its own (ONNX), which the search does not change. If false, it
   * equals the padding.
   */
  readonly ownEnd: boolean;
}

/** Returns the largest sum of absolute changes that the ranges allow. */
export function largestMove({ current, ranges }: AxisSearch): number {
  return solvedParameters.reduce((sum, name) => {
    const { min, max } = ranges[name];
    // No value is valid within reach of an invalid one that is far away.
    if (max < min) return sum;
    return sum + Math.max(0, Math.abs(current[name] - min), Math.abs(current[name] - max));
  }, 0);
}

/**
 * Finds the solutions, in lexicographic order, in which exactly `changed` parameters differ from their current values,
 * by `moved` in total. The last parameter must differ by whatever the first four leave of `moved`.
 */
export function solutionsAt(search: AxisSearch, changed: number, moved: number): AxisSolution[] {
  const found: AxisSolution[] = [];
  const values: number[] = [];
  const descend = (at: number, changes: number, rest: number): void => {
    const name = solvedParameters[at];
    if (name === undefined) {
      const solution = solutionOf(search, values);
      if (solution !== null) found.push({ ...solution, changed, moved });
      return;
    }
    const current = search.current[name];
    const choose = (value: number): void => {
      const { min, max } = search.ranges[name];
      if (value < Math.max(smallestValid[name], min) || value > max) return;
      const distance = Math.abs(value - current);
      const left = changes - (distance > 0 ? 1 : 0);
      // Each remaining change is at least 1 and needs a parameter of its own.
      const hopeless = left < 0 || rest - distance < left || left > solvedParameters.length - 1 - at;
      if (hopeless || (left === 0 && rest > distance)) return;
      values[at] = value;
      descend(at + 1, left, rest - distance);
    };
    if (at === solvedParameters.length - 1) {
      choose(current - rest);
      if (rest > 0) choose(current + rest);
      return;
    }
    const last = Math.min(search.ranges[name].max, current + rest);
    for (let value = Math.max(smallestValid[name], search.ranges[name].min, current - rest); value <= last; value++)
      choose(value);
  };
  descend(0, changed, moved);
  return found;
}

/** Returns the solution if the values are valid and give the target size, otherwise null. */
function solutionOf(
  { current, targetSize, ownEnd }: AxisSearch,
  values: readonly number[],
): Readonly<Record<SolvedParameter, number>> | null {
  const [kernelSize, stride, padding, outputPadding, dilation] = values as [number, number, number, number, number];
  const axis = axisGeometryOf(
    current.inputSize,
    kernelSize,
    stride,
    padding,
    outputPadding,
    dilation,
    ownEnd ? current.paddingEnd : undefined,
  );
  if (axis.outputSize !== targetSize || checkAxis(axis, 0, ownEnd) !== null) return null;
  return { kernelSize, stride, padding, outputPadding, dilation };
}
