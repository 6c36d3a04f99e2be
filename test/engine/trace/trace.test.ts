import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formulationIds } from '../../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import { outputOffset } from '../../../src/engine/provenance/offsets.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { traceOf } from '../../../src/engine/trace/trace.ts';
import { elements } from '../definition.ts';
import { callsFor, smallCalls } from '../smallCalls.ts';

describe('the trace of an output element', () => {
  for (const id of formulationIds) {
    const formulation = formulationOf(id);

    it(`ends at the very bits of the output: ${id}`, () => {
      fc.assert(
        fc.property(callsFor(id, 'anything'), ({ call, geometry }) => {
          const output = finish(formulation.run(call, geometry));
          for (const element of elements(geometry)) {
            const { value, count, partial } = traceOf(call, geometry, formulation, element);
            const actual = output.data[outputOffset(geometry, element)];
            assert.ok(Object.is(value, actual), `${value} is not ${actual ?? 'there'}`);
            assert.equal(partial.length, count);
          }
        }),
        { numRuns: 150 },
      );
    });

    it(`sums in float64 beside the call's own precision: ${id}`, () => {
      fc.assert(
        fc.property(callsFor(id, 'floats'), ({ call, geometry }) => {
          for (const element of elements(geometry)) {
            const trace = traceOf(call, geometry, formulation, element);
            if (call.dtype === 'float64') {
              assert.deepEqual(trace.partial64, trace.partial);
              assert.equal(trace.value64, trace.value);
              continue;
            }
            const { x, w, sign, count, partial64, magnitude, bias } = trace;
            let size = 0;
            for (let index = 0; index < count; index += 1) {
              size += Math.abs((w[index] ?? NaN) * (x[index] ?? NaN));
              assert.equal(magnitude[index], size);
            }
            // Any two orders of a float64 sum of m = count + 1 numbers differ by at most
            // 2·γ_m·Σ|w||x| with γ_m < 1.01·m·2⁻⁵³ (Higham, section 4.2); |b| ≤ 1 comes on top.
            const exact = w.reduce((sum, factor, at) => sum + (sign?.[at] ?? 1) * factor * (x[at] ?? NaN), bias ?? 0);
            const bound = 2.02 * (count + 1) * 2 ** -53 * (size + Math.abs(bias ?? 0));
            assert.ok(Math.abs(trace.value64 - exact) <= bound);
            if (count > 0 && trace.accumulation.order !== 'bias-first')
              assert.ok(Math.abs((partial64.at(-1) ?? NaN) + (bias ?? 0) - exact) <= bound);
          }
        }),
        { numRuns: 40 },
      );
    });
  }

  it('holds the cells of the column matrix and adds them one by one in matmul + fold', () => {
    const formulation = formulationOf('matmul-fold');
    fc.assert(
      fc.property(smallCalls('integers'), ({ call, geometry }) => {
        const run = geometry.cinPerGroup;
        for (const element of elements(geometry)) {
          const { product, partial, column } = traceOf(call, geometry, formulation, element);
          assert.ok(column !== null);
          let folded = 0;
          product.forEach((_, index) => {
            const start = index - (index % run);
            const inner = product.slice(start, index + 1).reduce((sum, value) => sum + value, 0);
            assert.equal(column[index], inner);
            if (index % run === run - 1) folded += inner;
            assert.equal(partial[index], folded);
          });
        }
      }),
      { numRuns: 40 },
    );
  });

  it('holds the elements of M and adds or subtracts them one by one in winograd', () => {
    const formulation = formulationOf('winograd');
    fc.assert(
      fc.property(callsFor('winograd', 'integers'), ({ call, geometry }) => {
        const run = geometry.cinPerGroup;
        for (const element of elements(geometry)) {
          const { product, partial, column, sign } = traceOf(call, geometry, formulation, element);
          assert.ok(column !== null && sign !== null);
          let sum = 0;
          product.forEach((_, index) => {
            const start = index - (index % run);
            const inner = product.slice(start, index + 1).reduce((total, value) => total + value, 0);
            assert.equal(column[index], inner);
            assert.equal(sign[index], sign[start]);
            if (index % run === run - 1) sum += (sign[index] ?? NaN) * inner;
            assert.equal(partial[index], sum);
          });
        }
      }),
      { numRuns: 40 },
    );
  });
});
