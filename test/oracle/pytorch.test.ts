import assert from 'node:assert/strict';
import { type FormulationId, formulationIds } from '../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import { runNaiveReference } from '../../src/engine/reference/reference.ts';
import { finish } from '../../src/engine/core/steps.ts';
import type { Tensor } from '../../src/engine/core/tensor.ts';
import { serves } from '../engine/smallCalls.ts';
import { type PytorchCall, pytorchCalls } from './pytorchCalls.ts';
import { assertWithin, boundOf } from './within.ts';

function run(id: FormulationId, { call, geometry }: PytorchCall): Tensor {
  return finish(formulationOf(id).run(call, geometry));
}

/** Returns the recorded calls that a formulation supports: all of them, except for winograd. */
function servedCalls(id: FormulationId, ...of: Parameters<typeof pytorchCalls>): readonly PytorchCall[] {
  const served = pytorchCalls(...of).filter((recorded) => serves(id, recorded));
  assert.ok(served.length > 0, `${id}: none of the calls`);
  return served;
}

/** The formulation that gives NaN where it multiplies an infinite weight with an inserted zero. */
const multipliesZeros: FormulationId = 'unfold-matmul';

describe('against PyTorch', () => {
  for (const id of formulationIds) {
    it(`${id} gives the float64 output within the rounding bound, in float32`, () => {
      for (const recorded of servedCalls(id, 'float32', ['floats'])) {
        const bound = boundOf(recorded.call, recorded.geometry, 'float32', id);
        assertWithin(run(id, recorded), recorded.output64, bound, recorded.name);
      }
    });

    it(`${id} gives the float64 output within the rounding bound, in float64`, () => {
      for (const recorded of servedCalls(id, 'float64', ['floats', 'doubles'])) {
        const bound = boundOf(recorded.call, recorded.geometry, 'float64', id);
        assertWithin(run(id, recorded), recorded.output64, bound, recorded.name);
      }
    });

    it(`${id} gives the same integers in both dtypes`, () => {
      for (const dtype of ['float32', 'float64'] as const) {
        for (const recorded of servedCalls(id, dtype, ['integers'])) {
          // Compared as numbers, because deepEqual distinguishes 0 from −0.
          const ours = Array.from(run(id, recorded).data, (value) => value + 0);
          const theirs = Array.from(recorded.output64.data, (value) => value + 0);
          assert.deepEqual(ours, theirs, recorded.name);
        }
      }
    });

    // Winograd spreads a non-finite value over its tile.
    if (id === multipliesZeros || id === 'winograd') continue;
    it(`${id} gives NaN and infinities where PyTorch does`, () => {
      for (const recorded of pytorchCalls('float32', ['special'])) {
        const bound = boundOf(recorded.call, recorded.geometry, 'float32');
        assertWithin(run(id, recorded), recorded.output64, bound, recorded.name);
      }
    });
  }

  it(`${multipliesZeros} differs from PyTorch's non-finite elements only by additional NaN`, () => {
    let further = 0;
    for (const recorded of pytorchCalls('float32', ['special'])) {
      const ours = run(multipliesZeros, recorded).data;
      for (const [at, theirs] of recorded.output64.data.entries()) {
        const value = ours[at] ?? 0;
        if (Number.isNaN(value) && !Number.isNaN(theirs)) further++;
        else if (!Number.isFinite(theirs)) assert.ok(Object.is(value, theirs), recorded.name);
      }
    }
    assert.ok(further > 0);
  });

  it('the reference gives the float64 output within the rounding bound', () => {
    for (const recorded of pytorchCalls('float64', ['floats', 'doubles', 'integers', 'special'])) {
      const { reference } = finish(runNaiveReference(recorded.call, recorded.geometry));
      const bound = boundOf(recorded.call, recorded.geometry, 'float64');
      assertWithin(reference, recorded.output64, bound, recorded.name);
    }
  });

  it('the rounding bound holds for PyTorch’s own float32 outputs, whatever their order', () => {
    let largest = 0;
    for (const recorded of pytorchCalls('float32', ['floats', 'integers', 'special'])) {
      const { call, geometry, output32, name } = recorded;
      if (output32 === null) continue;
      const { reference } = finish(runNaiveReference(call, geometry));
      const bound = boundOf(call, geometry, 'float32');
      assertWithin(output32, reference, bound, name);
      for (const [at, value] of output32.data.entries()) {
        const limit = bound(at);
        const error = Math.abs(value - (reference.data[at] ?? NaN));
        if (limit > 0 && limit < Infinity) largest = Math.max(largest, error / limit);
      }
    }
    // The bound is not so wide that anything passes: single products come close to it.
    assert.ok(largest > 0.3, `largest ratio ${largest}`);
  });
});
