import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formulationIds } from '../../src/engine/formulation.ts';
import { formulationOf, resolveFormulation } from '../../src/engine/formulations.ts';
import { CellKind } from '../../src/engine/geometry.ts';
import { inputOffset, outputOffset, weightOffset } from '../../src/engine/provenance/offsets.ts';
import { contributions, elements, key } from './definition.ts';
import { smallCalls } from './smallCalls.ts';

const numRuns = 60;

describe('the terms of a formulation', () => {
  for (const id of formulationIds) {
    const terms = formulationOf(id);

    it(`add up to the definition: ${id}`, () => {
      fc.assert(
        fc.property(smallCalls('integers'), ({ call, geometry }) => {
          const x = call.input.data;
          const w = call.weight.data;
          const y = Array.from(elements(geometry), ({ c }) => call.bias?.data[c] ?? 0);
          for (const { input, weight, output } of contributions(geometry)) {
            const product =
              (x[inputOffset(geometry, input)] as number) *
              (w[weightOffset(geometry, weight)] as number);
            y[outputOffset(geometry, output)] =
              (y[outputOffset(geometry, output)] ?? NaN) + product;
          }
          for (const element of elements(geometry)) {
            let sum = call.bias?.data[element.c] ?? 0;
            for (let index = 0; index < terms.termCount(geometry, element); index += 1) {
              const { input, weight, kind } = terms.termAt(geometry, element, index);
              assert.equal(input === null, kind !== CellKind.value);
              if (input === null) continue;
              sum +=
                (x[inputOffset(geometry, input)] as number) *
                (w[weightOffset(geometry, weight)] as number);
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
              const { input, weight } = terms.termAt(geometry, element, index);
              assert.equal(terms.termIndexOf(geometry, element, weight), index);
              if (input !== null) found.push(`${key(input)} · ${key(weight)}`);
            }
            assert.deepEqual(found.sort(), (real.get(key(element)) ?? []).sort());
            let indexed = 0;
            for (let ci = 0; ci < cin; ci += 1)
              for (let ky = 0; ky < h.kernelSize; ky += 1)
                for (let kx = 0; kx < w.kernelSize; kx += 1)
                  if (terms.termIndexOf(geometry, element, { cin: ci, ky, kx }) !== null)
                    indexed += 1;
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
            const { input, weight } = terms.termAt(geometry, element, index);
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
