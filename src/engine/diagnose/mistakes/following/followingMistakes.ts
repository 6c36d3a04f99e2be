import type { Call } from '../../../core/call.ts';
import { isSameShape } from '../../../core/tensor.ts';
import type { Hypothesis } from '../../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../../model/mistake.ts';
import { afterwards } from '../code.ts';
import { type FollowingActivation, activations, applied, clampedTo, leaky } from './activations.ts';
import { affineHypotheses } from './affine.ts';

// What a layer after the call made of its output.

function* activated({ call, actual }: DiagnosisTarget): Iterable<Hypothesis> {
  // A constant is no function of the right output; all zeros are named before.
  const [first = 0] = actual.data;
  if (first !== 0 && actual.data.length > 1 && actual.data.every((value) => value === first)) return;
  for (const activation of activations) yield activationAfter(call, activation);
}

function activationAfter(call: Call, activation: FollowingActivation): Hypothesis {
  const { detail, code } = activation;
  return {
    detail,
    call,
    following: (before, _, roundoff) => applied(before, activation, roundoff),
    words: { what: 'after the layer', yours: detail, required: 'nothing' },
    code: afterwards(code),
  };
}

/** Yields activations whose numbers are the output's own: the ends of a range, the slope for negative values. */
function* fittedActivations(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { call, actual, reference } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  let [low, high, deepest] = [Infinity, -Infinity, 0];
  for (let at = 0; at < actual.data.length; at++) {
    const value = actual.data[at] as number;
    if (!Number.isFinite(value)) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
    if ((reference.data[at] as number) < (reference.data[deepest] as number)) deepest = at;
  }
  if (low < high)
    yield { ...activationAfter(call, clampedTo(low, high)), fitted: 2, ...sameAgain(clampedTo(low, high)) };
  const slope = Math.fround((actual.data[deepest] as number) / (reference.data[deepest] as number));
  if (!Number.isFinite(slope) || !((reference.data[deepest] as number) < 0) || slope === 1) return;
  for (const one of new Set([Number(slope.toPrecision(3)), slope]))
    yield { ...activationAfter(call, leaky(one)), fitted: 1, ...sameAgain(leaky(one)) };
}

/** Makes the same activation follow another call. */
const sameAgain = (activation: FollowingActivation): Pick<Hypothesis, 'again'> => ({
  again: (other) => ({ ...activationAfter(other.call, activation), ...sameAgain(activation) }),
});

export const followingMistakes: readonly Mistake[] = [
  {
    id: 'activation-after',
    title: 'An activation was applied to the output',
    means: 'ReLU, clamp, sigmoid, … after the layer',
    place: 'output',
    known: [],
    fix: 'Compare the output before the activation: take it from the layer itself, or apply the same activation to the reference.',
    code: null,
    general: true,
    alone: true,
    hypotheses: activated,
  },
  // One number of the output explains it, in place of two for every channel.
  {
    id: 'activation-fitted-after',
    title: 'The output was clamped, or its negative values scaled',
    means: 'clamp or PReLU with other numbers',
    place: 'output',
    known: [],
    fix: 'Compare the output before the activation, or apply the same activation to the reference.',
    code: null,
    fromOutput: true,
    measures: true,
    general: true,
    alone: true,
    hypotheses: fittedActivations,
  },
  {
    id: 'affine-after',
    title: 'Every output channel was scaled and shifted',
    means: 'y·scale[c] + shift[c], as by a batch norm',
    place: 'output',
    known: [],
    fix: 'Compare the output before the batch norm, or fold its factors and offsets into the weight and the bias of the reference.',
    code: null,
    fromOutput: true,
    measures: true,
    general: true,
    alone: true,
    *hypotheses(target) {
      yield* affineHypotheses(target, null);
    },
  },
  {
    id: 'affine-activation-after',
    title: 'A batch norm and an activation were applied to the output',
    means: 'act(y·scale[c] + shift[c])',
    place: 'output',
    known: [],
    fix: 'Compare the output before the batch norm and the activation, or apply both to the reference.',
    code: null,
    fromOutput: true,
    measures: true,
    general: true,
    alone: true,
    alternatives: () => activations.length,
    *hypotheses(target) {
      for (const activation of activations) yield* affineHypotheses(target, activation);
    },
  },
];
