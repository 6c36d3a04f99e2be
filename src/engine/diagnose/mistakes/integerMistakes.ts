import type { Call } from '../../core/call.ts';
import type { Tensor } from '../../core/tensor.ts';
import { mappedLater } from '../model/edits.ts';
import type { Following, Hypothesis } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { afterwards, beforehand } from './code.ts';

// Mistakes that lose the fractions of numbers.

/** Cuts a predicted value; it may be the next integer if rounding can carry it over. */
const cutBy =
  (cut: (value: number) => number): Following =>
  ({ value, bound }) => ({ value: cut(value), bound: Math.abs(cut(value + bound) - cut(value - bound)) });

/** Returns a tensor with its numbers cut towards 0; null if they are integers already. */
function cutTensor(tensor: Tensor): Tensor | null {
  if (tensor.data.every((value) => Number.isInteger(value) || !Number.isFinite(value))) return null;
  return mappedLater(tensor, (value) => Math.trunc(value));
}

function* integers({ call, actual }: DiagnosisTarget): Iterable<Hypothesis> {
  const input = cutTensor(call.input);
  const weight = cutTensor(call.weight);
  const cut = (detail: string, change: Partial<Call>, code: string): Hypothesis => ({
    detail,
    call: { ...call, ...change },
    words: { what: 'integers', yours: detail, required: 'none' },
    code: beforehand(code),
  });
  if (input !== null) yield cut('the input', { input }, 'x = x.trunc()');
  if (weight !== null) yield cut('the weight', { weight }, 'w = w.trunc()');
  if (input !== null && weight !== null)
    yield cut('the input and the weight', { input, weight }, 'x, w = x.trunc(), w.trunc()');
  if (!actual.data.every((value) => Number.isInteger(value))) return;
  for (const [detail, following, code] of [
    ['the output, towards 0', cutBy(Math.trunc), 'y = y.trunc()'],
    ['the output, downwards', cutBy(Math.floor), 'y = y.floor()'],
  ] as const) {
    yield {
      detail,
      call,
      following,
      words: { what: 'integers', yours: detail, required: 'none' },
      code: afterwards(code),
    };
  }
}

export const integerMistakes: readonly Mistake[] = [
  {
    id: 'cut-to-integers',
    title: 'Numbers were cut to integers',
    means: 'the fractions are lost',
    place: 'input',
    known: [],
    fix: 'Keep the numbers in floating point: a cast to an integer type, or an integer division, drops their fractions.',
    code: null,
    alone: true,
    hypotheses: integers,
  },
];
