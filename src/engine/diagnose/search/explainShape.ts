import { type Shape, shapeText } from '../../core/tensor.ts';
import type { Match, MistakeOutcome } from './findMistakes.ts';

/** The mistakes that explain an output, and the others that were tried. */
interface FoundMistakes {
  readonly matches: readonly Match[];
  readonly tried: readonly MistakeOutcome[];
}

/**
 * Says in a sentence how an output's shape differs from the call's. If no match explains the output, names the mistakes
 * that give the shape, but not the values.
 */
export function explainShape(expected: Shape, actual: Shape, found: FoundMistakes): string {
  const difference = sizesThatDiffer(actual, expected);
  const which = difference === '' ? '' : ` (${difference})`;
  const both = `The output’s shape is ${shapeText(actual)}, but the call gives ${shapeText(expected)}${which}`;
  const causes = shapeCauses(found);
  return causes === null ? `${both}.` : `${both}. ${causes}`;
}

/**
 * Names the mistakes that give the shape of an output, but not its values; null if a match explains the output. Mistakes
 * whose numbers are chosen to fit the output are left out: they give almost any shape.
 */
export function shapeCauses({ matches, tried }: FoundMistakes): string | null {
  if (matches.length > 0) return null;
  const makers = tried.flatMap(({ mistake, outcome }) =>
    outcome.kind === 'values' && mistake.fromOutput !== true ? [`“${mistake.title}”`] : [],
  );
  if (makers.length === 0) return 'No single known mistake gives this shape.';
  const causes = makers.join(', ');
  return makers.length === 1
    ? `One known mistake gives this shape, but other values: ${causes}.`
    : `These known mistakes give this shape, but other values: ${causes}.`;
}

function sizesThatDiffer(actual: Shape, expected: Shape): string {
  if (actual.length !== expected.length)
    return `${actual.length} ${actual.length === 1 ? 'axis' : 'axes'} instead of ${expected.length}`;
  const names = ['Wo', 'Ho', 'Cout', 'N'];
  return expected
    .flatMap((size, axis) => {
      const name = names[expected.length - 1 - axis] ?? `axis ${axis}`;
      return size === actual[axis] ? [] : [`${name} = ${actual[axis]} instead of ${size}`];
    })
    .join(', ');
}
