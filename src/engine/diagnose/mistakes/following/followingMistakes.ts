import type { Call } from '../../../core/call.ts';
import { isSameShape } from '../../../core/tensor.ts';
import type { Hypothesis } from '../../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../../model/mistake.ts';
import { nearby, shortNumber } from '../../model/shortNumber.ts';
import { unfoldCode } from '../../model/fixCode.ts';
import { afterwards, biasLine } from '../code.ts';
import { foundActivations } from './activationFamilies.ts';
import { type FollowingActivation, activations, applied, leaky } from './activations.ts';
import { affineHypotheses, elementwiseBase } from './affine.ts';
import { cellMistakes } from './cellMistakes.ts';
import { combinedMistakes } from './combinedMistakes.ts';
import { dropoutMistakes } from './dropoutMistakes.ts';
import { normalizedAffineMistake, normalizedMistake } from './normalizedMistakes.ts';
import { reducedMistakes } from './reducedMistakes.ts';
import { resizedMistakes } from './resizedMistakes.ts';
import { wrappedMistakes } from './wrappedMistakes.ts';

// What a layer after the call made of its output.

function* activated({ call, actual }: DiagnosisTarget): Iterable<Hypothesis> {
  // A constant is no function of the right output; all zeros are named before.
  const [first = 0] = actual.data;
  if (first !== 0 && actual.data.length > 1 && actual.data.every((value) => value === first)) return;
  for (const activation of activations) yield activatedCall(call, activation);
}

function activatedCall(call: Call, activation: FollowingActivation): Hypothesis {
  return {
    ...activationAfter(call, activation),
    following: (before, _, roundoff) => applied(before, activation, roundoff),
  };
}

/** Returns the hypothesis that an activation was applied to the sums, and the bias added afterwards. */
function activatedBeforeBias(call: Call, activation: FollowingActivation): Hypothesis {
  const sums: Call = { ...call, bias: null };
  return {
    detail: activation.detail,
    call: sums,
    following: (before, channel, roundoff) => {
      const { value, bound } = applied(before, activation, roundoff);
      const bias = call.bias?.data[channel] ?? 0;
      return { value: value + bias, bound: bound + 2 * roundoff * (Math.abs(value) + Math.abs(bias)) };
    },
    words: { what: 'before the bias', yours: activation.detail, required: 'nothing' },
    code: unfoldCode(` y = Y.reshape(N, Cout, Ho, Wo)\n-${activation.code}\n ${biasLine}`),
  };
}

function activationAfter(
  call: Call,
  { detail, code }: Pick<FollowingActivation, 'detail' | 'code'>,
): Omit<Hypothesis, 'following'> {
  return {
    detail,
    call,
    words: { what: 'after the layer', yours: detail, required: 'nothing' },
    code: afterwards(code),
  };
}

function* fittedActivations(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { call, actual, reference } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  for (const { activation, fitted } of foundActivations(target))
    yield { ...activatedCall(call, activation), fitted, ...sameAgain(activation) };
  const slopes = slopesOfChannels(target);
  if (slopes !== null) yield slopesAfter(call, slopes);
}

/** Returns the slope of every channel for its negative values, from the lowest one; null if they are all alike. */
function slopesOfChannels({
  actual,
  reference,
  geometry: { columns, cout },
}: DiagnosisTarget): readonly number[] | null {
  const lowest = new Array<number>(cout).fill(0);
  const places = new Array<number>(cout).fill(-1);
  for (let at = 0; at < reference.data.length; at++) {
    const right = reference.data[at] as number;
    if (right >= 0) continue;
    const channel = Math.floor(at / columns) % cout;
    if (right >= (lowest[channel] as number)) continue;
    lowest[channel] = right;
    places[channel] = at;
  }
  const slopes = places.map((at) =>
    at < 0 ? 1 : nearby((actual.data[at] as number) / (reference.data[at] as number), 1e-5),
  );
  return slopes.every(Number.isFinite) && new Set(slopes).size > 1 ? slopes : null;
}

/** Returns the hypothesis that a PReLU with a slope for every channel followed the call. */
function slopesAfter(call: Call, slopes: readonly number[]): Hypothesis {
  const shown = slopes.map(shortNumber);
  const detail = `PReLU with slopes ${shown.slice(0, 4).join(', ')}${shown.length > 4 ? ', …' : ''}`;
  return {
    ...activationAfter(call, { detail, code: `y = F.prelu(y, torch.tensor([${slopes.join(', ')}], dtype=y.dtype))` }),
    following: (before, channel, roundoff) => applied(before, leaky(slopes[channel] as number), roundoff),
    fitted: slopes.length,
    again: (other) => (other.geometry.cout === slopes.length ? slopesAfter(other.call, slopes) : null),
  };
}

/** Makes the same activation follow another call. */
const sameAgain = (activation: FollowingActivation): Pick<Hypothesis, 'again'> => ({
  again: (other) => ({ ...activatedCall(other.call, activation), ...sameAgain(activation) }),
});

export const followingMistakes: readonly Mistake[] = [
  ...reducedMistakes,
  ...resizedMistakes,
  ...combinedMistakes,
  ...dropoutMistakes,
  ...wrappedMistakes,
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
  {
    id: 'activation-before-bias',
    title: 'An activation was applied before the bias',
    means: 'act(Σ w·x) + b',
    place: 'output',
    known: [],
    fix: 'Add the bias to the sum first, and apply the activation to both: act(Σ w·x + b). The layer itself has no activation.',
    code: null,
    general: true,
    alone: true,
    *hypotheses({ call }) {
      if (call.bias === null) return;
      for (const activation of activations) yield activatedBeforeBias(call, activation);
    },
  },
  // One number of the output explains it, in place of two for every channel.
  {
    id: 'activation-fitted-after',
    title: 'An activation with numbers of its own was applied to the output',
    means: 'clamp, PReLU, ELU, softplus or a threshold with other numbers',
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
  normalizedMistake,
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
      const base = elementwiseBase(target, null);
      // The same numbers for all channels are more telling than a pair for each.
      for (const scope of ['all', 'channel'] as const) yield* affineHypotheses(target, { base, after: null, scope });
    },
  },
  {
    id: 'activation-scaled-after',
    title: 'An activation was applied to the output, then a factor and an offset',
    means: 'act(y)·scale + shift, as (tanh + 1)/2',
    place: 'output',
    known: [],
    fix: 'Compare the output before the activation: take it from the layer itself, or apply the same to the reference.',
    code: null,
    fromOutput: true,
    measures: true,
    general: true,
    alone: true,
    alternatives: () => activations.length,
    *hypotheses(target) {
      for (const activation of activations) {
        const base = elementwiseBase(target, activation);
        yield* affineHypotheses(target, { base, after: null, scope: 'all' });
      }
    },
  },
  {
    id: 'affine-activation-after',
    title: 'The output was scaled and shifted, and an activation applied',
    means: 'act(y·scale[c] + shift[c]), as by a batch norm with an activation',
    place: 'output',
    known: [],
    fix: 'Compare the output before the batch norm and the activation, or apply both to the reference.',
    code: null,
    fromOutput: true,
    measures: true,
    general: true,
    alone: true,
    alternatives: () => 2 * (activations.length + 1),
    *hypotheses(target) {
      const base = elementwiseBase(target, null);
      for (const scope of ['all', 'channel'] as const) {
        for (const after of activations) yield* affineHypotheses(target, { base, after, scope });
        yield* affineHypotheses(target, { base, after: 'own-slope', scope });
      }
    },
  },
  normalizedAffineMistake,
  ...cellMistakes,
];
