import assert from 'node:assert/strict';
import fc from 'fast-check';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { type Call, defaultParams, shapeOf } from '../../../src/engine/core/call.ts';
import { type Reference, runReference } from '../../../src/engine/reference/reference.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { definedSums } from '../definedSums.ts';
import { smallCalls } from '../smallCalls.ts';

function referenceOf(call: Call): Reference {
  const accepted = validateCall(shapeOf(call));
  assert.ok(accepted.ok);
  return finish(runReference(call, accepted.value));
}

describe('runReference', () => {
  it('gives the defined sum, the sum of magnitudes and the number of terms of every element', () => {
    fc.assert(
      fc.property(smallCalls('integers'), ({ call, geometry }) => {
        const { reference, magnitude, termCount } = referenceOf(call);
        const { y, magnitude: s, terms } = definedSums(call, geometry);
        assert.deepEqual(reference.shape, geometry.outputShape);
        assert.deepEqual(
          [...reference.data].map((value) => value + 0),
          y.map((value) => value + 0),
        );
        assert.deepEqual([...magnitude], s);
        assert.deepEqual(
          terms.map((_, o) => termCount[o % geometry.columns]),
          terms,
        );
      }),
      { numRuns: 400 },
    );
  });

  it('sums in float64 where the call is float32', () => {
    const { reference } = referenceOf({
      dtype: 'float32',
      input: tensorOf('float32', [3, 1, 1], [1, 2 ** -24, 2 ** -24]),
      weight: tensorOf('float32', [3, 1, 1, 1], [1, 1, 1]),
      bias: null,
      params: defaultParams,
    });
    assert.deepEqual([...reference.data], [1 + 2 ** -23]);
  });
});
