import type { Tensor } from '../../../core/tensor.ts';
import type { DiagnosisTarget } from '../../model/mistake.ts';
import { nearby, shortNumber } from '../../model/shortNumber.ts';
import { clampedTo, elu, type FollowingActivation, leaky, sigmoid, softplus } from './activations.ts';

/** An activation whose numbers an output shows. */
interface FoundActivation {
  readonly activation: FollowingActivation;
  /** Number of values of the output that gave its numbers. */
  readonly fitted: number;
}

/** A right value, and what became of it. */
interface Made {
  readonly x: number;
  readonly y: number;
}

/** The values of an output that show the numbers of activations. */
interface Shown {
  readonly lowest: Made;
  readonly highest: Made;
  /** The right value nearest to 0 on either side of 0, and the one nearest to 1 or −1. */
  readonly nearZero: Made;
  readonly nearOne: Made;
  /** The ends of the output. */
  readonly least: number;
  readonly most: number;
}

/** How far, relative to its size, a fitted number may be from a short one that stands for it. */
const shortTolerance = 1e-4;
const asWritten = (value: number): number => nearby(value, shortTolerance);

function shownBy({ actual, reference }: Pick<DiagnosisTarget, 'actual' | 'reference'>): Shown | null {
  const pairing = (at: number): Made => ({ x: reference.data[at] as number, y: actual.data[at] as number });
  const first = pairing(0);
  let [lowest, highest, nearZero, nearOne] = [first, first, first, first];
  let [least, most] = [Infinity, -Infinity];
  const fromOne = ({ x }: Made): number => Math.abs(Math.abs(x) - 1);
  for (let at = 0; at < actual.data.length; at++) {
    const made = pairing(at);
    if (!Number.isFinite(made.y)) return null;
    least = Math.min(least, made.y);
    most = Math.max(most, made.y);
    if (made.x < lowest.x) lowest = made;
    if (made.x > highest.x) highest = made;
    if (Math.abs(made.x) < Math.abs(nearZero.x)) nearZero = made;
    if (fromOne(made) < fromOne(nearOne)) nearOne = made;
  }
  return { lowest, highest, nearZero, nearOne, least, most };
}

/** The numbers that α and β are looked for between: beyond them the functions are lines or steps. */
const [leastNumber, mostNumber] = [0.02, 50];

/** Returns where a rising or falling function of a positive number has a value; NaN if it has it nowhere. */
function solved(value: (number: number) => number, wanted: number): number {
  let [low, high] = [Math.log(leastNumber), Math.log(mostNumber)];
  const isRising = value(Math.exp(high)) > value(Math.exp(low));
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (value(Math.exp(middle)) < wanted === isRising) low = middle;
    else high = middle;
  }
  const found = Math.exp(low);
  const isInside = found > leastNumber * 1.01 && found < mostNumber / 1.01;
  return isInside && Math.abs(value(found) - wanted) <= shortTolerance * Math.abs(wanted) ? found : NaN;
}

const smoothOf = (
  detail: string,
  code: string,
  value: (value: number) => number,
  slope: number,
  ofOne = 0,
): FollowingActivation => ({ detail, code: `y = ${code}`, value, slope, roundings: 8, ofOne, rising: null });

function* smoothFamilies({ lowest, highest, nearZero, nearOne }: Shown): Iterable<FollowingActivation> {
  if (lowest.x < 0 && lowest.y < 0) {
    const alpha = asWritten(lowest.y / elu(lowest.x));
    yield smoothOf(
      `ELU with α = ${shortNumber(alpha)}`,
      `F.elu(y, ${alpha})`,
      (value) => (value < 0 ? alpha * elu(value) : value),
      Math.max(1, alpha),
      2 * alpha,
    );
    const celu = asWritten(solved((number) => number * elu(lowest.x / number), lowest.y));
    if (Number.isFinite(celu))
      yield smoothOf(
        `CELU with α = ${shortNumber(celu)}`,
        `F.celu(y, ${celu})`,
        (value) => (value < 0 ? celu * elu(value / celu) : value),
        1,
        2 * celu,
      );
  }
  const beta = asWritten(solved((number) => softplus(number * nearZero.x) / number, nearZero.y));
  if (Number.isFinite(beta))
    yield smoothOf(
      `softplus with β = ${shortNumber(beta)}`,
      `F.softplus(y, ${beta})`,
      (value) => softplus(beta * value) / beta,
      1,
    );
  const share = nearOne.y / nearOne.x;
  const swish = asWritten(Math.log(share / (1 - share)) / nearOne.x);
  if (Number.isFinite(swish))
    yield smoothOf(
      `swish, y·sigmoid(${shortNumber(swish)}·y)`,
      `y * torch.sigmoid(${swish} * y)`,
      (value) => value * sigmoid(swish * value),
      1.1,
    );
  const shrunk = asWritten(highest.x - highest.y);
  if (shrunk > 0)
    yield {
      ...smoothOf(
        `soft shrinkage by ${shortNumber(shrunk)}`,
        `F.softshrink(y, ${shrunk})`,
        (value) => Math.sign(value) * Math.max(0, Math.abs(value) - shrunk),
        1,
      ),
      roundings: 2,
    };
}

/** Returns the shortest number between two. */
function between(low: number, high: number): number {
  const middle = (low + high) / 2;
  for (let digits = 1; digits < 17; digits++) {
    const short = Number(middle.toPrecision(digits));
    if (short >= low && short < high) return short;
  }
  return middle;
}

/** Yields the activations that replace the values below a threshold by a constant. */
function* thresholds(
  { data }: Tensor,
  right: ArrayLike<number>,
  { lowest, nearZero }: Shown,
): Iterable<FollowingActivation> {
  for (const isShrinkage of [true, false]) {
    const filler = isShrinkage ? nearZero.y : lowest.y;
    const measure = (at: number): number => (isShrinkage ? Math.abs(right[at] as number) : (right[at] as number));
    let [below, above] = [-Infinity, Infinity];
    for (let at = 0; at < data.length && below < above; at++) {
      if (data[at] === filler) below = Math.max(below, measure(at));
      else above = Math.min(above, measure(at));
    }
    if (!(below < above) || !Number.isFinite(below) || !Number.isFinite(above) || (isShrinkage && filler !== 0))
      continue;
    const limit = between(below, above);
    yield {
      detail: isShrinkage
        ? `hard shrinkage by ${shortNumber(limit)}`
        : `a threshold at ${shortNumber(limit)}, below it ${shortNumber(filler)}`,
      code: isShrinkage ? `y = F.hardshrink(y, ${limit})` : `y = F.threshold(y, ${limit}, ${filler})`,
      value: (value) => ((isShrinkage ? Math.abs(value) : value) > limit ? value : filler),
      slope: 0,
      roundings: 0,
      isSteep: true,
      rising: null,
    };
  }
}

/** Yields activations whose numbers are the output's own: the ends of a range, the slope for negative values, α or β. */
export function* foundActivations({ actual, reference }: DiagnosisTarget): Iterable<FoundActivation> {
  const shown = shownBy({ actual, reference });
  if (shown === null) return;
  const { least, most, lowest } = shown;
  if (least < most) {
    const [low, high] = [asWritten(least), asWritten(most)];
    // An end that is the layer's own is no limit.
    if (least > lowest.x && most >= shown.highest.x * (1 - shortTolerance))
      yield { activation: clampedTo(low, Infinity), fitted: 1 };
    if (most < shown.highest.x && least <= lowest.x + shortTolerance * Math.abs(lowest.x))
      yield { activation: clampedTo(-Infinity, high), fitted: 1 };
    yield { activation: clampedTo(low, high), fitted: 2 };
    yield { activation: clampedTo(least, most), fitted: 2 };
  }
  const slope = Math.fround(lowest.y / lowest.x);
  if (Number.isFinite(slope) && lowest.x < 0 && slope !== 1)
    for (const one of new Set([Number(slope.toPrecision(3)), slope])) yield { activation: leaky(one), fitted: 1 };
  for (const activation of smoothFamilies(shown)) yield { activation, fitted: 1 };
  for (const activation of thresholds(actual, reference.data, shown)) yield { activation, fitted: 2 };
}
