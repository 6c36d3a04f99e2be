import { assertNever } from '../../core/assertNever.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { unitRoundoff } from '../../rounding/bound.ts';
import type { FixCode } from '../model/fixCode.ts';
import type { Collective, Hypothesis, OtherCall, Predicted } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import type { Tensor } from '../../core/tensor.ts';
import { afterwards } from './code.ts';
import { isRightOutput, matchTolerance } from './looksLike.ts';

// A sum that goes on from one output element to another.

/** Elements that are added up one after the other, without a reset between them. */
interface Run {
  readonly from: string;
  /** The distance in memory between an element and the one before it. */
  readonly step: number;
  /** Returns true for the first element of a run, which is right. */
  readonly isFirst: (at: number) => boolean;
  /** Writes the cumulative sum of an output as code. */
  readonly code: (y: string) => string;
}

function runsOf({ cout, coutPerGroup, columns, w, n, params: { groups } }: Geometry): readonly Run[] {
  const width = w.outputSize;
  const image = cout * columns;
  const channelOf = (at: number): number => Math.floor(at / columns) % cout;
  const grouped = (y: string): string => `${y}.reshape(N, groups, Cout // groups, Ho, Wo)`;
  const ofGroups: readonly Run[] = [
    {
      from: 'from group to group',
      step: coutPerGroup * columns,
      isFirst: (at) => channelOf(at) < coutPerGroup,
      code: (y) => `${grouped(y)}.cumsum(1).reshape(y.shape)`,
    },
    {
      from: 'from channel to channel of a group',
      step: columns,
      isFirst: (at) => channelOf(at) % coutPerGroup === 0,
      code: (y) => `${grouped(y)}.cumsum(2).reshape(y.shape)`,
    },
  ];
  return [
    ...(n > 1
      ? [{ from: 'from image to image', step: image, isFirst: (at: number) => at < image, code: cumulative(0) }]
      : []),
    {
      from: 'from channel to channel',
      step: columns,
      isFirst: (at) => channelOf(at) === 0,
      code: cumulative(1),
    },
    ...(groups > 1 ? ofGroups : []),
    { from: 'from row to row', step: width, isFirst: (at) => at % columns < width, code: cumulative(2) },
    { from: 'from column to column', step: 1, isFirst: (at) => at % width === 0, code: cumulative(3) },
    {
      from: 'through each plane',
      step: 1,
      isFirst: (at) => at % columns === 0,
      code: (y) => `${y}.flatten(2).cumsum(2).reshape(y.shape)`,
    },
    {
      from: 'through each image',
      step: 1,
      isFirst: (at) => at % image === 0,
      code: (y) => `${y}.flatten(1).cumsum(1).reshape(y.shape)`,
    },
    {
      from: 'through the whole output',
      step: 1,
      isFirst: (at) => at === 0,
      code: (y) => `${y}.flatten().cumsum(0).reshape(y.shape)`,
    },
  ];
}

const cumulative =
  (axis: number) =>
  (y: string): string =>
    `${y}.cumsum(${axis})`;

/** When the bias is added to a sum that goes on. */
type BiasRule = 'to the sum as well' | 'afterwards' | 'at the beginning';
const biasRules: readonly BiasRule[] = ['to the sum as well', 'afterwards', 'at the beginning'];

/** Returns the part of the previous output that goes on, and what is added to it. */
function continued(
  { call: { bias }, geometry: { columns, cout } }: OtherCall,
  rule: BiasRule,
): (own: number, at: number, before: number, beforeAt: number) => number {
  const biasAt = (at: number): number => bias?.data[Math.floor(at / columns) % cout] ?? 0;
  switch (rule) {
    case 'to the sum as well':
      return (own, _, before) => before + own;
    case 'afterwards':
      return (own, _, before, beforeAt) => before - biasAt(beforeAt) + own;
    case 'at the beginning':
      return (own, at, before) => before + own - biasAt(at);
    default:
      return assertNever(rule, 'rule');
  }
}

/** Predicts an element from its own sum and the element before it. */
type Step = (own: Predicted, at: number, before: Predicted, roundoff: number) => Predicted;

function stepOf(other: OtherCall, { step }: Run, rule: BiasRule): Step {
  const join = continued(other, rule);
  const { cinPerGroup, taps } = other.geometry;
  // The products are added to the sum one by one, in float32 at least.
  const perSum = (cinPerGroup * taps + 4) * unitRoundoff(other.call.dtype === 'float64' ? 'float64' : 'float32');
  return (own, at, before, roundoff) => {
    const value = join(own.value, at, before.value, at - step);
    const size = Math.abs(value) + Math.abs(before.value);
    return { value, bound: own.bound + before.bound + (perSum + 2 * roundoff) * size };
  };
}

/** Returns a function of the output that adds up all elements of a run. */
function summedRun({ step, isFirst }: Run, follow: Step): Collective['at'] {
  const known = new WeakMap<object, Map<number, Predicted>>();
  return (at, read, roundoff) => {
    const sums = known.get(read) ?? new Map<number, Predicted>();
    known.set(read, sums);
    let from = at;
    while (!isFirst(from) && !sums.has(from)) from -= step;
    for (; from <= at; from += step) {
      if (sums.has(from)) continue;
      const own = read(from);
      sums.set(from, isFirst(from) ? own : follow(own, from, sums.get(from - step) as Predicted, roundoff));
    }
    return sums.get(at) as Predicted;
  };
}

function codeOf({ code }: Run, rule: BiasRule): FixCode | null {
  switch (rule) {
    case 'to the sum as well':
      return afterwards(`y = ${code('y')}`);
    case 'afterwards':
      return afterwards(`y = ${code('(y - b.reshape(-1, 1, 1))')} + b.reshape(-1, 1, 1)`);
    case 'at the beginning':
      return null;
    default:
      return assertNever(rule, 'rule');
  }
}

/** A run with a rule for the bias, and its name. */
interface NamedRun {
  readonly detail: string;
  readonly run: Run;
  readonly rule: BiasRule;
}

function namedRuns({ call, geometry }: OtherCall): readonly NamedRun[] {
  // Without a bias the rules are one.
  const rules = call.bias?.data.some((value) => value !== 0) === true ? biasRules : biasRules.slice(0, 1);
  return runsOf(geometry).flatMap((run) =>
    rules.map((rule) => ({
      detail: call.bias === null ? run.from : `${run.from}, the bias added ${rule}`,
      run,
      rule,
    })),
  );
}

/**
 * Returns the hypothesis that sums go on. `actual` has the elements of the output to explain: each is predicted from the
 * one before it, in which all earlier rounding errors are; null if all are predicted.
 */
function goesOn(other: OtherCall, { detail, run, rule }: NamedRun, actual: Tensor | null): Hypothesis {
  const { call, geometry } = other;
  const follow = stepOf(other, run, rule);
  const fromActual: Collective['at'] = (at, read, roundoff) => {
    const own = read(at);
    const before = actual?.data[at - run.step];
    return run.isFirst(at) || before === undefined ? own : follow(own, at, { value: before, bound: 0 }, roundoff);
  };
  return {
    detail,
    call,
    collective: { shape: geometry.outputShape, at: actual === null ? summedRun(run, follow) : fromActual },
    words: { what: 'sum of an element', yours: `goes on ${run.from}`, required: 'begins at 0' },
    code: codeOf(run, call.bias === null ? 'to the sum as well' : rule),
    again: (another) => {
      const same = namedRuns(another).find((named) => named.detail === detail);
      return same === undefined ? null : goesOn(another, same, null);
    },
  };
}

/** Returns true if every element follows from the one before it, up to a tolerance; a match is confirmed later. */
function follows({ actual, reference, ...other }: DiagnosisTarget, { run, rule }: NamedRun): boolean {
  const join = continued(other, rule);
  return actual.data.every((value, at) => {
    const [own, before] = [reference.data[at] as number, actual.data[at - run.step] ?? 0];
    const expected = run.isFirst(at) ? own : join(own, at, before, at - run.step);
    return !(Math.abs(value - expected) > matchTolerance * (1 + Math.abs(own) + Math.abs(expected)));
  });
}

function* notReset(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { actual, reference } = target;
  if (actual.data.length !== reference.data.length) return;
  const isExample = isRightOutput(target);
  for (const named of namedRuns(target))
    if (isExample || follows(target, named)) yield goesOn(target, named, isExample ? null : actual);
}

export const accumulatorMistakes: readonly Mistake[] = [
  {
    id: 'accumulator-not-reset',
    title: 'A sum was not reset before the next one',
    means: 'acc goes on from element to element',
    place: 'output',
    known: [],
    fix: 'Set the accumulator to 0 before the sum of each output element, and the output to zeros before anything is added to it.',
    code: null,
    fromOutput: true,
    alone: true,
    alternatives: (target) => namedRuns(target).length,
    hypotheses: notReset,
  },
];
