import assert from 'node:assert/strict';
import { defaultParams, type CallShape } from '../../../src/engine/core/call.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import type { Geometry } from '../../../src/engine/geometry/geometry.ts';
import { profileOf } from '../../../src/engine/precision/profiles.ts';
import { bytesPerMegabyte } from '../../../src/engine/validation/memory.ts';
import { validateCall } from '../../../src/engine/validation/validateCall.ts';
import { checkMemory, checkRunMemory, memoryByFormulation } from '../../../src/scenario/run/callMemory.ts';

const float32 = profileOf('float32');
const cap = 1024 * bytesPerMegabyte;

function geometryOf(shape: CallShape): Geometry {
  const valid = validateCall(shape);
  assert.ok(valid.ok);
  return valid.value;
}

/** x 1×512×512×512, w 512→512 3×3: U alone has 4608 × 514² elements. */
const huge = geometryOf({
  input: [1, 512, 512, 512],
  weight: [512, 512, 3, 3],
  bias: null,
  params: defaultParams,
});

describe('the memory of a call', () => {
  it('is refused above the limit with both amounts, before anything is allocated', () => {
    const refused = checkRunMemory(huge, formulationOf('unfold-matmul'), float32, cap);
    assert.ok(!refused.ok);
    assert.equal(refused.refusal.argument, 'memory');
    assert.match(refused.refusal.message, /^This call needs \d+\.\d\sGB, more than the limit of 1\.0\sGB\.$/);
    assert.deepEqual(refused.refusal.legal, { min: 0, max: 1024 });
  });

  it('is accepted up to the limit itself, and one byte more is told apart from the limit', () => {
    assert.deepEqual(checkMemory(cap, cap), { ok: true, value: cap });
    const refused = checkMemory(cap, cap + 1);
    assert.equal(
      refused.ok ? '' : refused.refusal.message,
      'This call needs 1.02\u00a0GB, just above the limit of 1.02\u00a0GB.',
    );
    const more = checkMemory(cap, 1.344e9);
    assert.equal(
      more.ok ? '' : more.refusal.message,
      'This call needs 1.3\u00a0GB, more than the limit of 1.0\u00a0GB.',
    );
  });

  it('is listed by formulation, smallest first, without those that do not support the call', () => {
    const small = geometryOf({
      input: [1, 2, 8, 8],
      weight: [2, 3, 4, 4],
      bias: null,
      params: { ...defaultParams, stride: [2, 2] },
    });
    const listed = memoryByFormulation(small, float32, cap);
    const bytes = listed.map((each) => each.bytes);
    assert.deepEqual(
      bytes,
      [...bytes].sort((a, b) => a - b),
    );
    // x has 2·8² elements, w 2·3·4², y 3·18²: 4 bytes each; reference and magnitudes 8 each, counts 4 per position.
    const bare = 4 * (128 + 96 + 972) + 16 * 972 + 4 * 324;
    assert.equal(listed.find(({ id }) => id === 'naive')?.bytes, bare);
    assert.ok(
      listed.some(({ id }) => id === 'winograd'),
      'each stride phase has two taps',
    );
    const odd = geometryOf({
      input: [1, 2, 8, 8],
      weight: [2, 3, 3, 3],
      bias: null,
      params: { ...defaultParams, stride: [2, 2] },
    });
    assert.ok(!memoryByFormulation(odd, float32, cap).some(({ id }) => id === 'winograd'));
  });

  it('is not listed if the tensors alone are too large', () => {
    assert.deepEqual(memoryByFormulation(huge, float32, 100 * bytesPerMegabyte), []);
  });
});
