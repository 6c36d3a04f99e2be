import type { Steps } from '../../core/steps.ts';
import type { Tensor } from '../../core/tensor.ts';

/**
 * How sure a diagnosis is of its first match. `ambiguous`: another match gives the same output. `possible`: too few
 * elements decide, so that the match may be a coincidence. `certain`: neither.
 */
export type Confidence = 'certain' | 'possible' | 'ambiguous';

/** What speaks for a match. */
export interface Evidence {
  /** k, the number of independent elements that show the mistake, counted up to {@link mostDeciding}. */
  readonly deciding: number;
  /** N, the number of hypotheses, variants and pairs included, whose values were compared with the output. */
  readonly tested: number;
}

/** The most elements that are counted: more than any number of hypotheses calls for. */
const mostDeciding = 64;

/** The largest chance of a coincidence with which a match is called certain. */
const rareChance = 0.01;

/** Elements between two progress steps. */
const elementsPerStep = 2 ** 14;

/** An output of which the deciding elements are counted. */
interface Decided {
  readonly actual: Tensor;
  /** The right output; null if it has another shape, where every element decides. */
  readonly reference: Tensor | null;
  /** u, the unit roundoff of what the output stores. */
  readonly roundoff: number;
}

/**
 * Counts the independent elements that decide: those that are wrong. Elements with the same correct value and the same
 * actual value, but for a few roundings, count once: an implementation that computes an element from its terms gives the
 * second as it gave the first. `isWrong` is true for an element that rounding does not explain. `fitted` values chose the
 * first match, so that as many do not count.
 */
export function* decidingElements(
  { actual, reference, roundoff }: Decided,
  isWrong: (at: number) => boolean,
  fitted = 0,
): Steps<number> {
  const seen = new Set<string>();
  const { data } = actual;
  const key = coarsely(roundoff);
  for (let at = 0; at < data.length && seen.size < mostDeciding + fitted; at++) {
    if (at % elementsPerStep === 0) yield { stage: 'Evidence', done: at, total: data.length };
    if (isWrong(at)) seen.add(`${key(data[at] as number)} ${key(reference?.data[at] ?? 0)}`);
  }
  return Math.max(0, seen.size - fitted);
}

/** The roundings by which values may differ that count as the same. */
const sameRoundings = 8;

/** Returns a function that gives values the same number if they differ by a few roundings only. */
function coarsely(roundoff: number): (value: number) => number {
  return (value) => {
    if (value === 0 || !Number.isFinite(value)) return value;
    const unit = 2 ** Math.floor(Math.log2(Math.abs(value))) * sameRoundings * roundoff;
    return unit === 0 ? value : Math.round(value / unit) * unit;
  };
}

/**
 * Bounds the chance that one of N hypotheses fits by coincidence. Suppose that a hypothesis describes an implementation
 * at half of the elements or fewer. It fits k elements that were drawn independently with a chance of at most 2⁻ᵏ, and
 * one of N such hypotheses does with a chance of at most N·2⁻ᵏ. (Blumer, Ehrenfeucht, Haussler, Warmuth, Occam's Razor,
 * Information Processing Letters 24, 1987, with ε = 1/2.)
 */
function chanceOf({ deciding, tested }: Evidence): number {
  return Math.min(1, tested * 2 ** -deciding);
}

/** Returns true if the elements that decide are too many for a coincidence. */
export function isStrong(evidence: Evidence): boolean {
  return chanceOf(evidence) <= rareChance;
}

/** Returns the confidence in the first of `matches` matches; null if there is none. */
export function confidenceIn(matches: number, evidence: Evidence): Confidence | null {
  if (matches === 0) return null;
  if (matches > 1) return 'ambiguous';
  return isStrong(evidence) ? 'certain' : 'possible';
}

/** Says why a match is only possible. */
export function whyOnlyPossible({ deciding, tested }: Evidence): string {
  const shown =
    deciding === 0
      ? 'All values that show the mistake were used to measure it, and none is left'
      : `Only ${deciding === 1 ? 'one value shows' : `${deciding} different values show`} the mistake, too few`;
  return `${shown} to choose among ${tested} hypotheses: a mistake that is not in the catalogue may give the same. Check a larger output, with different values.`;
}
