import { sizeTuple } from '../../validation/words.ts';
import type { Shape } from '../../core/tensor.ts';
import type { MistakeOutcome } from './findMistakes.ts';

/**
 * How an output's shape can have come about that is not the call's, in a sentence: by the mistakes that make
 * this shape, whatever the numbers say.
 */
export function explainShape(expected: Shape, actual: Shape, tried: readonly MistakeOutcome[]): string {
  const makers = tried.filter(({ outcome: { kind } }) => kind === 'match' || kind === 'values');
  const both = `The output has the shape ${sizeTuple(actual)}, and the call makes ${sizeTuple(expected)}`;
  const difference = sizesThatDiffer(actual, expected);
  const which = difference === '' ? '' : ` (${difference})`;
  if (makers.length === 0) return `${both}${which}; no known mistake makes that shape.`;
  const causes = makers.map(({ mistake: { id } }) => id).join(', ');
  return `${both}${which}: what you get with ${causes}.`;
}

function sizesThatDiffer(actual: Shape, expected: Shape): string {
  if (actual.length !== expected.length) return `${actual.length} axes instead of ${expected.length}`;
  const names = ['Wo', 'Ho', 'Cout', 'N'];
  return expected
    .flatMap((size, axis) => {
      const name = names[expected.length - 1 - axis] ?? `axis ${axis}`;
      return size === actual[axis] ? [] : [`${name} = ${actual[axis]} instead of ${size}`];
    })
    .join(', ');
}
