import { isSameShape, type Tensor } from '../../core/tensor.ts';
import { looksLike } from '../mistakes/looksLike.ts';
import { channelsLastSource } from '../model/arrangements.ts';
import { predict } from './evaluate.ts';
import type { Hypothesis } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { sameVariant } from './appliedTo.ts';
import type { Match } from './findMistakes.ts';

/** A target whose output is in the layout of the call, and the way back to the given layout. */
interface WithoutLayout {
  readonly target: DiagnosisTarget;
  /** Returns a match of the target as a match of the output as it was given. */
  readonly redo: (match: Match) => Match;
}

/**
 * If an output's shape shows that its channels come last, and if that is not all that is wrong, returns the target with
 * the channels in their place, so that channels-last and another mistake count as one mistake. Returns null otherwise.
 */
export function withoutLayout(target: DiagnosisTarget): WithoutLayout | null {
  const { geometry, actual } = target;
  const { outputShape, cout } = geometry;
  const { shape } = actual;
  if (shape.length !== outputShape.length || isSameShape(shape, outputShape)) return null;
  if (shape.at(-1) !== cout || shape.at(-3) === cout) return null;
  if (geometry.batched && shape[0] !== outputShape[0]) return null;
  const [height = 0, width = 0] = shape.slice(-3);
  const first = [...shape.slice(0, -3), cout, height, width];
  const source = channelsLastSource(first);
  // The right values in that layout are a mistake of their own.
  if (isSameShape(first, outputShape) && looksLike({ source }, target)) return null;
  const data = actual.data.slice();
  for (let at = 0; at < data.length; at++) data[source(at)] = actual.data[at] as number;
  const undone = { ...target, actual: { ...actual, shape: first, data } as Tensor };
  return { target: undone, redo: channelsLast };
}

const words = 'the output is (N, Ho, Wo, Cout)';

/** Returns a match whose output has its channels last. */
function channelsLast(match: Match): Match {
  const { mistakes, detail, hypothesis } = match;
  const last = mistakes.at(-1);
  const redone = last === undefined ? null : lastChannels(hypothesis, last);
  if (redone === null) return match;
  return { ...match, detail: detail === '' ? words : `${detail}, and ${words}`, hypothesis: redone };
}

/** Returns a hypothesis whose output has its channels last; null if its call is not legal. */
function lastChannels(hypothesis: Hypothesis, mistake: Mistake): Hypothesis | null {
  const prediction = predict(hypothesis);
  if (prediction === null) return null;
  const { shape } = prediction;
  const { arranged } = hypothesis;
  const [c = 1, h = 1, w = 1] = shape.slice(-3);
  const toFirst = channelsLastSource(shape);
  return {
    ...hypothesis,
    arranged: {
      shape: [...shape.slice(0, -3), h, w, c],
      source: (at) => (arranged === undefined ? toFirst(at) : arranged.source(toFirst(at))),
    },
    again: (other) => {
      const made = sameVariant(mistake, hypothesis, other);
      return made && lastChannels(made, mistake);
    },
  };
}
