import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formulationIds } from '../../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import type { AxisGeometry, Geometry } from '../../../src/engine/geometry/geometry.ts';
import { tileInput, tileOutput, tilings } from '../../../src/engine/geometry/tiles.ts';
import { type Waste, wasteOf, wastes } from '../../../src/engine/layer/waste.ts';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { defaultParams } from '../../../src/engine/core/call.ts';
import { contributions } from '../definition.ts';
import { callsFor, smallCalls } from '../smallCalls.ts';

function required(geometry: Geometry, id: (typeof formulationIds)[number]): Waste {
  const waste = wasteOf(id, geometry, 'float32');
  assert.ok(waste.ok);
  return waste.value;
}

const products = (geometry: Geometry): number => [...contributions(geometry)].length;

/** The numbers of Winograd's products by going through every tile, ξ and coefficient of both axes at once. */
function tiled(geometry: Geometry) {
  const { n, cout, cinPerGroup, h, w } = geometry;
  let [all, zero, dropped] = [0, 0, 0];
  for (const { h: down, w: across } of tilings(geometry)) {
    for (let ty = 0; ty < down.tiles; ty += 1) {
      for (let tx = 0; tx < across.tiles; tx += 1) {
        for (const [i, rows] of down.filter.input.entries()) {
          for (const [j, columns] of across.filter.input.entries()) {
            const read = rows.some((a, k) =>
              columns.some((b, l) => {
                const [y, x] = [tileInput(down, ty, k), tileInput(across, tx, l)];
                return a * b !== 0 && y >= 0 && y < h.inputSize && x >= 0 && x < w.inputSize;
              }),
            );
            const needed = down.filter.output.some((a, my) =>
              across.filter.output.some(
                (b, mx) =>
                  (a[i] as number) * (b[j] as number) !== 0 &&
                  tileOutput(down, ty, my) < down.size &&
                  tileOutput(across, tx, mx) < across.size,
              ),
            );
            all += 1;
            if (!read) zero += 1;
            else if (!needed) dropped += 1;
          }
        }
      }
    }
  }
  const each = n * cout * cinPerGroup;
  return { all: each * all, zero: each * zero, dropped: each * dropped };
}

/** For each place under a rotated tap of each output of an axis whether an input element stands there. */
function stored({ inputSize, paddedSize, outputSize, ...axis }: AxisGeometry): readonly boolean[] {
  const image = new Array<boolean>(paddedSize).fill(false);
  for (let i = 0; i < inputSize; i += 1) {
    const u = axis.before + i * axis.stride;
    if (u >= 0 && u < paddedSize) image[u] = true;
  }
  return Array.from(
    { length: outputSize * axis.kernelSize },
    (_, at) => image[Math.floor(at / axis.kernelSize) + (at % axis.kernelSize) * axis.dilation] as boolean,
  );
}

/** Structural zeros in U, counted cell by cell, times the products of each. */
function zerosOfUnfolded({ h, w, n, cout, cinPerGroup }: Geometry): number {
  const across = stored(w);
  const zeros = stored(h).flatMap((down) => across.filter((right) => !(down && right))).length;
  return zeros * n * cout * cinPerGroup;
}

describe('the waste of a formulation', () => {
  it('adds up: what is useful are the definition’s products, but for Winograd’s fewer', () => {
    fc.assert(
      fc.property(smallCalls('integers'), ({ geometry }) => {
        for (const { id, waste } of wastes(geometry, 'float32')) {
          if (!waste.ok) continue;
          const { multiplications, useful, structuralZeros, dropped } = waste.value;
          assert.equal(useful + structuralZeros + dropped, multiplications);
          if (id !== 'winograd') assert.equal(useful, products(geometry));
          const bytes = formulationOf(id).workingBytes(geometry, 'float32');
          assert.equal(waste.value.workingBytes, bytes);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of unfold + matmul are the zeros of U', () => {
    fc.assert(
      fc.property(smallCalls('integers'), ({ geometry }) => {
        const { structuralZeros, dropped } = required(geometry, 'unfold-matmul');
        assert.deepEqual([structuralZeros, dropped], [zerosOfUnfolded(geometry), 0]);
      }),
      { numRuns: 150 },
    );
  });

  it('of matmul + fold are the products that land beside the output', () => {
    fc.assert(
      fc.property(smallCalls('integers'), ({ geometry }) => {
        const { n, cin, coutPerGroup, h, w, taps } = geometry;
        const all = n * cin * h.inputSize * w.inputSize * coutPerGroup * taps;
        const { structuralZeros, dropped } = required(geometry, 'matmul-fold');
        assert.deepEqual([structuralZeros, dropped], [0, all - products(geometry)]);
      }),
      { numRuns: 300 },
    );
  });

  it('of Winograd are tiles’ elements of padding alone, and products that no output takes', () => {
    fc.assert(
      fc.property(callsFor('winograd', 'integers'), ({ geometry }) => {
        const { multiplications, structuralZeros, dropped } = required(geometry, 'winograd');
        assert.deepEqual({ all: multiplications, zero: structuralZeros, dropped }, tiled(geometry));
      }),
      { numRuns: 300 },
    );
  });

  it('of k3 on 28 × 28, 50 → 30: 13% zeros unfolded, none by phases, 2.25 times fewer products in tiles', () => {
    const accepted = validateCall({
      input: [1, 50, 28, 28],
      weight: [50, 30, 3, 3],
      bias: null,
      params: defaultParams,
    });
    assert.ok(accepted.ok);
    const geometry = accepted.value;
    const real = 50 * 30 * 84 * 84;
    const unfolded = required(geometry, 'unfold-matmul');
    assert.deepEqual([unfolded.multiplications, unfolded.structuralZeros], [12_150_000, 12_150_000 - real]);
    assert.equal(required(geometry, 'sub-pixel').multiplications, real);
    // 15 × 15 tiles of 16 products for 4 outputs.
    assert.equal(required(geometry, 'winograd').multiplications, 50 * 30 * 225 * 16);
    assert.equal(required(geometry, 'naive').workingBytes, 0);
  });

  it('is a refusal where a formulation does not serve the call, and 0 of an empty batch', () => {
    const accepted = validateCall({
      input: [0, 1, 4, 4],
      weight: [1, 1, 5, 5],
      bias: null,
      params: defaultParams,
    });
    assert.ok(accepted.ok);
    const all = wastes(accepted.value, 'float64');
    assert.deepEqual(
      all.map(({ id }) => id),
      formulationIds,
    );
    for (const { id, waste } of all) {
      assert.equal(waste.ok, id !== 'winograd');
      if (waste.ok) assert.equal(waste.value.multiplications, 0);
    }
  });
});
