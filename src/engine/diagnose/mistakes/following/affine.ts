import { isSameShape } from '../../../core/tensor.ts';
import { storedRoundoff } from '../../model/emulatedRounding.ts';
import { predict, type Prediction } from '../../search/evaluate.ts';
import type { Following, Hypothesis, OtherCall, Predicted } from '../../model/hypothesis.ts';
import type { DiagnosisTarget } from '../../model/mistake.ts';
import { shortNumber } from '../../model/shortNumber.ts';
import { spreadIndices } from '../../model/spreadIndices.ts';
import { afterwards } from '../code.ts';
import { applied, type FollowingActivation } from './activations.ts';
import { type AfterLine, type ChannelFit, fewest, fittedLine } from './affineFit.ts';

/** What comes before the factors and the offsets: the call, and what is made of its output before them. */
export interface AffineBase {
  readonly hypothesis: Hypothesis;
  /** Names what is made of the output; "" if nothing is. */
  readonly words: string;
  /** The lines of code that do so; "" if there are none. */
  readonly lines: string;
  /** Returns the value of the element at a flat index. */
  right(at: number): number;
  /** Returns the same for another call; null if that call has no such base. */
  again(other: OtherCall): Omit<AffineBase, 'right'> | null;
}

/** Returns the base of the output itself, or of an activation of it. */
export function elementwiseBase(
  { call, reference }: Pick<DiagnosisTarget, 'call' | 'reference'>,
  before: FollowingActivation | null,
): AffineBase {
  const following: Following | undefined =
    before === null ? undefined : (element, _, roundoff) => applied(element, before, roundoff);
  const again = (other: Pick<OtherCall, 'call'>) => ({
    hypothesis: { detail: '', call: other.call, ...(following && { following }) },
    words: before?.detail ?? '',
    lines: before?.code ?? '',
    again,
  });
  const right = (at: number): number => reference.data[at] as number;
  return { ...again({ call }), right: before === null ? right : (at) => before.value(right(at)) };
}

/** Where a factor and an offset come from, and what follows them. */
interface AffineSearch {
  readonly base: AffineBase;
  readonly after: AfterLine;
  /** `channel`: every channel has its own factor and offset. `all`: all of the output has the same. */
  readonly scope: 'channel' | 'all';
}

/** Yields the call with its output scaled and shifted, and with an activation after it unless that is null. */
export function* affineHypotheses(target: DiagnosisTarget, { base, after, scope }: AffineSearch): Iterable<Hypothesis> {
  const { actual, reference, geometry } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  const { cout, columns, n } = geometry;
  // Two elements give the numbers; the others have to follow.
  if (n * columns < fewest) return;
  const own = predict(base.hypothesis, target.rounding);
  if (own === null) return;
  const to = { target, right: (at: number) => base.right(at), boundAt: (at: number) => own.at(at).bound };
  const found: ChannelFit[] = [];
  for (let channel = 0; channel < (scope === 'all' ? 1 : cout); channel++) {
    const one = fittedLine(to, scope === 'all' ? null : channel, after);
    // A channel that is only roughly a line is refused before the others are fitted.
    if (one === null || (channel === 0 && !isMet(target, { own, fit: one, scope }))) return;
    found.push(one);
  }
  // A factor of 1 and an offset of 0 change nothing: what is left has a name of its own.
  if (found.every((fit) => 'factor' in fit && fit.factor === 1 && fit.offset === 0)) return;
  // Of a constant, as a filled buffer has, the right output says nothing.
  if (2 * found.filter((fit) => 'factor' in fit && fit.factor !== 0).length < found.length) return;
  yield affineBehind(base, found, { scope, after });
}

/** The elements of a channel that have to be on its line, and how many bounds they may be off; a match is confirmed later. */
const checked = 8;
const boundsAllowed = 4;

/** Returns true if a few elements of the first channel are what was fitted to it. */
function isMet(
  target: DiagnosisTarget,
  { own, fit, scope }: Pick<AffineSearch, 'scope'> & { readonly own: Prediction; readonly fit: ChannelFit },
): boolean {
  const { geometry, actual } = target;
  const { n, cout, columns } = geometry;
  const roundoff = storedRoundoff(target);
  const count = scope === 'all' ? n * cout * columns : columns;
  for (const at of spreadIndices(checked, count)) {
    const { value, bound } = fitted(fit, own.at(at), roundoff);
    const apart = Math.abs((actual.data[at] as number) - value);
    if (Number.isFinite(apart) && apart > boundsAllowed * bound) return false;
  }
  return true;
}

/** Returns what a channel's line, and what follows it, make of an element. */
function fitted(fit: ChannelFit, before: Predicted, roundoff: number): Predicted {
  if ('constant' in fit) return { value: fit.constant, bound: 0 };
  const { factor, offset, slack, roundoffs, from, to, after } = fit;
  // Of the factor, the product, the offset and the sum, both where the numbers were fitted and where they are used.
  const line = applied(
    before,
    { value: (value) => value * factor + offset, slope: Math.abs(factor), roundings: 8 },
    roundoff,
  );
  const beyond = Math.max(0, from - before.value, before.value - to) / (to - from);
  const made = { ...line, bound: line.bound + (slack + roundoffs * roundoff) * (1 + 2 * beyond) };
  return after === null ? made : applied(made, after, roundoff);
}

/** The most channels whose numbers are written out. */
const mostListed = 4;
/** The most channels whose numbers are written as code. */
const mostInCode = 16;

function affineBehind(
  base: Omit<AffineBase, 'right'>,
  found: readonly ChannelFit[],
  how: Pick<AffineSearch, 'scope' | 'after'>,
): Hypothesis {
  const { hypothesis, words, lines } = base;
  const following: Following = (element, channel, roundoff, at) => {
    const before = hypothesis.following?.(element, channel, roundoff, at) ?? element;
    return fitted(found[how.scope === 'all' ? 0 : channel] as ChannelFit, before, roundoff);
  };
  const fits = found.map((fit) => ('factor' in fit ? fit : { factor: 0, offset: fit.constant, after: null }));
  const isOwn = how.after === 'own-slope';
  const shown = fits
    .slice(0, mostListed)
    .map(
      ({ factor, offset, after }, channel) =>
        `${how.scope === 'all' ? 'y' : `channel ${channel}`} · ${shortNumber(factor)} ${offset < 0 ? '−' : '+'} ${shortNumber(Math.abs(offset))}` +
        (isOwn && after !== null ? `, below 0 · ${shortNumber(after.value(-1) / -1)}` : ''),
    );
  const list = (values: readonly number[]): string =>
    how.scope === 'all' ? String(values[0]) : `torch.tensor([${values.join(', ')}]).reshape(-1, 1, 1)`;
  const code = `y = y * ${list(fits.map(({ factor }) => factor))} + ${list(fits.map(({ offset }) => offset))}`;
  const slopes = `y = F.prelu(y, torch.tensor([${fits.map(({ after }) => shortNumber(after === null ? 1 : -after.value(-1))).join(', ')}], dtype=y.dtype))`;
  const then = how.after === null ? '' : how.after === 'own-slope' ? slopes : how.after.code;
  const factors = fits.map(({ factor }) => factor);
  return {
    ...hypothesis,
    detail: [
      words,
      shown.join(', ') + (found.length > mostListed ? ', …' : ''),
      how.after === null || how.after === 'own-slope' ? '' : how.after.detail,
    ]
      .filter((text) => text !== '')
      .join('; then '),
    following,
    fitted: (isOwn ? 3 : 2) * found.length,
    words: {
      what: how.scope === 'all' ? 'factor' : 'factor of a channel',
      yours: factors,
      required: factors.map(() => 1),
    },
    code: found.length > mostInCode ? null : afterwards([lines, code, then].filter((line) => line !== '').join('\n-')),
    again: (other) => {
      const alike = how.scope === 'all' || other.geometry.cout === found.length ? base.again(other) : null;
      return alike && affineBehind(alike, found, how);
    },
  };
}
