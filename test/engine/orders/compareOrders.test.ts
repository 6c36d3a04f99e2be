import assert from 'node:assert/strict';
import fc from 'fast-check';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { type Call, defaultParams, shapeOf } from '../../../src/engine/core/call.ts';
import type { FormulationId } from '../../../src/engine/provenance/formulation.ts';
import type { Geometry } from '../../../src/engine/geometry/geometry.ts';
import { type ComparedSums, compareOrders, type OrderComparison } from '../../../src/engine/orders/compareOrders.ts';
import { type OrderId, ordersBeside } from '../../../src/engine/orders/order.ts';
import { profileOf } from '../../../src/engine/precision/profiles.ts';
import { type DType, tensorOf } from '../../../src/engine/core/tensor.ts';
import { elements } from '../definition.ts';
import { callsFor, smallCalls } from '../smallCalls.ts';

const origin = { n: 0, c: 0, y: 0, x: 0 };

function accepted(call: Call): Geometry {
  const result = validateCall(shapeOf(call));
  assert.ok(result.ok);
  return result.value;
}

/** Of the element Σ products + bias: as many input channels as products, each times 1. */
function dot(
  products: readonly number[],
  orders: readonly [FormulationId, OrderId],
  { bias, dtype = 'float32' }: { readonly bias?: number; readonly dtype?: DType } = {},
): ComparedSums {
  const count = products.length;
  const call: Call = {
    dtype,
    input: tensorOf(dtype, [1, count, 1, 1], products),
    weight: tensorOf(
      dtype,
      [count, 1, 1, 1],
      products.map(() => 1),
    ),
    bias: bias === undefined ? null : tensorOf(dtype, [1], [bias]),
    params: defaultParams,
  };
  return sums(compareOrders(call, accepted(call), origin, orders));
}

/** As {@link dot}, the products as the taps of one kernel, as they are stored: fold takes them so, sub-pixel backwards. */
function taps(products: readonly number[], orders: readonly [FormulationId, OrderId]): ComparedSums {
  const k = products.length;
  const call: Call = {
    dtype: 'float32',
    input: tensorOf(
      'float32',
      [1, 1, 1, k],
      products.map(() => 1),
    ),
    weight: tensorOf('float32', [1, 1, 1, k], products),
    bias: null,
    params: defaultParams,
  };
  return sums(compareOrders(call, accepted(call), { ...origin, x: k - 1 }, orders));
}

function sums(comparison: OrderComparison): ComparedSums {
  assert.ok(comparison.kind === 'sums');
  return comparison;
}

const big = 2 ** 24;

describe('two orders of summation beside each other', () => {
  it('part where a lane has added up what one accumulator has lost', () => {
    // One accumulator: 2²⁴ + 1 is a tie and stays 2²⁴, for ever. Eight lanes: after the fourth term
    // (2²⁴ + 1) + (1 + 1) = 2²⁴ + 2, to which the fifth adds 1 (a tie that goes to 2²⁴ + 4), the sixth
    // 1 + 1, the seventh 3 (a tie: 2²⁴ + 4), and the eighth 4.
    const found = dot([big, 1, 1, 1, 1, 1, 1, 1], ['sub-pixel', 'pairwise']);
    assert.equal(found.termsPart, null);
    assert.equal(found.sumsPart, 3);
    assert.equal(found.isSame, false);
    assert.deepEqual([...found.own.partial], new Array(8).fill(big));
    assert.deepEqual(
      [...found.other.partial].map((sum) => sum - big),
      [0, 0, 0, 2, 4, 4, 4, 6],
    );
    assert.deepEqual([...found.own.error], [0, -1, -2, -3, -4, -5, -6, -7]);
    assert.deepEqual([...found.other.error], [0, -1, -2, -1, 0, -1, -2, -1]);
    assert.deepEqual([found.exact, found.ulp], [big + 7, 2]);
    // γ₈ Σ|w||x| = 8·2⁻²⁴ / (1 − 8·2⁻²⁴) · (2²⁴ + 7), a little above 8.
    assert.ok((found.own.bound[7] ?? 0) > 8 && (found.own.bound[7] ?? 9) < 8.0001);
  });

  it('part at the first term that another order takes', () => {
    // 2²⁴ + 1 − 2²⁴ + 1 by hand: forwards 2²⁴, 2²⁴, 0, 1; as fold takes the taps of a row, backwards.
    const found = taps([big, 1, -big, 1], ['matmul-fold', 'sub-pixel']);
    assert.deepEqual([found.termsPart, found.sumsPart], [0, 0]);
    assert.deepEqual([...found.own.partial], [big, big, 0, 1]);
    assert.deepEqual([...found.other.partial], [1, 1 - big, 2 - big, 2]);
    assert.deepEqual([found.own.value, found.other.value, found.exact], [1, 2, 2]);
    assert.deepEqual([...found.other.error], [0, 0, 0, 0]);
  });

  it('take the small ones first where they are asked to', () => {
    const found = dot([1, big, -0.25, 1], ['naive', 'smallest-first']);
    assert.deepEqual([...found.other.terms], [2, 0, 3, 1]);
    assert.deepEqual([...found.other.partial], [-0.25, 0.75, 1.75, big + 2]);
    assert.deepEqual([found.own.value, found.other.value], [big, big + 2]);
  });

  it('are the same order where one only has structural zeros more', () => {
    fc.assert(
      fc.property(smallCalls('floats'), ({ call, geometry }) => {
        for (const element of elements(geometry)) {
          const found = sums(compareOrders(call, geometry, element, ['unfold-matmul', 'sub-pixel']));
          assert.ok(found.isSame);
          assert.deepEqual([found.termsPart, found.sumsPart], [null, null]);
          assert.equal(found.own.zeros, geometry.rows - found.count);
          assert.equal(found.other.zeros, 0);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are not where such a zero meets an infinite weight', () => {
    // Output 1 of x = [1, 1] with stride 2: 1·w₁, and two inserted zeros on w₀ = ∞ and w₂.
    const call: Call = {
      dtype: 'float32',
      input: tensorOf('float32', [1, 1, 1, 2], [1, 1]),
      weight: tensorOf('float32', [1, 1, 1, 3], [Infinity, 3, 1]),
      bias: null,
      params: { ...defaultParams, stride: [1, 2] },
    };
    const element = { ...origin, x: 1 };
    const found = sums(compareOrders(call, accepted(call), element, ['unfold-matmul', 'sub-pixel']));
    assert.deepEqual([found.count, found.termsPart, found.sumsPart], [1, null, 0]);
    assert.equal(found.isSame, false);
    assert.deepEqual([found.own.value, found.other.value, found.exact], [NaN, 3, 3]);
  });

  it('part at the start where one begins with the bias', () => {
    const found = dot([1, 2], ['naive', 'sub-pixel'], { bias: 4 });
    assert.deepEqual([found.own.start, found.other.start], [4, 0]);
    assert.deepEqual([found.own.biasAtEnd, found.other.biasAtEnd], [null, 4]);
    assert.deepEqual([found.termsPart, found.sumsPart, found.isSame], [null, 0, false]);
    assert.deepEqual([found.own.value, found.other.value, found.exact], [7, 7, 7]);
    assert.ok(dot([1, 2], ['naive', 'sub-pixel']).isSame);
  });

  it('count in float64 as well, where the error takes more than a float64 sum to see', () => {
    // 1 + 2⁻⁵³ is a tie and stays 1; the small ones first make 2⁻⁵² of them.
    const found = dot([1, 2 ** -53, 2 ** -53], ['naive', 'reversed'], { dtype: 'float64' });
    assert.deepEqual([...found.own.error], [0, -(2 ** -53), -(2 ** -52)]);
    assert.deepEqual([...found.other.error], [0, 0, 0]);
    assert.deepEqual([found.ulp, found.other.value - found.own.value], [2 ** -52, 2 ** -52]);
  });

  it('have values only where winograd is one of them', () => {
    fc.assert(
      fc.property(callsFor('winograd', 'integers'), ({ call, geometry }) => {
        assert.ok(ordersBeside('naive', geometry, profileOf('float32')).includes('winograd'));
        for (const element of elements(geometry)) {
          for (const orders of [
            ['winograd', 'pairwise'],
            ['naive', 'winograd'],
          ] as const) {
            const found = compareOrders(call, geometry, element, orders);
            assert.equal(found.kind, 'values');
            assert.ok(!('sumsPart' in found));
            assert.deepEqual([found.own.value, found.other.value], [found.exact, found.exact]);
          }
        }
      }),
      { numRuns: 10 },
    );
  });

  it('are offered where they serve the call', () => {
    fc.assert(
      fc.property(smallCalls('integers'), ({ geometry }) => {
        const offered = ordersBeside('sub-pixel', geometry, profileOf('float32'));
        assert.ok(!offered.includes('sub-pixel') && offered.includes('pairwise'));
        const { h, w } = geometry;
        if (h.kernelSize === 1 && w.kernelSize === 1) assert.ok(!offered.includes('winograd'));
      }),
      { numRuns: 40 },
    );
  });

  it('round sums and results as an emulated call does, and are bounded by that', () => {
    // float16 has 11 bits: 2048 + 1 is a tie and stays 2048; the small ones first make 2050 of it.
    const call: Call = {
      dtype: 'float32',
      emulated: { sums: 'float16', stored: 'float16' },
      input: tensorOf('float32', [1, 3, 1, 1], [2048, 1, 1]),
      weight: tensorOf('float32', [3, 1, 1, 1], [1, 1, 1]),
      bias: null,
      params: defaultParams,
    };
    const found = sums(compareOrders(call, accepted(call), origin, ['naive', 'reversed']));
    assert.deepEqual([...found.own.partial], [2048, 2048, 2048]);
    assert.deepEqual([...found.other.partial], [1, 2, 2050]);
    assert.deepEqual([...found.own.error], [0, -1, -2]);
    assert.deepEqual([found.exact, found.ulp], [2050, 2]);
    // γ_3 of 2⁻¹¹, which the error of 2 reaches most of: 3.0 of them for 2050.
    const gamma = (3 * 2 ** -11) / (1 - 3 * 2 ** -11);
    const bound = found.own.bound[2] as number;
    assert.ok(bound >= gamma * 2050 && bound < gamma * 2050 * 1.001, `${bound}`);

    // Summed in float32 but stored in bfloat16, of 8 bits: 257 is a tie and becomes 256.
    const stored: Call = {
      ...call,
      emulated: { sums: 'float32', stored: 'bfloat16' },
      input: tensorOf('float32', [1, 2, 1, 1], [256, 1]),
      weight: tensorOf('float32', [2, 1, 1, 1], [1, 1]),
    };
    const both = sums(compareOrders(stored, accepted(stored), origin, ['naive', 'pairwise']));
    assert.deepEqual([...both.own.partial], [256, 257]);
    assert.deepEqual([both.own.value, both.other.value, both.exact], [256, 256, 257]);
    assert.equal(both.ulp, 2);
  });

  it('leave out winograd where a precision is emulated, which it has none for', () => {
    const geometry = accepted({
      dtype: 'float32',
      input: tensorOf('float32', [1, 1, 2, 2], [1, 2, 3, 4]),
      weight: tensorOf(
        'float32',
        [1, 1, 3, 3],
        Array.from({ length: 9 }, () => 1),
      ),
      bias: null,
      params: defaultParams,
    });
    assert.ok(ordersBeside('naive', geometry, profileOf('float32')).includes('winograd'));
    assert.ok(!ordersBeside('naive', geometry, profileOf('bfloat16')).includes('winograd'));
  });
});
