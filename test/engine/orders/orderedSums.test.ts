import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { type Call, shapeOf } from '../../../src/engine/core/call.ts';
import { formulationIds } from '../../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import type { Geometry } from '../../../src/engine/geometry/geometry.ts';
import { termArrangements, type OrderId, orderIds } from '../../../src/engine/orders/order.ts';
import { type OrderedSums, orderedSumsOf } from '../../../src/engine/orders/orderedSums.ts';
import { outputOffset } from '../../../src/engine/provenance/offsets.ts';
import type { OutputIndex } from '../../../src/engine/provenance/provenance.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { type Shape, tensorOf } from '../../../src/engine/core/tensor.ts';
import { gatheredTaps } from '../../../src/engine/stages/realTaps.ts';
import { elements } from '../definition.ts';
import { callsFor, smallCalls } from '../smallCalls.ts';

interface Stored {
  readonly shape: Shape;
  readonly values: readonly number[];
}

/** What NumPy adds up. */
interface Expected {
  readonly terms: readonly (readonly number[])[];
  readonly partial: readonly number[];
  readonly error: readonly number[];
  readonly bound: readonly number[];
}

interface Case {
  readonly name: string;
  readonly x: Stored;
  readonly w: Stored;
  readonly bias: number | null;
  readonly stride: number;
  readonly padding: number;
  readonly element: readonly [c: number, y: number, x: number];
  readonly orders: Readonly<Partial<Record<OrderId, Expected>>>;
}

const fixture = new URL('../../fixtures/orders.json', import.meta.url);
const cases = JSON.parse(readFileSync(fixture, 'utf8')) as readonly Case[];
/** Formulations that take the definition's products in another's order. */
const likeSubPixel: readonly OrderId[] = ['unfold-matmul', 'sub-pixel', 'transposed-matrix'];

function callOf({ x, w, bias, stride, padding }: Case): { call: Call; geometry: Geometry } {
  const call: Call = {
    dtype: 'float32',
    input: tensorOf('float32', x.shape, x.values),
    weight: tensorOf('float32', w.shape, w.values),
    bias: bias === null ? null : tensorOf('float32', [w.shape[1] ?? 0], new Array<number>(w.shape[1] ?? 0).fill(bias)),
    params: {
      stride: [stride, stride],
      padding: [padding, padding],
      outputPadding: [0, 0],
      dilation: [1, 1],
      groups: 1,
    },
  };
  const accepted = validateCall(shapeOf(call));
  assert.ok(accepted.ok);
  return { call, geometry: accepted.value };
}

function sumsOf(call: Call, geometry: Geometry, at: OutputIndex, order: OrderId): OrderedSums {
  const sums = orderedSumsOf(call, geometry, at, order);
  assert.ok('partial' in sums, order);
  return sums;
}

describe('the partial sums of an order', () => {
  for (const one of cases) {
    for (const id of orderIds) {
      const expected = one.orders[likeSubPixel.includes(id) ? 'sub-pixel' : id];
      if (expected === undefined) continue;
      it(`are NumPy's, bit for bit, with the errors of exact fractions: ${id}, ${one.name}`, () => {
        const { call, geometry } = callOf(one);
        const [c, y, x] = one.element;
        const element = { n: 0, c, y, x };
        const { terms, partial, error, bound } = sumsOf(call, geometry, element, id);
        const keys = Array.from(terms, (term) => {
          const { weight } = gatheredTaps.termAt(geometry, element, term) as {
            weight: { cin: number; ky: number; kx: number };
          };
          return [weight.cin, weight.ky, weight.kx];
        });
        assert.deepEqual(keys, expected.terms);
        assert.deepEqual([...partial], expected.partial);
        expected.error.forEach((exact, k) => {
          const off = Math.abs((error[k] ?? NaN) - exact);
          assert.ok(off <= 2 ** -51 * Math.abs(exact), `${String(error[k])} is not ${exact}`);
        });
        expected.bound.forEach((size, k) => {
          const ratio = (bound[k] ?? NaN) / size;
          assert.ok(ratio >= 1 && ratio < 1 + 1e-7, String(ratio));
          assert.ok(Math.abs(error[k] ?? NaN) <= (bound[k] ?? NaN));
        });
      });
    }
  }

  for (const id of formulationIds) {
    it(`end in the very bits of the formulation's output: ${id}`, () => {
      fc.assert(
        fc.property(callsFor(id, 'anything'), ({ call, geometry }) => {
          const output = finish(formulationOf(id).run(call, geometry));
          for (const element of elements(geometry)) {
            const sums = orderedSumsOf(call, geometry, element, id);
            const actual = output.data[outputOffset(geometry, element)];
            assert.ok(Object.is(sums.value, actual), `${sums.value} is not ${String(actual)}`);
            if (!('partial' in sums)) {
              assert.equal(id, 'winograd');
              continue;
            }
            const sum = sums.partial.at(-1);
            if (sum === undefined) continue;
            const { biasAtEnd } = sums;
            const round = call.dtype === 'float32' ? Math.fround : (value: number) => value;
            assert.ok(Object.is(biasAtEnd === null ? sum : round(sum + biasAtEnd), actual));
          }
        }),
        { numRuns: 100 },
      );
    });
  }

  it('are of the same terms in every order, each once, and within their bounds', () => {
    const ids = [...formulationIds.filter((id) => id !== 'winograd'), ...termArrangements];
    fc.assert(
      fc.property(smallCalls('floats'), fc.constantFrom(...ids), ({ call, geometry }, id) => {
        for (const element of elements(geometry)) {
          const { terms, error, bound } = sumsOf(call, geometry, element, id);
          const count = gatheredTaps.termCount(geometry, element);
          assert.deepEqual(
            [...terms].sort((a, b) => a - b),
            [...Array(count).keys()],
          );
          error.forEach((value, k) => assert.ok(Math.abs(value) <= (bound[k] ?? NaN)));
        }
      }),
      { numRuns: 100 },
    );
  });
});
