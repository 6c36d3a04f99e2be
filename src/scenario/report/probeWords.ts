import { assertNever } from '../../engine/core/assertNever.ts';
import type { Params } from '../../engine/core/call.ts';
import { indexAt } from '../../engine/core/flatIndex.ts';
import { shapeText } from '../../engine/core/tensor.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import type { NonFiniteBehaviour, Spread } from '../../engine/probe/nonFiniteRuns.ts';
import type { MapRule } from '../../engine/probe/mapRule.ts';
import type { DerivedPrecision, FractionBits } from '../../engine/probe/precisionRuns.ts';
import type { NotBilinear, ProbeFindings, ProbeResult, RunDifference } from '../../engine/probe/probe.ts';
import type { ProbeFailure, ProbePurpose } from '../../engine/probe/probeRun.ts';
import { inputElementAt, weightElementAt } from '../../engine/probe/factorIndices.ts';
import { type ProfileId, profileOf } from '../../engine/precision/profiles.ts';
import { formatIndex, formatInteger, formatShort } from '../text/format.ts';
import { mapClauses } from './mapWords.ts';
import type { ProbeVerdict } from './probeVerdict.ts';

/** A mistake of the catalogue that gives the output of the run on random numbers. */
export interface ProbedMistake {
  readonly id: string;
  readonly title: string;
  readonly fix: string;
}

/** A probe in words. */
export interface ProbeWords {
  /** "Wrong: kernel not rotated along W". */
  readonly headline: string;
  /** What the implementation computes, its precision, and what it does with values that are not finite. */
  readonly sentences: readonly string[];
}

/** Returns the words of a probe. */
export function wordsOfProbe(
  result: ProbeResult,
  verdict: ProbeVerdict,
  profile: ProfileId,
  mistakes: readonly ProbedMistake[],
): ProbeWords {
  const { answer, subject, random } = result;
  const { geometry } = subject;
  switch (answer.kind) {
    case 'failed':
      return { headline: failureText(answer.failure, answer.purpose), sentences: [] };
    case 'not-deterministic':
      return {
        headline: 'Not deterministic: two runs on the same files give different outputs',
        sentences: [differenceText(answer.difference, geometry)],
      };
    case 'not-finite': {
      const { count, total, at, value } = answer.elements;
      const place = `y${formatIndex(indexAt(geometry.outputShape, at))}`;
      return {
        headline: `Not finite: ${formatInteger(count)} of ${formatInteger(total)} elements are NaN or infinite on random numbers around 0`,
        sentences: [`The first is ${place}: ${formatShort(value)}.`, ...mistakes.slice(0, 1).map(mistakeSentence)],
      };
    }
    case 'ignored-factors': {
      const [first = 'input', second] = answer.factors;
      const which = second === undefined ? `the ${first}` : `${first} and ${second}`;
      return {
        headline: `Wrong: the output does not depend on ${which}`,
        sentences: [
          `With zeros in place of ${which}, every bit of the output is the same. A likely cause is a cache: a tensor of an earlier run, or one of its own, is used.`,
        ],
      };
    }
    case 'not-bilinear':
      return notBilinearWords(answer.broken, geometry, mistakes);
    case 'found': {
      const clauses = mapClauses(answer, geometry);
      const notes = random === null ? [] : dtypeSentences(random.element, subject.dtype);
      return {
        headline: headlineOf(verdict, clauses, answer, { profile, element: random?.element ?? '', mistakes }),
        sentences: [
          mapSentence(answer, clauses, geometry),
          ...mistakes.slice(0, 1).map(mistakeSentence),
          ...notes,
          ...precisionSentences(answer.precision, geometry),
          ...(answer.repeated === null ? [] : [differenceText(answer.repeated, geometry)]),
          ...(answer.nonFinite === null ? [] : nonFiniteSentences(answer.nonFinite, geometry)),
          ...batchSentences(result),
        ],
      };
    }
    default:
      return assertNever(answer, 'answer');
  }
}

function mistakeSentence({ title, fix }: ProbedMistake): string {
  return `Known mistake: ${title}. Fix: ${fix}`;
}

function headlineOf(
  verdict: ProbeVerdict,
  clauses: readonly string[],
  { map, definition, precision, rule, nonFinite }: ProbeFindings,
  {
    profile,
    element,
    mistakes: [mistake],
  }: { readonly profile: ProfileId; readonly element: string; readonly mistakes: readonly ProbedMistake[] },
): string {
  switch (verdict) {
    case 'right':
      return 'Right: computes conv_transpose2d';
    case 'unresolved':
      if (mistake !== undefined) return `Wrong: ${lowerFirst(mistake.title)}`;
      return `Wrong: ${formatInteger(map.unexplained.length)} of ${formatInteger(definition.length)} elements are sums that the runs could not take apart`;
    case 'batch-dependent':
      return `Right products, but only for this number of images: among another number, an image gives other values`;
    case 'other-dtype':
      return `Right products, but the output is ${element}`;
    case 'lower-precision':
      return `Right products, but in lower precision: ${precisionNameOf(precision)}, not ${profileOf(profile).title}`;
    case 'non-finite': {
      const limit = nonFinite?.overflow;
      // A number that a float16 or an integer may not exceed stops sums far below the dtype's largest number.
      if (limit?.saturates === true && Math.abs(limit.value) < 2 ** 100)
        return `Right products, but sums stop at ${formatShort(limit.value, 6)}`;
      return 'Right products, but not of NaN and infinities';
    }
    default: {
      // A name says more than that there is no rule.
      const isRuled = hasRule(rule);
      if (!isRuled && mistake !== undefined) return `Wrong: ${lowerFirst(mistake.title)}`;
      return `Wrong: ${clauses.slice(0, 2).join('; ')}`;
    }
  }
}

function hasRule({ h, w, channels, groupOfInput }: MapRule): boolean {
  return h !== null && w !== null && (channels !== null || groupOfInput !== null);
}

function lowerFirst(title: string): string {
  return `${title[0]?.toLowerCase() ?? ''}${title.slice(1)}`;
}

/** Says why there is no output that can be used. */
function failureText(failure: ProbeFailure, purpose: ProbePurpose): string {
  const when = purpose === 'random' ? '' : ` in the run “${purposeNames[purpose]}”`;
  switch (failure.kind) {
    case 'crashed': {
      const how = failure.signal ?? `exit code ${failure.exitCode ?? '?'}`;
      return `Crashed${when} (${how})${failure.lastLine === '' ? ', with nothing on stderr' : `: ${failure.lastLine}`}`;
    }
    case 'timed-out':
      return `Timed out${when}: no end after ${formatShort(failure.seconds)} s. A larger --timeout waits longer`;
    case 'no-output':
      return `No output${when}: the command ended without an error but wrote no file to the path {y}${failure.others.length === 0 ? '' : `; beside it, it wrote ${failure.others.join(', ')}`}`;
    case 'unreadable':
      return `Unreadable output${when}: ${failure.reason}`;
    case 'wrong-shape':
      return `Wrong shape${when}: the output is ${shapeText(failure.actual)}, but must be ${shapeText(failure.expected)}`;
    case 'wrong-dtype':
      return `Wrong dtype${when}: the output is ${failure.actual}, which cannot hold the sums; it must be ${failure.expected}`;
    case 'too-many-runs':
      return `Too many runs: ${formatInteger(failure.needed)} would be needed, more than ${formatInteger(failure.most)}. Give a smaller --input or --weight, or a larger --max-runs`;
    default:
      return assertNever(failure, 'failure');
  }
}

/** The names of the runs in a sentence. */
export const purposeNames: Readonly<Record<ProbePurpose, string>> = {
  random: 'random numbers',
  repeat: 'the same once more',
  scaled: 'multiplied by powers of two',
  coded: 'random integers',
  impulses: 'single inputs, numbered weights',
  images: 'images apart',
  codes: 'single inputs, coded weights',
  taps: 'one tap at a time',
  weights: 'one weight at a time',
  parts: 'parts of a sum',
  bias: 'bias alone',
  precision: 'sums that show the precision',
  'non-finite': 'NaN, infinities, large numbers',
};

function differenceText({ count, total, at, first, second, isRounding }: RunDifference, geometry: Geometry): string {
  const place = `y${formatIndex(indexAt(geometry.outputShape, at))}`;
  // As many digits as tell them apart.
  const digits = [6, 9, 17].find((count) => formatShort(first, count) !== formatShort(second, count)) ?? 17;
  const shown = (value: number): string => formatShort(value, digits);
  const what = `${formatInteger(count)} of ${formatInteger(total)} elements differ between two runs on the same files, ${place} the most: ${shown(first)} and ${shown(second)}.`;
  return isRounding ? `${what} That is as little as another order of summation makes.` : what;
}

function notBilinearWords(
  { test, element, activation }: NotBilinear,
  geometry: Geometry,
  [mistake]: readonly ProbedMistake[],
): ProbeWords {
  const place = `y${formatIndex(indexAt(geometry.outputShape, element.at))}`;
  const [should, is] = [formatShort(element.expected, 5), formatShort(element.actual, 5)];
  const proof =
    test === 'scaled'
      ? `With ${geometry.hasBias ? '−4·x, 2·w and −8·b' : '−4·x and 2·w'}, ${place} must be −8 times ${formatShort(element.before, 5)}, which is ${should}, but is ${is}.`
      : `If the ${test} is divided into two parts, the outputs of the parts must add up to that of the whole; those of ${place} give ${should}, but the whole gives ${is}.`;
  const name = activation === null ? null : activationText(activation.name, activation.numbers);
  const known =
    mistake === undefined ? 'the output is no sum of products of input and weight' : lowerFirst(mistake.title);
  return {
    headline: `Not bilinear: ${name === null ? known : `${name} is applied to the sums`}`,
    sentences: [proof, ...(mistake === undefined ? [] : [mistakeSentence(mistake)])],
  };
}

function activationText(name: string, numbers: readonly number[]): string {
  const [a = 0, b = 0] = numbers;
  if (name === 'leaky ReLU') return `a leaky ReLU with slope ${formatShort(a)}`;
  if (name === 'clamp') return `a clamp to [${formatShort(a)}, ${formatShort(b)}]`;
  return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
}

/** Writes the parameters of a call that are not the defaults: "stride (2, 1), padding (1, 0), groups 2". */
function parametersText({ stride, padding, paddingEnd, outputPadding, dilation, groups }: Params): string {
  const pair = (name: string, [y, x]: readonly [number, number], plain: number): readonly string[] =>
    y === plain && x === plain ? [] : [`${name} (${y}, ${x})`];
  const listed = [
    ...pair('stride', stride, 1),
    ...pair('padding', padding, 0),
    ...(paddingEnd === undefined ? [] : [`padding_end (${paddingEnd.join(', ')})`]),
    ...pair('output_padding', outputPadding, 0),
    ...pair('dilation', dilation, 1),
    ...(groups === 1 ? [] : [`groups ${groups}`]),
  ];
  return listed.length === 0 ? 'the default parameters' : listed.join(', ');
}

function mapSentence(
  { map, definition, different, rule }: ProbeFindings,
  clauses: readonly string[],
  geometry: Geometry,
): string {
  const call = `conv_transpose2d with ${parametersText(geometry.params)}`;
  if (different.length === 0) {
    const terms = definition.reduce((sum, list) => sum + list.length, 0);
    return `Computes ${call}: its ${formatInteger(terms)} products are exactly those of the definition.`;
  }
  if (map.unexplained.length > 0) {
    return `Does not compute ${call}: ${formatInteger(map.unexplained.length)} of ${formatInteger(definition.length)} elements are sums that the runs could not take apart.`;
  }
  const share = `${formatInteger(different.length)} of ${formatInteger(definition.length)} elements`;
  return hasRule(rule)
    ? `Computes ${call}, but: ${clauses.join('; ')}. ${share} differ.`
    : `Does not compute ${call}: ${clauses.join('; ')}. ${share} differ.`;
}

function dtypeSentences(element: string, dtype: string): readonly string[] {
  return element === dtype ? [] : [`Writes ${element}, although x, w and b are ${dtype}.`];
}

const bitNames: Readonly<Record<FractionBits, string>> = {
  7: 'bfloat16',
  10: 'float16',
  23: 'float32',
  52: 'float64',
};

/** Names a derived precision: "float16 sums", "TF32". */
function precisionNameOf(precision: DerivedPrecision | null): string {
  if (precision === null) return 'an unknown precision';
  const { factors, result, sums } = precision;
  if (sums !== null && sums !== 'more' && sums < 23) return `${bitNames[sums]} sums`;
  if (factors === null || result === null) return 'less than bfloat16';
  if (factors === 10 && !precision.overflowsAt17) return result >= 23 ? 'TF32' : 'float16 results';
  return bitNames[factors < result ? factors : result];
}

function precisionSentences(precision: DerivedPrecision | null, geometry: Geometry): readonly string[] {
  if (precision === null) return [];
  const { factors, result, sums, isOrdered, last, element } = precision;
  const place = `y${formatIndex(indexAt(geometry.outputShape, element))}`;
  const bits = (kept: FractionBits): string => `1 + ${power(-kept)}`;
  const parts: string[] = [];
  if (factors === null) parts.push('A product loses bits that bfloat16 keeps.');
  else if (factors === result)
    parts.push(`Factors and results keep ${bits(factors)}, as ${formatOf(factors, precision)} does.`);
  else {
    parts.push(`Factors keep ${bits(factors)}, as ${formatOf(factors, precision)} does.`);
    if (result !== null) parts.push(`A sum of two keeps ${bits(result)}, as ${bitNames[result]} does.`);
  }
  if (sums === 'more') parts.push('Sums keep more bits than float64, or are added in an order that loses none.');
  else if (sums !== null) {
    const p = power(-(sums + 2));
    const order = isOrdered === true ? ', according to the order of the three terms' : ' in every order';
    parts.push(
      `Sums are rounded as in ${bitNames[sums]}: at ${place}, 1 + ${p} − 1 gives 0${isOrdered === true ? ` or ${p}` : ''}${order}.`,
    );
  }
  if (last !== null && isOrdered === true) {
    const { n, c, y, x } = inputElementAt(geometry, last.input);
    parts.push(`Of these, the product with x${formatIndex([n, c, y, x])} is added last.`);
  }
  return [parts.join(' ')];
}

/** Names the format of the factors: 10 bits are TF32 if 2¹⁷ does not overflow. */
function formatOf(bits: FractionBits, { overflowsAt17 }: DerivedPrecision): string {
  return bits === 10 && !overflowsAt17 ? 'TF32' : bitNames[bits];
}

function power(exponent: number): string {
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? '');
  return `2⁻${digits}`;
}

function nonFiniteSentences(behaviour: NonFiniteBehaviour, geometry: Geometry): readonly string[] {
  const { inputNan, inputInfinity, weightNan, zeroTimesNan, overflow, flushesSubnormals } = behaviour;
  const { n, c, y, x } = inputElementAt(geometry, inputNan.factor);
  const { cin, cout, ky, kx } = weightElementAt(geometry, weightNan.factor);
  const input = `x${formatIndex([n, c, y, x])}`;
  const weight = `w${formatIndex([cin, cout, ky, kx])}`;
  const found = [
    spreadText(`NaN in ${input}`, inputNan, geometry, byTransform),
    spreadText(`An infinity in ${input}`, inputInfinity, geometry, byTransform),
    spreadText(`NaN in ${weight}`, weightNan, geometry, byZeros),
    weightNan.missing > 0 ? null : spreadText(`NaN in ${weight} times inputs of 0`, zeroTimesNan, geometry, byZeros),
  ].filter((text) => text !== null);
  const saturates =
    overflow?.saturates === true
      ? [
          `A sum that overflows gives ${formatShort(overflow.value)} at y${formatIndex(indexAt(geometry.outputShape, overflow.at))}, not an infinity.`,
        ]
      : [];
  const subnormal = flushesSubnormals
    ? [
        'Subnormal numbers, those below the smallest normal one, are taken for 0: that is usual on GPUs, and no mistake.',
      ]
    : [];
  if (found.length + saturates.length > 0) return [...found, ...saturates, ...subnormal];
  return ['NaN and infinities reach the elements that have a product with them, and no others.', ...subnormal];
}

/** How a NaN of the weight, or of the input, may reach elements that have no product with it. */
const byZeros = 'as if inserted or padded zeros were multiplied with it';
const byTransform = 'as through a transform, or a scale of all values';

function spreadText(
  what: string,
  { missing, foreign, reached, firstMissing }: Spread,
  geometry: Geometry,
  how: string,
): string | null {
  if (missing > 0 && firstMissing !== null) {
    const place = `y${formatIndex(indexAt(geometry.outputShape, firstMissing.at))}`;
    const swallowed = Number.isFinite(firstMissing.value) ? 'is swallowed in' : 'does not give its value in';
    return `${what} ${swallowed} ${formatInteger(missing)} of ${formatInteger(reached)} elements: ${place} is ${formatShort(firstMissing.value)}.`;
  }
  if (foreign > 0) {
    return `${what} reaches ${formatInteger(foreign)} elements that have no product with it, ${how}.`;
  }
  return null;
}

function batchSentences({ takesAnyBatch, dependsOnBatch, subject }: ProbeResult): readonly string[] {
  if (dependsOnBatch) {
    return [
      `An image among another number of images than ${formatInteger(subject.geometry.n)} gives other values; all of this holds for that number.`,
    ];
  }
  if (takesAnyBatch || !subject.geometry.batched) return [];
  return [
    `It does not take another number of images than ${formatInteger(subject.geometry.n)}, so it was run more often.`,
  ];
}
