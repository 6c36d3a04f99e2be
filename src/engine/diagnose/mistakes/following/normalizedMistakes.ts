import { isSameShape } from '../../../core/tensor.ts';
import type { Hypothesis, Predicted } from '../../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../../model/mistake.ts';
import { spreadIndices } from '../../model/spreadIndices.ts';
import { activations } from './activations.ts';
import { type ElementSets, normalizedSets } from './elementSets.ts';
import { type AffineBase, affineHypotheses } from './affine.ts';
import { broadcastHypotheses } from './cellMistakes.ts';
import { localResponses, waysToRespond } from './localResponse.ts';
import {
  collectiveOf,
  type DividedOutput,
  dividedOutputs,
  normalizationLines,
  normalizationWords,
  normalizedAfter,
  withFoundNumber,
} from './normalized.ts';
import { affineNormalizations, normalizations, type Normalization } from './normalizations.ts';

// What a normalization after the call made of its output.

/** The elements that are looked at before a normalization is computed, and how far off they may be, as a share of the range. */
const looked = 24;
const looseTolerance = 1e-2;

/** An output divided into sets. */
interface Sampled {
  readonly divided: DividedOutput;
  /** Returns an element of the right output as a normalization leaves it. */
  readonly valueAt: (how: Normalization, at: number) => number;
}

function sampled(divided: DividedOutput): Sampled {
  const { values } = divided;
  const read = (at: number): Predicted => ({ value: values[at] as number, bound: 0 });
  const valueAt = (how: Normalization, at: number): number => collectiveOf(divided, how).at(at, read, 0).value;
  return { divided, valueAt };
}

/** The sets, and the elements of each, by whose order an output is tried before any statistics are computed. */
const triedSets = 4;
const triedElements = 8;

/**
 * Returns true if the elements of some sets rise with the right ones, or fall: every normalization makes them do one or
 * the other in all its sets. `apart`: how far off elements may be, beside a share of the range of those of their set.
 */
function followsInSets({ actual, reference }: DiagnosisTarget, sets: ElementSets, apart: number): boolean {
  let [rises, falls] = [true, true];
  for (const set of spreadIndices(triedSets, sets.count)) {
    const pairs = spreadIndices(triedElements, sets.size)
      .map((number) => sets.elementOf(set, number))
      .map((at) => ({ right: reference.data[at] as number, yours: actual.data[at] as number }))
      .filter(({ right, yours }) => Number.isFinite(right) && Number.isFinite(yours))
      .sort((one, other) => one.right - other.right);
    const values = pairs.map(({ yours }) => yours);
    const allowed = apart + looseTolerance * (Math.max(...values) - Math.min(...values));
    let [most, least] = [-Infinity, Infinity];
    for (const value of values) {
      if (value < most - allowed) rises = false;
      if (value > least + allowed) falls = false;
      [most, least] = [Math.max(most, value), Math.min(least, value)];
    }
    if (!rises && !falls) return false;
  }
  return true;
}

function* normalized(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { actual, reference } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  const { length } = actual.data;
  const places = spreadIndices(looked, length);
  const wanted = places.map((at) => actual.data[at] as number);
  const apart = looseTolerance * (Math.max(...wanted) - Math.min(...wanted));
  const isNear = (value: (at: number) => number): boolean =>
    places.every((at, i) => Math.abs(value(at) - (wanted[i] as number)) <= apart);
  const isWithin = ({ within: [low, high] = [-Infinity, Infinity] }: Normalization): boolean =>
    !wanted.some((value) => value < low - apart || value > high + apart);
  const all = dividedOutputs(target, normalizedSets).map(sampled);
  for (const { divided, valueAt } of all) {
    // Statistics of large sets take long.
    if (!followsInSets(target, divided.sets, apart)) continue;
    for (const how of normalizations) {
      if (!isWithin(how)) continue;
      if (isNear((at) => valueAt(how, at))) yield normalizedAfter(divided, how, null);
      const found = withFoundNumber(divided, actual, how);
      if (found !== null && isNear((at) => valueAt(found, at))) yield normalizedAfter(divided, found, null, 1);
    }
  }
  for (const { divided, valueAt } of all) {
    for (const how of affineNormalizations) {
      for (const after of activations)
        if (isNear((at) => after.value(valueAt(how, at)))) yield normalizedAfter(divided, how, after);
    }
  }
  yield* localResponses(target);
}

/** Returns the base of factors and offsets that come after a normalization. */
function baseOf({ divided, valueAt }: Sampled, how: Normalization): AffineBase {
  const { sets } = divided;
  const hypothesis = normalizedAfter(divided, how, null);
  const again: AffineBase['again'] = (other) => {
    const made = hypothesis.again?.(other);
    return made ? { ...base, hypothesis: made } : null;
  };
  const base = {
    hypothesis: { ...hypothesis, detail: '' },
    words: normalizationWords(how, sets),
    lines: normalizationLines(how, sets),
    again,
  };
  // Every activation is tried on the same few elements.
  const known = new Map<number, number>();
  const right = (at: number): number => {
    const value = known.get(at) ?? valueAt(how, at);
    if (known.size < mostKnown) known.set(at, value);
    return value;
  };
  return { ...base, right };
}

const mostKnown = 2 ** 12;

/**
 * Lists the divisions in which a channel has several sets. If one set covers a whole channel, a factor and an offset of
 * the channel undo its normalization.
 */
const severalForAChannel: typeof normalizedSets = (sizes) =>
  normalizedSets(sizes).filter(({ axes }) => {
    const isWhole = { N: sizes.n === 1, H: sizes.h.outputSize === 1, W: sizes.w.outputSize === 1 };
    return (['N', 'H', 'W'] as const).some((axis) => !axes.includes(axis) && !isWhole[axis]);
  });

function* normalizedAndScaled(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { actual, reference } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  for (const one of dividedOutputs(target, severalForAChannel).map(sampled)) {
    for (const how of affineNormalizations) {
      const base = baseOf(one, how);
      for (const after of [null, ...activations]) yield* affineHypotheses(target, { base, after, scope: 'channel' });
    }
  }
  yield* layerNormalized(target);
}

/** Yields the norms over whole images, with a weight and a bias for every channel and place. */
function* layerNormalized(target: DiagnosisTarget): Iterable<Hypothesis> {
  const overImages: typeof normalizedSets = (sizes) => normalizedSets(sizes).filter(({ axes }) => axes === 'CHW');
  for (const one of dividedOutputs(target, overImages).map(sampled))
    for (const how of affineNormalizations) yield* broadcastHypotheses(target, baseOf(one, how), 'CHW');
}

/** Returns the number of normalizations, without and with a number of their own or an activation. */
const waysToNormalize = ({ actual, reference, geometry }: DiagnosisTarget): number =>
  isSameShape(actual.shape, reference.shape)
    ? waysToRespond +
      normalizedSets(geometry).length * (2 * normalizations.length + affineNormalizations.length * activations.length)
    : 0;

/** Returns the number of ways to normalize an output that single elements of it rule out. */
const waysToScale = ({ actual, reference, geometry }: DiagnosisTarget): number =>
  isSameShape(actual.shape, reference.shape)
    ? severalForAChannel(geometry).length * affineNormalizations.length * (activations.length + 1)
    : 0;

export const normalizedMistake: Mistake = {
  id: 'normalized-after',
  title: 'The output was normalized',
  means: 'softmax, L2 norm, instance or group norm, LRN, … after the layer',
  place: 'output',
  known: [],
  fix: 'Compare the output before the normalization: take it from the layer itself, or normalize the reference in the same way.',
  code: null,
  fromOutput: true,
  general: true,
  alone: true,
  alternatives: waysToNormalize,
  hypotheses: normalized,
};

export const normalizedAffineMistake: Mistake = {
  id: 'normalized-affine-after',
  title: 'The output was normalized, then every channel scaled and shifted',
  means: 'a norm with weight and bias, perhaps an activation',
  place: 'output',
  known: [],
  fix: 'Compare the output before the normalization, or apply the norm with its weight and bias to the reference.',
  code: null,
  fromOutput: true,
  measures: true,
  general: true,
  alone: true,
  alternatives: waysToScale,
  hypotheses: normalizedAndScaled,
};
