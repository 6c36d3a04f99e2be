import assert from 'node:assert/strict';
import { type FormulationId, formulationIds } from '../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import { runReference } from '../../src/engine/reference/reference.ts';
import { finish } from '../../src/engine/core/steps.ts';
import type { Tensor } from '../../src/engine/core/tensor.ts';
import { serves } from '../engine/smallCalls.ts';
import { type PytorchCall, pytorchCalls } from './pytorchCalls.ts';
import { assertWithin, boundOf } from './within.ts';

function run(id: FormulationId, { call, geometry }: PytorchCall): Tensor {
  return finish(formulationOf(id).run(call, geometry));
}

/** The recorded calls that a formulation serves: all of them, but for winograd. */
function servedCalls(id: FormulationId, ...of: Parameters<typeof pytorchCalls>): readonly PytorchCall[] {
  const served = pytorchCalls(...of).filter((recorded) => serves(id, recorded));
  assert.ok(served.length > 0, `${id}: none of the calls`);
  return served;
}

/** NaN where the formulation multiplies an infinite weight with a zero it has inserted itself. */
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

    it(`${id} gives the very same whole numbers, in both dtypes`, () => {
      for (const dtype of ['float32', 'float64'] as const) {
        for (const recorded of servedCalls(id, dtype, ['integers'])) {
          // As numbers: deepEqual would tell 0 from −0.
          const ours = Array.from(run(id, recorded).data, (value) => value + 0);
          const theirs = Array.from(recorded.output64.data, (value) => value + 0);
          assert.deepEqual(ours, theirs, recorded.name);
        }
      }
    });

    // Winograd spreads what is not finite over its tile.
    if (id === multipliesZeros || id === 'winograd') continue;
    it(`${id} gives NaN and infinities where PyTorch does`, () => {
      for (const recorded of pytorchCalls('float32', ['special'])) {
        const bound = boundOf(recorded.call, recorded.geometry, 'float32');
        assertWithin(run(id, recorded), recorded.output64, bound, recorded.name);
      }
    });
  }

  it(`${multipliesZeros} differs from PyTorch's non-finite elements only by further NaN`, () => {
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
      const { reference } = finish(runReference(recorded.call, recorded.geometry));
      const bound = boundOf(recorded.call, recorded.geometry, 'float64');
      assertWithin(reference, recorded.output64, bound, recorded.name);
    }
  });

  it('the rounding bound holds of PyTorch’s own float32 outputs, whatever its order', () => {
    let largest = 0;
    for (const recorded of pytorchCalls('float32', ['floats', 'integers', 'special'])) {
      const { call, geometry, output32, name } = recorded;
      if (output32 === null) continue;
      const { reference } = finish(runReference(call, geometry));
      const bound = boundOf(call, geometry, 'float32');
      assertWithin(output32, reference, bound, name);
      for (const [at, value] of output32.data.entries()) {
        const limit = bound(at);
        const error = Math.abs(value - (reference.data[at] ?? NaN));
        if (limit > 0 && limit < Infinity) largest = Math.max(largest, error / limit);
      }
    }
    // Not by being so wide that anything passes: single products come close to their bound.
    assert.ok(largest > 0.3, `largest ratio ${largest}`);
  });
});
