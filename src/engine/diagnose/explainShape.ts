import { tuple } from '../accept/check.ts';
import type { Call } from '../call.ts';
import type { Geometry } from '../geometry.ts';
import { isSameShape, type Shape, zeros } from '../tensor.ts';
import { catalogue } from './catalogue.ts';
import { predict } from './evaluate.ts';

/**
 * How an output's shape can have come about that is not the call's, in a sentence: by the mistakes that make
 * this shape, whatever the numbers say. null where it is the call's.
 */
export function explainShape(call: Call, geometry: Geometry, actual: Shape): string | null {
  const expected = geometry.outputShape;
  if (isSameShape(actual, expected)) return null;
  const makers = catalogue.filter((mistake) => {
    const of = { call, geometry, actual: zeros(call.dtype, [0]), reference: none };
    for (const hypothesis of mistake.hypotheses(of)) {
      const shape = hypothesis.arranged?.shape ?? predict(hypothesis)?.geometry.outputShape;
      if (shape !== undefined && isSameShape(shape, actual)) return true;
    }
    return false;
  });
  const both = `The output has the shape ${tuple(actual)}, and the call makes ${tuple(expected)}`;
  const difference = sizesThatDiffer(actual, expected);
  const which = difference === '' ? '' : ` (${difference})`;
  if (makers.length === 0) return `${both}${which}; no known mistake makes that shape.`;
  const causes = makers.map(({ id }) => id).join(', ');
  return `${both}${which}: what you get with ${causes}.`;
}

const none = { dtype: 'float64', shape: [0], data: new Float64Array(0) } as const;

function sizesThatDiffer(actual: Shape, expected: Shape): string {
  if (actual.length !== expected.length)
    return `${actual.length} axes instead of ${expected.length}`;
  const names = ['Wo', 'Ho', 'Cout', 'N'];
  return expected
    .flatMap((size, axis) => {
      const name = names[expected.length - 1 - axis] ?? `axis ${axis}`;
      return size === actual[axis] ? [] : [`${name} = ${actual[axis]} instead of ${size}`];
    })
    .join(', ');
}
