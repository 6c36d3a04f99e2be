import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formulationIds } from '../../../src/engine/provenance/formulation.ts';
import { formulationOf, resolveFormulation } from '../../../src/engine/formulations/formulations.ts';
import { factorsOf } from '../../../src/engine/trace/factors.ts';
import { CellKind } from '../../../src/engine/geometry/geometry.ts';
import { inputOffset, outputOffset, weightOffset } from '../../../src/engine/provenance/offsets.ts';
import type { TapTerm, Term } from '../../../src/engine/provenance/provenance.ts';
import { contributions, elements, key } from '../definition.ts';
import { definedSums } from '../definedSums.ts';
import { callsFor, smallCalls } from '../smallCalls.ts';

const numRuns = 60;

/** Winograd's terms are no products of a weight and an input: they have a suite of their own below. */
const ofTaps = formulationIds.filter((id) => id !== 'winograd');

function tapTerm(term: Term): TapTerm {
  assert.ok(term.form === 'tap');
  return term;
}

describe('the terms of a formulation', () => {
  for (const id of ofTaps) {
    const terms = formulationOf(id);

    it(`add up to the definition: ${id}`, () => {
      fc.assert(
        fc.property(smallCalls('integers'), ({ call, geometry }) => {
          const x = call.input.data;
          const w = call.weight.data;
          const y = Array.from(elements(geometry), ({ c }) => call.bias?.data[c] ?? 0);
          for (const { input, weight, output } of contributions(geometry)) {
            const product = (x[inputOffset(geometry, input)] as number) * (w[weightOffset(geometry, weight)] as number);
            y[outputOffset(geometry, output)] = (y[outputOffset(geometry, output)] ?? NaN) + product;
          }
          for (const element of elements(geometry)) {
            let sum = call.bias?.data[element.c] ?? 0;
            for (let index = 0; index < terms.termCount(geometry, element); index += 1) {
              const { input, weight, kind } = tapTerm(terms.termAt(geometry, element, index));
              assert.equal(input === null, kind !== CellKind.value);
              if (input === null) continue;
              sum += (x[inputOffset(geometry, input)] as number) * (w[weightOffset(geometry, weight)] as number);
            }
            assert.equal(sum, y[outputOffset(geometry, element)]);
          }
        }),
        { numRuns },
      );
    });

    it(`hold every real product once, and are found back by their tap: ${id}`, () => {
      fc.assert(
        fc.property(smallCalls('integers'), ({ geometry }) => {
          const { cin, h, w } = geometry;
          const real = new Map<string, string[]>();
          for (const { input, weight, output } of contributions(geometry)) {
            const of = real.get(key(output)) ?? [];
            real.set(key(output), [...of, `${key(input)} · ${key(weight)}`]);
          }
          for (const element of elements(geometry)) {
            const count = terms.termCount(geometry, element);
            const found: string[] = [];
            for (let index = 0; index < count; index += 1) {
              const { input, weight } = tapTerm(terms.termAt(geometry, element, index));
              assert.equal(terms.termIndexOf(geometry, element, weight), index);
              if (input !== null) found.push(`${key(input)} · ${key(weight)}`);
            }
            assert.deepEqual(found.sort(), (real.get(key(element)) ?? []).sort());
            let indexed = 0;
            for (let ci = 0; ci < cin; ci += 1)
              for (let ky = 0; ky < h.kernelSize; ky += 1)
                for (let kx = 0; kx < w.kernelSize; kx += 1)
                  if (terms.termIndexOf(geometry, element, { cin: ci, ky, kx }) !== null) indexed += 1;
            assert.equal(indexed, count);
          }
        }),
        { numRuns: 30 },
      );
    });
  }

  it('come in scatter order where real elements only are added', () => {
    fc.assert(
      fc.property(smallCalls('integers'), ({ geometry }) => {
        const terms = formulationOf('naive');
        const order = new Map<string, string[]>();
        for (const { input, weight, output } of contributions(geometry)) {
          const of = order.get(key(output)) ?? [];
          order.set(key(output), [...of, `${key(input)} · ${key(weight)}`]);
        }
        for (const element of elements(geometry)) {
          const found = Array.from({ length: terms.termCount(geometry, element) }, (_, index) => {
            const { input, weight } = tapTerm(terms.termAt(geometry, element, index));
            return input === null ? '' : `${key(input)} · ${key(weight)}`;
          });
          assert.deepEqual(found, order.get(key(element)) ?? []);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are those of sub-pixel under auto', () => {
    assert.equal(resolveFormulation('auto'), 'sub-pixel');
    assert.equal(formulationOf('auto'), formulationOf('sub-pixel'));
    assert.equal(resolveFormulation('naive'), 'naive');
  });
});

describe('the terms of winograd', () => {
  const terms = formulationOf('winograd');

  it('add up to the definition, signed', () => {
    fc.assert(
      fc.property(callsFor('winograd', 'integers'), ({ call, geometry }) => {
        const { y } = definedSums(call, geometry);
        for (const element of elements(geometry)) {
          let sum = call.bias?.data[element.c] ?? 0;
          for (let index = 0; index < terms.termCount(geometry, element); index += 1) {
            const term = terms.termAt(geometry, element, index);
            assert.ok(term.form === 'point');
            const { w, x } = factorsOf(call, geometry, element, term);
            // Quarters of small integers: exact, in either dtype.
            sum += term.sign * w * x;
          }
          assert.equal(sum, y[outputOffset(geometry, element)]);
        }
      }),
      { numRuns },
    );
  });

  it('are as many as the definition has taps for an element far from the border', () => {
    fc.assert(
      fc.property(callsFor('winograd', 'integers'), ({ geometry }) => {
        const { cinPerGroup, h, w } = geometry;
        for (const element of elements(geometry)) {
          const reached = (axis: typeof h, o: number): number =>
            Array.from({ length: axis.kernelSize }, (_, k) => o + axis.padding - k * axis.dilation).filter(
              (at) => at % axis.stride === 0,
            ).length;
          const taps = reached(h, element.y) * reached(w, element.x);
          assert.equal(terms.termCount(geometry, element), cinPerGroup * taps);
        }
      }),
      { numRuns },
    );
  });

  it('are each found back by their ξ and channel, and no other is', () => {
    fc.assert(
      fc.property(callsFor('winograd', 'integers'), ({ geometry }) => {
        for (const element of elements(geometry)) {
          const count = terms.termCount(geometry, element);
          for (let index = 0; index < count; index += 1) {
            const term = terms.termAt(geometry, element, index);
            assert.ok(term.form === 'point');
            assert.equal(terms.termIndexOf(geometry, element, term.point), index);
          }
          let indexed = 0;
          for (let cin = 0; cin < geometry.cin; cin += 1)
            for (let xi = 0; xi < 4; xi += 1)
              for (let nu = 0; nu < 4; nu += 1)
                if (terms.termIndexOf(geometry, element, { cin, xi, nu }) !== null) indexed += 1;
          assert.equal(indexed, count);
        }
      }),
      { numRuns: 30 },
    );
  });
});
