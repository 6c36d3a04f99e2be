import { isSameShape } from '../../../core/tensor.ts';
import type { Hypothesis } from '../../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../../model/mistake.ts';
import { predict } from '../../search/evaluate.ts';
import { activations } from './activations.ts';
import { normalizedSets } from './elementSets.ts';
import { type AffineBase, affineHypotheses } from './affine.ts';
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
import { statisticsOf } from './setStatistics.ts';

// What a normalization after the call made of its output.

function* normalized(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { call, actual, reference } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  const own = predict({ detail: '', call }, target.rounding);
  if (own === null) return;
  const divided = dividedOutputs(target);
  for (const one of divided) {
    for (const how of normalizations) {
      yield normalizedAfter(one, how, null);
      const found = withFoundNumber(one, actual, how, own.at);
      if (found !== null) yield normalizedAfter(one, found, null, 1);
    }
  }
  for (const one of divided) {
    for (const how of affineNormalizations)
      for (const activation of activations) yield normalizedAfter(one, how, activation);
  }
}

/** Returns the base of factors and offsets that come after a normalization. */
function baseOf(divided: DividedOutput, how: Normalization): AffineBase {
  const { values, sets } = divided;
  // Without bounds, which the statistics of the hypothesis keep.
  const exact = { ...divided, statistics: statisticsOf(values, sets) };
  const { at } = collectiveOf(exact, how);
  const read = (index: number) => ({ value: values[index] as number, bound: 0 });
  const { detail: _, ...hypothesis } = normalizedAfter(divided, how, null);
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
  return { ...base, right: (index) => at(index, read, 0).value };
}

function* normalizedAndScaled(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { actual, reference } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  for (const divided of dividedOutputs(target)) {
    for (const how of affineNormalizations) {
      const base = baseOf(divided, how);
      yield* affineHypotheses(target, null, base);
      for (const activation of activations) yield* affineHypotheses(target, activation, base);
    }
  }
}

/** Returns the number of ways to normalize an output that single elements of it rule out. */
const waysToScale = ({ actual, reference, geometry }: DiagnosisTarget): number =>
  isSameShape(actual.shape, reference.shape)
    ? normalizedSets(geometry).length * affineNormalizations.length * (activations.length + 1)
    : 0;

export const normalizedMistake: Mistake = {
  id: 'normalized-after',
  title: 'The output was normalized',
  means: 'softmax, L2 norm, instance or group norm, … after the layer',
  place: 'output',
  known: [],
  fix: 'Compare the output before the normalization: take it from the layer itself, or normalize the reference in the same way.',
  code: null,
  fromOutput: true,
  general: true,
  alone: true,
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
  general: true,
  alone: true,
  alternatives: waysToScale,
  hypotheses: normalizedAndScaled,
};
