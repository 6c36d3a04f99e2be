import assert from 'node:assert/strict';
import { type FormatName, formats } from '../../../src/engine/rounding/formats.ts';
import { isOf, roundEach, rounderTo, roundTensor, roundTo } from '../../../src/engine/rounding/roundTo.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { bfloat16Of, fixture, float16Of, float32Of } from '../precision/fixture.ts';

/** Each narrow format's numbers by their bits, and the bits of infinity. */
const patterns = {
  tf32: { of: (bits: number) => float32Of(bits << 13), infinity: 0x7f800000 >>> 13 },
  bfloat16: { of: bfloat16Of, infinity: 0x7f80 },
  float16: { of: float16Of, infinity: 0x7c00 },
} as const;

/** The float64 next to a positive one, up or down. */
function beside(value: number, step: 1 | -1): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigUint64(0, view.getBigUint64(0) + BigInt(step));
  return view.getFloat64(0);
}

describe('rounding to a format', () => {
  it('is PyTorch’s to float16 and bfloat16', () => {
    const [float32, float16, bfloat16] = fixture.rounded;
    for (const [i, bits] of float32.entries()) {
      const value = float32Of(bits);
      assert.ok(Object.is(roundTo(value, 'float16'), float16Of(float16[i] as number)), `${value}`);
      assert.ok(Object.is(roundTo(value, 'bfloat16'), bfloat16Of(bfloat16[i] as number)), `${value}`);
    }
  });

  it('is NumPy’s to float16 from float64: one rounding, not two', () => {
    for (const [value, bits] of fixture.doubles) {
      assert.ok(Object.is(roundTo(Number(value), 'float16'), float16Of(bits)), value);
    }
    assert.notEqual(roundTo(1 + 2 ** -11 + 2 ** -40, 'float16'), 1);
  });

  for (const [name, { of, infinity }] of Object.entries(patterns)) {
    const format = name as keyof typeof patterns;
    it(`takes every number of ${format} and what lies between two to the right one`, () => {
      const nearest = rounderTo(format);
      const cut = rounderTo(format, 'truncate');
      let wrong = 0;
      for (let bits = 0; bits < infinity; bits++) {
        const low = of(bits);
        // Beyond the largest number stands the one that a wider exponent would have.
        const next = bits + 1 === infinity ? Infinity : of(bits + 1);
        const high = next === Infinity ? 2 * low - of(bits - 1) : next;
        const middle = (low + high) / 2;
        const even = bits % 2 === 0 ? low : next;
        if (nearest(low) !== low || cut(low) !== low) wrong++;
        if (nearest(middle) !== even || nearest(-middle) !== -even) wrong++;
        if (nearest(beside(middle, -1)) !== low || nearest(beside(middle, 1)) !== next) wrong++;
        if (cut(middle) !== low || cut(beside(high, -1)) !== low || cut(-middle) !== -low) wrong++;
      }
      assert.equal(wrong, 0);
    });
  }

  it('keeps the signs of zeros, NaN and the infinities', () => {
    for (const name of Object.keys(formats) as FormatName[]) {
      for (const mode of ['nearest', 'truncate'] as const) {
        for (const value of [0, -0, NaN, Infinity, -Infinity]) {
          assert.ok(Object.is(roundTo(value, name, mode), value), `${name}, ${mode}, ${value}`);
        }
        const small = roundTo(-5e-324, name, mode);
        assert.ok(Object.is(small, name === 'float64' ? -5e-324 : -0), `${name}, ${mode}`);
      }
    }
  });

  it('is Math.fround to float32, truncation being the neighbour towards zero', () => {
    for (const value of [1 / 3, 16777217, 1e39, -1e39, 2 ** -150, 1e-45, 3.4028235677973366e38]) {
      assert.equal(roundTo(value, 'float32'), Math.fround(value));
    }
    assert.equal(roundTo(16777219, 'float32', 'truncate'), 16777218);
    assert.equal(roundTo(-1e39, 'float32', 'truncate'), -(2 ** 128 - 2 ** 104));
    assert.equal(roundTo(2 ** -149 * 1.75, 'float32', 'truncate'), 2 ** -149);
  });

  it('knows the formats’ limits', () => {
    assert.equal(formats.float16.largest, 65504);
    assert.equal(formats.float16.overflow, 65520);
    assert.equal(formats.float16.smallestSubnormal, 2 ** -24);
    assert.equal(formats.bfloat16.largest, bfloat16Of(0x7f7f));
    assert.equal(formats.bfloat16.smallestSubnormal, bfloat16Of(1));
    assert.equal(formats.tf32.smallestSubnormal, float32Of(1 << 13));
    assert.equal(formats.float32.largest, float32Of(0x7f7fffff));
    assert.equal(formats.float64.largest, Number.MAX_VALUE);
    assert.equal(formats.float64.smallestSubnormal, Number.MIN_VALUE);
    assert.ok(isOf(65504, 'float16') && !isOf(65505, 'float16') && isOf(NaN, 'float16'));
  });

  it('rounds whole tensors, in place or not, with looks at the progress', () => {
    const values = Float64Array.from({ length: 5_000_000 / 2 }, (_, i) => 1 + i * 2 ** -30);
    const to = new Float32Array(values.length);
    let looks = 0;
    for (const step of roundEach(values, to, 'bfloat16')) looks += step.total > 0 ? 1 : 0;
    assert.ok(looks >= 2);
    for (const at of [0, 1, 16383, 16384, values.length - 1]) {
      assert.equal(to[at], roundTo(values[at] as number, 'bfloat16'));
    }
    const tensor = tensorOf('float64', [3], [1 / 3, 70000, -1e-9]);
    const half = finish(roundTensor(tensor, 'float16'));
    assert.equal(half.dtype, 'float32');
    assert.deepEqual([...half.data], [0.333251953125, Infinity, -0]);
    assert.deepEqual(finish(roundTensor(tensor, 'float64')), tensor);
  });
});
