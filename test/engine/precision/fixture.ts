import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What precision.py writes. */
export interface Fixture {
  readonly rounded: readonly [float32: readonly number[], float16: readonly number[], bfloat16: readonly number[]];
  readonly doubles: readonly (readonly [value: string, float16: number])[];
  readonly calls: readonly FixtureCall[];
}

type Size = readonly [number, number];

/** A call and the results in low precision, as bits of 16-bit numbers. */
export interface FixtureCall {
  readonly name: string;
  readonly input: readonly number[];
  readonly inputShape: readonly number[];
  readonly weight: readonly number[];
  readonly weightShape: readonly number[];
  readonly bias: readonly number[] | null;
  readonly stride: Size;
  readonly padding: Size;
  readonly outputPadding: Size;
  readonly dilation: Size;
  readonly gradient: readonly number[];
  readonly unfolded: readonly number[];
  readonly float16: readonly number[];
  readonly accumulated: readonly number[];
}

const path = join(import.meta.dirname, '../../fixtures/precision.json');

export const fixture = JSON.parse(readFileSync(path, 'utf8')) as Fixture;

const view = new DataView(new ArrayBuffer(4));

/** The float32 of these bits. */
export function float32Of(bits: number): number {
  view.setUint32(0, bits);
  return view.getFloat32(0);
}

/** The bfloat16 of these bits. */
export function bfloat16Of(bits: number): number {
  return float32Of(bits * 2 ** 16);
}

/** The binary16 of these bits, read as a float32 of another exponent bias. */
export function float16Of(bits: number): number {
  const sign = bits >= 0x8000 ? -1 : 1;
  const size = bits & 0x7fff;
  if (size >= 0x7c00) return size === 0x7c00 ? sign * Infinity : NaN;
  return sign * float32Of(size << 13) * 2 ** 112;
}
