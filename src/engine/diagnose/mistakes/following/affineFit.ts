import { storedRoundoff } from '../../model/emulatedRounding.ts';
import type { DiagnosisTarget } from '../../model/mistake.ts';
import { nearby } from '../../model/shortNumber.ts';
import { type FollowingActivation, argumentOf, leaky, activationRoundings } from './activations.ts';

/** A factor and an offset, and how far a value made with them may be off. */
interface Affine {
  readonly factor: number;
  readonly offset: number;
  /** Between the right values to which they were fitted; beyond them it grows with the distance. */
  readonly slack: number;
  /** The same for the roundings of the activation, as a multiple of the unit roundoff. */
  readonly roundoffs: number;
  readonly from: number;
  readonly to: number;
  /** What follows the line; null for nothing. */
  readonly after: FollowingActivation | null;
}

/** What was made of a channel: a line, or the one value that an activation leaves of it. */
export type ChannelFit = Affine | { readonly constant: number };

/** What may follow a line: a known activation, or a PReLU whose slope is the output's own. */
export type AfterLine = FollowingActivation | 'own-slope' | null;

/** What a line is fitted to. */
interface FittedTo {
  readonly target: DiagnosisTarget;
  /** Returns the value, at a flat index, to which a factor and an offset are applied. */
  readonly right: (at: number) => number;
  readonly boundAt: (at: number) => number;
}

/** The elements that are looked at before the others, and how far off they may be, as a share of the range. */
const looked = 64;
const looseTolerance = 1e-2;

/** The fewest elements that a line has to meet. */
export const fewest = 4;

/** How many elements to look at, and how many of them have to tell an argument, before the others. */
const samples = [
  { elements: looked, enough: fewest },
  { elements: 2 ** 11, enough: 16 },
] as const;

/** The elements with the smallest and the largest right value, among those whose argument can be told. */
interface Ends {
  readonly low: number;
  readonly from: number;
  readonly high: number;
  readonly to: number;
  /** Number of elements whose argument can be told. */
  readonly count: number;
}

/**
 * Fits the factor and the offset of a channel, or of the whole output if `channel` is null, to two elements, those with
 * the smallest and the largest right value from which the argument of the activation can be told. Returns null if there
 * are too few such elements, or if a few others are no such function.
 */
export function fittedLine(to: FittedTo, channel: number | null, after: AfterLine): ChannelFit | null {
  const { target, boundAt } = to;
  const { data } = target.actual;
  const places = placesOf(target, channel);
  const rising = after === 'own-slope' ? leaky(1) : after;
  const ends = (step: number): Ends => endsOf(to, places, rising, step);
  const line = ({ low, high, from, to: end }: Ends): readonly [factor: number, offset: number] | null => {
    const [yours, others] = [argumentAt(data[low], rising), argumentAt(data[high], rising)];
    const factor = yours === null || others === null ? NaN : (others - yours) / (end - from);
    return Number.isFinite(factor) ? [factor, (yours as number) - factor * from] : null;
  };
  // Most outputs are no such function of the right one, which a few elements show; if few of those tell an argument, more.
  for (const { elements, enough } of samples) {
    const sample = ends(Math.ceil(places.count / elements));
    if (sample.count < enough) continue;
    const found = line(sample);
    if (found === null || !isLoosely(to, places, found, sample, after)) return null;
    break;
  }
  const whole = ends(1);
  const first = data[places.at(0)] as number;
  if (after !== null && everyOf(places, (at) => data[at] === first)) return { constant: first };
  if (whole.count < fewest) return null;
  const bounds = [boundAt(whole.low), boundAt(whole.high)] as const;
  const found = line(whole);
  // A constant channel has no factor.
  if (found === null || whole.to - whole.from <= 4 * (bounds[0] + bounds[1])) return null;
  if (!isLoosely(to, places, found, whole, after)) return null;
  const [factor, offset] = found;
  const own = after === 'own-slope' ? slopeBelow(to, places, found) : after;
  // Between two points a line is off by no more than at the points.
  const slack = Math.abs(factor) * Math.max(...bounds);
  const roundoff = storedRoundoff(target);
  const roundoffs =
    own === null
      ? 0
      : Math.max(...[whole.from, whole.to].map((value) => roundoffsOf(own, factor * value + offset, roundoff)));
  const ended = { slack, roundoffs, from: whole.from, to: whole.to, after: own };
  return { ...asWritten(found, ended, slack + roundoffs * roundoff), ...ended };
}

/** Returns short numbers in place of a factor and an offset if they are no further apart, at both ends, than `allowed`. */
function asWritten(
  [factor, offset]: readonly [number, number],
  { from, to }: Pick<Affine, 'from' | 'to'>,
  allowed: number,
): Pick<Affine, 'factor' | 'offset'> {
  const largest = Math.max(Math.abs(from), Math.abs(to));
  const short = nearby(factor, allowed / (Math.abs(factor) * largest));
  const rest = offset + ((factor - short) * (from + to)) / 2;
  const moved = Math.abs(rest) <= allowed ? 0 : nearby(rest, allowed / Math.abs(rest));
  const isNear = [from, to].every((value) => Math.abs(short * value + moved - factor * value - offset) <= allowed);
  return isNear ? { factor: short, offset: moved } : { factor, offset };
}

/** The elements of a channel in all images, or of the whole output, by their number. */
interface Places {
  readonly count: number;
  readonly at: (i: number) => number;
}

function placesOf({ geometry: { n, cout, columns } }: DiagnosisTarget, channel: number | null): Places {
  if (channel === null) return { count: n * cout * columns, at: (i) => i };
  if (n === 1) return { count: columns, at: (i) => channel * columns + i };
  return { count: n * columns, at: (i) => (Math.floor(i / columns) * cout + channel) * columns + (i % columns) };
}

function everyOf({ count, at }: Places, holds: (at: number) => boolean): boolean {
  for (let i = 0; i < count; i++) if (!holds(at(i))) return false;
  return true;
}

function endsOf({ target, right }: FittedTo, places: Places, after: FollowingActivation | null, step: number): Ends {
  const { data } = target.actual;
  const [least, most] = tellingRange(after);
  let [low, high, count, from, to] = [0, 0, 0, Infinity, -Infinity];
  if (!(least < most)) return { low, from, high, to, count };
  for (let i = 0; i < places.count; i += step) {
    const at = places.at(i);
    const yours = data[at] as number;
    // What the line is made of may take long to compute.
    if (!(yours > least && yours < most)) continue;
    const value = right(at);
    if (!Number.isFinite(value)) continue;
    count += 1;
    if (value < from) [low, from] = [at, value];
    if (value > to) [high, to] = [at, value];
  }
  return { low, from, high, to, count };
}

/** Returns true if some elements are about what a line and an activation make of the right ones. */
function isLoosely(
  { target, right }: FittedTo,
  places: Places,
  [factor, offset]: readonly [number, number],
  { low, high }: Ends,
  after: AfterLine,
): boolean {
  const { data } = target.actual;
  const apart = looseTolerance * Math.abs((data[high] as number) - (data[low] as number));
  for (let i = 0; i < places.count; i += Math.ceil(places.count / looked)) {
    const at = places.at(i);
    const argument = factor * right(at) + offset;
    if (after === 'own-slope' && argument < 0) continue;
    const made = after === null || after === 'own-slope' ? argument : after.value(argument);
    if (Math.abs(made - (data[at] as number)) > apart) return false;
  }
  return true;
}

/** Returns the leaky ReLU whose slope the lowest argument of a line shows. */
function slopeBelow({ target, right }: FittedTo, places: Places, [factor, offset]: readonly [number, number]) {
  let [lowest, slope] = [0, 1];
  for (let i = 0; i < places.count; i++) {
    const at = places.at(i);
    const argument = factor * right(at) + offset;
    if (argument < lowest) [lowest, slope] = [argument, (target.actual.data[at] as number) / argument];
  }
  return leaky(slope);
}

function argumentAt(value: number | undefined, after: FollowingActivation | null): number | null {
  return value === undefined ? null : after === null ? value : argumentOf(after, value);
}

/** Returns the values, without the ends, from which an activation's argument can be told; an empty range if there are none. */
function tellingRange(after: FollowingActivation | null): readonly [number, number] {
  if (after === null) return [-Infinity, Infinity];
  const { rising, value } = after;
  return rising === null ? [Infinity, -Infinity] : [value(rising[0]), value(rising[1])];
}

/** Returns how far the roundings of an activation move its argument, as a multiple of the unit roundoff. */
function roundoffsOf(after: FollowingActivation, argument: number, roundoff: number): number {
  const { value, slope } = after;
  const apart = 1e-4 * (1 + Math.abs(argument));
  const rise = (value(argument + apart) - value(argument - apart)) / (2 * apart);
  // The value itself is rounded once as it is stored.
  const roundings = activationRoundings(after, roundoff) + 1;
  return (roundings * (Math.abs(value(argument)) + slope * Math.abs(argument))) / Math.max(rise, 1e-3);
}
