import { type Shape, shapeText } from '../../core/tensor.ts';
import type { Match, MistakeOutcome } from './findMistakes.ts';

/**
 * Says in a sentence how an output's shape differs from the call's. If no match explains the output, names the mistakes
 * that give the shape, but not the values.
 */
export function explainShape(
  expected: Shape,
  actual: Shape,
  { matches, tried }: { readonly matches: readonly Match[]; readonly tried: readonly MistakeOutcome[] },
): string {
  const difference = sizesThatDiffer(actual, expected);
  const which = difference === '' ? '' : ` (${difference})`;
  const both = `The output’s shape is ${shapeText(actual)}, but the call gives ${shapeText(expected)}${which}`;
  if (matches.length > 0) return `${both}.`;
  const makers = tried.flatMap(({ mistake, outcome }) => (outcome.kind === 'values' ? [`“${mistake.title}”`] : []));
  if (makers.length === 0) return `${both}. No single known mistake gives this shape.`;
  const causes = makers.join(', ');
  return makers.length === 1
    ? `${both}. One known mistake gives this shape, but other values: ${causes}.`
    : `${both}. These known mistakes give this shape, but other values: ${causes}.`;
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
