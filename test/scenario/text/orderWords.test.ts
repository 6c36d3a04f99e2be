import assert from 'node:assert/strict';
import type { FormulationId } from '../../../src/engine/provenance/formulation.ts';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { type Call, defaultParams, shapeOf } from '../../../src/engine/core/call.ts';
import { compareOrders } from '../../../src/engine/orders/compareOrders.ts';
import type { OrderId } from '../../../src/engine/orders/order.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { orderWords } from '../../../src/scenario/text/orderWords.ts';

/**
 * Compares two orders on the last element of a row of ones under a kernel row. Fold takes the taps as given, the others
 * in reverse.
 */
function words(
  kernel: readonly number[],
  orders: readonly [FormulationId, OrderId],
  more: { readonly bias?: number; readonly stride?: number; readonly x?: number } = {},
): string {
  const k = kernel.length;
  const call: Call = {
    dtype: 'float32',
    input: tensorOf(
      'float32',
      [1, 1, 1, k],
      kernel.map(() => 1),
    ),
    weight: tensorOf('float32', [1, 1, 1, k], kernel),
    bias: more.bias === undefined ? null : tensorOf('float32', [1], [more.bias]),
    params: { ...defaultParams, stride: [1, more.stride ?? 1] },
  };
  const accepted = validateCall(shapeOf(call));
  assert.ok(accepted.ok);
  const element = { n: 0, c: 0, y: 0, x: more.x ?? k - 1 };
  return orderWords(compareOrders(call, accepted.value, element, orders));
}

const big = 2 ** 24;

describe('the words about two orders of summation', () => {
  it('name the position where the orders diverge, the reason, and the effect', () => {
    // 2²⁴, 2²⁴, 0, 1 against 1, 1 − 2²⁴, 2 − 2²⁴, 2; an ulp of 2 is 2⁻²².
    assert.match(
      words([big, 1, -big, 1], ['matmul-fold', 'sub-pixel']),
      /^The two orders differ from the first term on\. The results are 1 apart: 4\.19e6 ulp\.$/,
    );
    assert.equal(
      words([1, 1, 1, 1, 1, 1, 1, big], ['sub-pixel', 'pairwise']),
      'The two orders differ from position 3 on: both have added the same terms, and round them differently. The results are 6 apart: 3.0 ulp.',
    );
  });

  it('say that the order is the same, with or without zeros', () => {
    assert.equal(words([1, 2], ['naive', 'transposed-matrix']), 'Same order: no difference.');
    assert.equal(
      words([1, 2, 3, 4], ['unfold-matmul', 'sub-pixel'], { stride: 2, x: 4 }),
      'Same order: no difference. The 2 structural zeros that unfold + matmul adds between the terms change no sum.',
    );
  });

  it('say that different orders may give the same sums', () => {
    assert.equal(
      words([2, 2], ['matmul-fold', 'sub-pixel']),
      'matmul + fold and sub-pixel phases are different orders, but all their partial sums have the same bits. The results have the same bits.',
    );
  });

  it('say which order starts from the bias', () => {
    assert.match(
      words([1, 2], ['sub-pixel', 'naive'], { bias: 4 }),
      /^The two orders differ from the first term on: naive scatter starts from the bias\. The results have the same bits\.$/,
    );
  });

  it('say that a structural zero made a NaN', () => {
    assert.match(
      words([Infinity, 3, 1], ['unfold-matmul', 'sub-pixel'], { stride: 2, x: 1 }),
      /a structural zero of unfold \+ matmul meets a factor that is not finite\. The results differ\.$/,
    );
  });

  it('give no order for winograd', () => {
    const [own, other] = [
      { order: 'naive', value: 1 },
      { order: 'winograd', value: 1.5 },
    ] as const;
    assert.match(
      orderWords({ kind: 'values', own, other, exact: 1, ulp: 2 ** -23 }),
      /^Winograd tiles add up other products, .* only the results can be compared\. The results are 0\.5 apart: 4\.19e6 ulp\.$/,
    );
  });
});
