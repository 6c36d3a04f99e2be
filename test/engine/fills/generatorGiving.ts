import assert from 'node:assert/strict';
import { seedGenerator, type TorchGenerator } from '../../../src/engine/fills/torchGenerator.ts';
import type { DType } from '../../../src/engine/core/tensor.ts';

/**
 * A generator whose next uniforms, 24 bits for float32 and 53 for float64, are these: its words are what MT19937's
 * tempering makes the wanted bits of, undone step by step.
 */
export function generatorGiving(dtype: DType, uniforms: readonly number[]): TorchGenerator {
  const seeded = seedGenerator(0);
  assert.ok(seeded.ok);
  const { twister, uniform24, uniform53 } = seeded.value;
  const bits = uniforms.flatMap((uniform) => {
    if (dtype === 'float32') return [uniform * 2 ** 24];
    const all = uniform * 2 ** 53;
    return [Math.floor(all / 2 ** 32), all % 2 ** 32];
  });
  const begin = (): void => {
    twister.words.set(bits.map(untempered));
    twister.next = 0;
  };
  begin();
  const given = uniforms.map(dtype === 'float32' ? uniform24 : uniform53);
  assert.deepEqual(given, uniforms);
  begin();
  return seeded.value;
}

function untempered(bits: number): number {
  let y = bits ^ (bits >>> 18);
  y ^= (y << 15) & 0xefc60000;
  const seven = y;
  for (let i = 0; i < 4; i++) y = seven ^ ((y << 7) & 0x9d2c5680);
  const eleven = y;
  for (let i = 0; i < 2; i++) y = eleven ^ (y >>> 11);
  return y >>> 0;
}

/**
 * Uniforms `unit` apart about those at which something changes: eighths of a turn, where a quotient is halfway
 * between two quadrants; powers of ½ from 0 and from 1; and 1 − √½ · 2⁻ᵏ, where the logarithm takes another exponent:
 * of these many, because nearly always the wrong exponent gives the right bits as well.
 */
function edges(unit: number): number[] {
  const eighths = Array.from({ length: 9 }, (_, i) => i / 8);
  const powers = [4, 10, 20].flatMap((k) => [2 ** -k, 1 - 2 ** -k]);
  const roots = [0, 1, 2].map((k) => Math.round((1 - Math.SQRT1_2 * 2 ** -k) / unit) * unit);
  const about = (at: number, most: number): number[] =>
    Array.from({ length: 2 * most + 1 }, (_, i) => at + (i - most) * unit);
  const near = [...eighths, ...powers].flatMap((at) => about(at, 1));
  const nearRoots = roots.flatMap((at) => about(at, 100));
  return [...new Set([...near, ...nearRoots])].filter((uniform) => uniform >= 0 && uniform < 1);
}

export const edgesOfFloat32 = edges(2 ** -24);
export const edgesOfFloat64 = edges(2 ** -53);
