import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Call, shapeOf } from '../../../src/engine/core/call.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import type { Geometry } from '../../../src/engine/geometry/geometry.ts';
import {
  besideInput,
  besideLanding,
  cursorOnInput,
  cursorOver,
  inputUnder,
  landingsOf,
  stampOf,
} from '../../../src/engine/provenance/stamp.ts';
import { stampProducts } from '../../../src/engine/trace/stampProducts.ts';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';

interface Params {
  readonly stride?: number;
  readonly padding?: number;
  readonly dilation?: number;
  readonly groups?: number;
}

/** A call 2→2 of an input of 3 × 3 and a kernel of 3 × 3 with the values 1, 2, 3, … */
function callOf({ stride = 2, padding = 1, dilation = 1, groups = 1 }: Params): { call: Call; geometry: Geometry } {
  const counted = (shape: readonly number[]) =>
    tensorOf(
      'float32',
      shape,
      Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i + 1),
    );
  const call: Call = {
    dtype: 'float32',
    input: counted([1, 2, 3, 3]),
    weight: counted([2, 2 / groups, 3, 3]),
    bias: null,
    params: {
      stride: [stride, stride],
      padding: [padding, padding],
      outputPadding: [0, 0],
      dilation: [dilation, dilation],
      groups,
    },
  };
  const accepted = validateCall(shapeOf(call));
  assert.ok(accepted.ok);
  return { call, geometry: accepted.value };
}

const terms = formulationOf('naive');

describe('the stamp of an input element', () => {
  it('lands at i·s − p + k·d, without what padding crops', () => {
    const { geometry } = callOf({});
    const corner = stampOf(geometry, { n: 0, c: 0, y: 0, x: 0 }, 1);
    // 0 · 2 − 1 + k for k = 0, 1, 2 is −1, 0, 1: the first row and column are cropped.
    assert.deepEqual(
      landingsOf(geometry, corner).map(({ c, y, x }) => [c, y, x]),
      [
        [1, 0, 0],
        [1, 0, 1],
        [1, 1, 0],
        [1, 1, 1],
      ],
    );
    const middle = stampOf(geometry, { n: 0, c: 0, y: 1, x: 1 }, 0);
    assert.equal(landingsOf(geometry, middle).length, 9);
  });

  it('has the products of the element with its kernel, cropped ones included', () => {
    const { call, geometry } = callOf({});
    // x[0, 1, 0, 0] = 10; w[1, 0] is 19 … 27.
    const { value, rows } = stampProducts(call, geometry, stampOf(geometry, { n: 0, c: 1, y: 0, x: 0 }, 0));
    assert.equal(value, 10);
    assert.deepEqual(
      rows.map((row) => row.map(({ product }) => product)),
      [
        [190, 200, 210],
        [220, 230, 240],
        [250, 260, 270],
      ],
    );
    assert.deepEqual(
      rows.map((row) => row.map(({ output }) => (output === null ? null : [output.y, output.x]))),
      [
        [null, null, null],
        [null, [0, 0], [0, 1]],
        [null, [1, 0], [1, 1]],
      ],
    );
  });

  it('is moved over the input row by row at the same tap, through all channels of the group', () => {
    const { geometry } = callOf({});
    const start = cursorOnInput(terms, geometry, { n: 0, c: 0, y: 0, x: 0 }, { n: 0, c: 0, y: 2, x: 2, term: 0 });
    assert.ok(start !== null);
    const seen = [];
    for (let at: typeof start | null = start; at !== null; at = besideInput(terms, geometry, at, 1)) {
      const { c, y, x } = inputUnder(terms, geometry, at) ?? assert.fail('no input');
      seen.push(`${c} ${y} ${x}`);
    }
    assert.equal(seen.length, 18);
    assert.deepEqual(seen.slice(2, 4), ['0 0 2', '0 1 0']);
    assert.deepEqual(seen.slice(8, 10), ['0 2 2', '1 0 0']);
    assert.equal(besideInput(terms, geometry, start, -1), null);
  });

  it('is walked product by product', () => {
    const { geometry } = callOf({});
    let at = cursorOver(terms, geometry, { n: 0, c: 0, y: 1, x: 1 }, { c: 0, y: 1, x: 1 });
    const places = [];
    while (at !== null) {
      places.push([at.y, at.x]);
      at = besideLanding(terms, geometry, at, 1);
    }
    // From 1 · 2 − 1 = 1 to 3 on both axes.
    assert.deepEqual(places[0], [1, 1]);
    assert.deepEqual(places[8], [3, 3]);
    assert.equal(places.length, 9);
  });

  it('always has the cursor on a term that reads its element, whatever the call', () => {
    const params = fc.record({
      stride: fc.integer({ min: 1, max: 4 }),
      padding: fc.integer({ min: 0, max: 2 }),
      dilation: fc.integer({ min: 1, max: 3 }),
      groups: fc.constantFrom(1, 2),
    });
    const place = fc.record({
      c: fc.constantFrom(0, 1),
      y: fc.integer({ min: 0, max: 2 }),
      x: fc.integer({ min: 0, max: 2 }),
    });
    for (const id of ['naive', 'matmul-fold'] as const) {
      const formulation = formulationOf(id);
      fc.assert(
        fc.property(params, place, (call, { c, y, x }) => {
          const { geometry } = callOf(call);
          const input = { n: 0, c, y, x };
          const found = cursorOnInput(formulation, geometry, input, { n: 0, c: 0, y: 0, x: 0, term: 0 });
          const stamp = stampOf(geometry, input, 0);
          if (found === null) {
            assert.equal(landingsOf(geometry, stamp).length, 0);
            return;
          }
          assert.deepEqual(inputUnder(formulation, geometry, found), input);
          for (const landing of landingsOf(geometry, stampOf(geometry, input, found.c))) {
            const over = cursorOver(formulation, geometry, input, landing) ?? assert.fail('no term');
            assert.deepEqual(inputUnder(formulation, geometry, over), input);
          }
        }),
      );
    }
  });
});
