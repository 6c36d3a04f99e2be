import assert from 'node:assert/strict';
import fc from 'fast-check';
import { boundReader } from '../../../src/engine/rounding/bound.ts';
import type { Call } from '../../../src/engine/core/call.ts';
import { formulationIds } from '../../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import type { Geometry } from '../../../src/engine/geometry/geometry.ts';
import { emulate } from '../../../src/engine/precision/emulate.ts';
import { formats } from '../../../src/engine/rounding/formats.ts';
import { mayBe } from '../../../src/engine/precision/nonFiniteOutcomes.ts';
import { profileBoundOf } from '../../../src/engine/precision/profileBound.ts';
import { type Profile, profileOf, profiles } from '../../../src/engine/precision/profiles.ts';
import { isRepresentable, roundTensor, roundTo } from '../../../src/engine/rounding/roundTo.ts';
import { runNaiveReference } from '../../../src/engine/reference/reference.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { castTensor, type Tensor, tensorOf } from '../../../src/engine/core/tensor.ts';
import { geometryOf } from '../geometryOf.ts';
import { callsFor } from '../smallCalls.ts';
import { callOf } from './callOf.ts';
import { bfloat16Of, fixture, float16Of } from './fixture.ts';

const subPixel = formulationOf('sub-pixel');

/** Asserts that no element of `actual` is further off than the profile allows. */
function assertWithin(actual: Tensor, call: Call, geometry: Geometry, profile: Profile): void {
  const reference = finish(runNaiveReference(call, geometry));
  const bounds = finish(profileBoundOf(call, geometry, reference, profile));
  assert.deepEqual(actual.shape, reference.reference.shape);
  for (const [at, r] of reference.reference.data.entries()) {
    const value = actual.data[at] as number;
    assert.ok(isRepresentable(value, profile.output.format), `${profile.id}, ${at}: ${value}`);
    if (Number.isFinite(r) && Number.isFinite(value)) {
      assert.ok(Math.abs(value - r) <= bounds.bound(at), `${profile.id}, ${at}: ${value} for ${r}`);
    } else {
      assert.ok(mayBe(bounds.outcomes(at), value), `${profile.id}, ${at}: ${value} for ${r}`);
    }
  }
}

/**
 * Asserts that two results of the same rounded factors differ at most by float32 sums and one storing (two with a
 * bias).
 */
function assertBeside(actual: Tensor, emulated: Tensor, call: Call, profile: Profile): void {
  const { format } = profile.factors;
  const rounded: Call = {
    ...call,
    input: finish(roundTensor(call.input, format)),
    weight: finish(roundTensor(call.weight, format)),
    bias: call.bias === null ? null : finish(roundTensor(call.bias, format)),
  };
  const exact = finish(runNaiveReference(rounded, geometryOf(rounded)));
  const float32 = boundReader({ kind: 'sums', dtype: 'float32', ...exact });
  const { roundoff, overflow } = formats[profile.output.format];
  const storings = call.bias === null ? 1 : 2;
  for (const [at, value] of actual.data.entries()) {
    const other = emulated.data[at] as number;
    const size = exact.magnitude[at] as number;
    if (size > overflow / 2) continue;
    // Each result is off the exact sum by its float32 roundings and its storings.
    const apart = 2 * (float32(at) + storings * (roundoff * size * (1 + roundoff) + profile.output.underflow));
    // Flushed products are lost entirely; there are at most K.
    const lost = 200 * 2 ** -126;
    assert.ok(Math.abs(value - other) <= apart + lost, `${at}: ${value} beside ${other}`);
  }
}

describe('an emulated call', () => {
  for (const one of fixture.calls) {
    const call = callOf(one);
    const geometry = geometryOf(call);
    const decode = (bits: readonly number[], of: (bits: number) => number): Tensor =>
      tensorOf('float32', geometry.outputShape, bits.map(of));

    for (const way of ['gradient', 'unfolded'] as const) {
      it(`equals PyTorch’s bfloat16 result (${way}) except for the order of sums: ${one.name}`, () => {
        const profile = profileOf('bfloat16');
        const real = decode(one[way], bfloat16Of);
        assertWithin(real, call, geometry, profile);
        const emulated = finish(emulate(call, geometry, profile, subPixel));
        assertWithin(emulated, call, geometry, profile);
        assertBeside(real, emulated, call, profile);
      });
    }

    it(`equals PyTorch’s result for float16 factors except for the order of sums: ${one.name}`, () => {
      const profile = profileOf('float16');
      const real = decode(one.float16, float16Of);
      assertWithin(real, call, geometry, profile);
      const emulated = finish(emulate(call, geometry, profile, subPixel));
      assertWithin(emulated, call, geometry, profile);
      assertBeside(real, emulated, call, profile);
    });

    it(`equals the result of PyTorch’s float16 operations, bit for bit: ${one.name}`, () => {
      const profile = profileOf('float16-accumulate');
      const real = decode(one.accumulated, float16Of);
      assertWithin(real, call, geometry, profile);
      // They were computed in the order of the definition.
      const emulated = finish(emulate(call, geometry, profile, formulationOf('naive')));
      assert.deepEqual(emulated, real);
    });
  }

  it('stays within its profile’s bound in every formulation that adds up the definition’s products', () => {
    for (const id of formulationIds) {
      // Winograd has its own bound; K·U multiplies inserted zeros, which turn infinities into NaN.
      if (id === 'winograd') continue;
      const numbers = id === 'unfold-matmul' ? 'floats' : 'anything';
      fc.assert(
        fc.property(callsFor(id, numbers), ({ call, geometry }) => {
          for (const profile of profiles) {
            for (const mode of ['nearest', 'truncate'] as const) {
              const result: Tensor = finish(emulate(call, geometry, profile, formulationOf(id), mode));
              assert.equal(result.dtype, profile.id === 'float64' ? 'float64' : 'float32');
              assertWithin(result, call, geometry, profile);
            }
          }
        }),
        { numRuns: 25 },
      );
    }
  });

  it('equals the formulation’s own run in float64 and float32', () => {
    const call = callOf(fixture.calls[1] as (typeof fixture.calls)[number]);
    const geometry = geometryOf(call);
    const run = (dtype: 'float32' | 'float64'): Tensor => {
      const [input, weight] = [castTensor(call.input, dtype), castTensor(call.weight, dtype)];
      const bias = call.bias === null ? null : castTensor(call.bias, dtype);
      return finish(subPixel.run({ ...call, dtype, input, weight, bias }, geometry));
    };
    for (const dtype of ['float32', 'float64'] as const) {
      const emulated = finish(emulate(call, geometry, profileOf(dtype), subPixel));
      assert.deepEqual(emulated, run(dtype));
    }
  });

  it('keeps ten fraction bits in TF32, rounded or truncated, and leaves the bias alone', () => {
    const [x, b] = [1 + 2 ** -11 + 2 ** -20, Math.fround(1 / 3)];
    const call: Call = {
      dtype: 'float32',
      input: tensorOf('float32', [1, 1, 1], [x]),
      weight: tensorOf('float32', [1, 1, 1, 1], [1]),
      bias: tensorOf('float32', [1], [b]),
      params: { stride: [1, 1], padding: [0, 0], outputPadding: [0, 0], dilation: [1, 1], groups: 1 },
    };
    const made = (['nearest', 'truncate'] as const).map(
      (mode) => finish(emulate(call, geometryOf(call), profileOf('tf32'), subPixel, mode)).data[0],
    );
    assert.deepEqual(made, [Math.fround(1 + 2 ** -10 + b), Math.fround(1 + b)]);
    assert.equal(roundTo(x, 'tf32'), 1 + 2 ** -10);
  });
});
