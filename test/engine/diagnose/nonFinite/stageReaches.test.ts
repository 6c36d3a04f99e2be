import assert from 'node:assert/strict';
import fc from 'fast-check';
import { defaultParams, type Call } from '../../../../src/engine/core/call.ts';
import { sourceCursor } from '../../../../src/engine/diagnose/nonFinite/sourceCursor.ts';
import { formulatedReach } from '../../../../src/engine/diagnose/nonFinite/sourceReach.ts';
import type { NonFiniteElement } from '../../../../src/engine/diagnose/nonFinite/sources.ts';
import { type StageReach, stageReaches } from '../../../../src/engine/diagnose/nonFinite/stageReaches.ts';
import { formulationIds } from '../../../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../../../src/engine/formulations/formulations.ts';
import { reachedElements, reachCount } from '../../../../src/engine/provenance/reach.ts';
import { finish } from '../../../../src/engine/core/steps.ts';
import { tensorOf } from '../../../../src/engine/core/tensor.ts';
import { geometryOf } from '../../geometryOf.ts';
import { callsFor } from '../../smallCalls.ts';

/** x of 1 × 2 under a kernel of 1 × 3 with stride 2: x̂ is 0 0 x 0 x 0 0, U 3 × 5, y 1 × 5. */
const call: Call = {
  dtype: 'float32',
  input: tensorOf('float32', [1, 1, 2], [1, 1]),
  weight: tensorOf('float32', [1, 1, 1, 3], [1, Infinity, 1]),
  bias: null,
  params: { ...defaultParams, stride: [1, 2] },
};
const geometry = geometryOf(call);
const unfold = formulationOf('unfold-matmul');
const start = { n: 0, c: 0, y: 0, x: 0, term: 0 };

const counts = (stages: readonly StageReach[]) =>
  Object.fromEntries(stages.map(({ id, rows, columns, reachedCells }) => [id, [rows, columns, reachedCells]]));

describe('how far a source comes in each stage', () => {
  it('is counted for a weight, which the zeros of U bring to every output', () => {
    const source = { of: 'weight', index: [0, 0, 0, 1], value: Infinity } as const;
    const stages = finish(stageReaches(call, geometry, unfold, source, start));
    assert.deepEqual(counts(stages), {
      input: [1, 2, 0],
      padded: [1, 7, 0],
      unfolded: [3, 5, 0],
      weight: [1, 3, 1],
      rotated: [1, 3, 1],
      'kernel-matrix': [1, 3, 1],
      product: [1, 5, 5],
      output: [1, 5, 5],
    });
    const rotated = stages.find(({ id }) => id === 'rotated');
    assert.deepEqual([...(rotated?.picture.pixels ?? [])], [0, 1, 0]);
  });

  it('is counted for an input, which comes into three columns of U', () => {
    const source = { of: 'input', index: [0, 0, 1], value: NaN } as const;
    const stages = finish(stageReaches(call, geometry, unfold, source, start));
    const { padded, unfolded, weight, output } = counts(stages);
    assert.deepEqual(
      [padded, unfolded, weight, output],
      [
        [1, 7, 1],
        [3, 5, 3],
        [1, 3, 0],
        [1, 5, 3],
      ],
    );
    // x̂ has it in place 4, and row r of U begins in place r.
    const u = stages.find(({ id }) => id === 'unfolded')?.picture;
    assert.deepEqual([...(u?.pixels ?? [])], [0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0]);
    const row = stages.find(({ id }) => id === 'output')?.picture;
    assert.deepEqual([...(row?.pixels ?? [])], [0, 0, 1, 1, 1]);
  });

  it('keeps a single cell of a picture made small', () => {
    const wide: Call = { ...call, input: tensorOf('float32', [1, 1, 1000], new Float32Array(1000)) };
    const source = { of: 'input', index: [0, 0, 999], value: NaN } as const;
    const [input] = finish(stageReaches(wide, geometryOf(wide), unfold, source, start));
    assert.equal(input?.reachedCells, 1);
    assert.deepEqual([input.picture.rows, input.picture.columns], [1, 96]);
    assert.deepEqual([...input.picture.pixels].indexOf(1), 95);
  });
});

for (const id of formulationIds) {
  describe(`where the cursor sees a source in ${id}`, () => {
    const formulation = formulationOf(id);
    const drawn = fc.tuple(callsFor(id, 'integers'), fc.nat(), fc.nat());
    it('is an output element that it spoils, the present one if it is, on its own term', () => {
      fc.assert(
        fc.property(drawn, ([small, at, to]) => {
          const { geometry: axes } = small;
          if (axes.n === 0) return;
          const { shape } = small.call.weight;
          const [, couts = 1, kH = 1, kW = 1] = shape;
          const flat = at % small.call.weight.data.length;
          const index = [
            Math.floor(flat / (couts * kH * kW)),
            Math.floor(flat / (kH * kW)) % couts,
            Math.floor(flat / kW) % kH,
            flat % kW,
          ];
          const source: NonFiniteElement = { of: 'weight', index, value: NaN };
          const near = {
            n: to % axes.n,
            c: to % axes.cout,
            y: to % axes.h.outputSize,
            x: to % axes.w.outputSize,
            term: 0,
          };
          const found = sourceCursor(formulation, axes, source, near);
          const reach = formulatedReach(axes, id, source);
          if (reachCount(reach) === 0) return;
          const all = [...reachedElements(reach)];
          const isAt = (place: typeof near) =>
            all.some(({ n, c, y, x }) => n === place.n && c === place.c && y === place.y && x === place.x);
          assert.ok(isAt(found));
          if (isAt(near)) assert.deepEqual({ ...found, term: 0 }, near);
          if (found.term >= formulation.termCount(axes, found)) return;
          const term = formulation.termAt(axes, found, found.term);
          if (term.form === 'tap') assert.equal(term.weight.cin, index[0]);
          const own = formulation.termIndexOf(axes, found, {
            cin: index[0] ?? 0,
            ky: index[2] ?? 0,
            kx: index[3] ?? 0,
          });
          if (own !== null) assert.equal(found.term, own);
        }),
        { numRuns: 60 },
      );
    });
  });
}

describe('where the cursor sees an input', () => {
  it('is a term that multiplies it', () => {
    for (const x of [0, 1]) {
      const source = { of: 'input', index: [0, 0, x], value: NaN } as const;
      const found = sourceCursor(unfold, geometry, source, { ...start, x: 4 });
      const term = unfold.termAt(geometry, found, found.term);
      assert.ok(term.form === 'tap');
      assert.deepEqual(term.input, { n: 0, c: 0, y: 0, x });
      assert.equal(found.x, x === 0 ? 2 : 4);
    }
  });
});
