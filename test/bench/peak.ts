/**
 * Measures the most float32 arithmetic that one thread can do, in the same place and rounds as the contenders: a WebAssembly
 * loop of r = r·m + a in registers, with separate multiplications and additions like our kernels. The module is written as
 * bytes, which needs no compiler.
 */

/** Independent vectors r. With m and a they fill the 15 registers of V8; fewer would not hide the latency. */
const vectors = 13;
const iterations = 20_000;

/** Operations of one call of {@link createPeak}'s function: a product and a sum in each of four lanes. */
export const peakFlops = vectors * iterations * 4 * 2;

const f32 = (value: number): readonly number[] => [...new Uint8Array(Float32Array.of(value).buffer)];
const simd = (code: number): readonly number[] =>
  code < 128 ? [0xfd, code] : [0xfd, (code % 128) + 128, Math.floor(code / 128)];
const splat = simd(0x13);
const add = simd(0xe4);
const multiply = simd(0xe6);
const leb = (value: number): readonly number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...leb(Math.floor(value / 128))];
const section = (id: number, ...content: readonly number[]): readonly number[] => [
  id,
  ...leb(content.length),
  ...content,
];

function moduleBytes(): Uint8Array<ArrayBuffer> {
  // Parameter 0 counts down (i32); locals 1 … vectors, then m and a (v128).
  const [m, a] = [vectors + 1, vectors + 2];
  const registers = Array.from({ length: vectors }, (_, i) => i + 1);
  const [get, set, tee] = [0x20, 0x21, 0x22];
  const start = [
    ...[0x43, ...f32(0.9), ...splat, set, m],
    ...[0x43, ...f32(0.1), ...splat, set, a],
    ...registers.flatMap((r) => [0x43, ...f32(r), ...splat, set, r]),
  ];
  const step = registers.flatMap((r) => [get, r, get, m, ...multiply, get, a, ...add, set, r]);
  // loop … local.get 0, i32.const −1, i32.add, local.tee 0, br_if 0, end
  const loop = [0x03, 0x40, ...step, get, 0, 0x41, 0x7f, 0x6a, tee, 0, 0x0d, 0, 0x0b];
  // The result is the sum of all vectors, so that none of them is optimized away.
  const rest = registers.slice(1).flatMap((r) => [get, r, ...add]);
  const result = [get, 1, ...rest, ...simd(0x1f), 0];
  const body = [1, vectors + 2, 0x7b, ...start, ...loop, ...result, 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, 1, 0x60, 1, 0x7f, 1, 0x7d),
    ...section(3, 1, 0),
    ...section(7, 1, 1, 0x66, 0, 0),
    ...section(10, 1, ...leb(body.length), ...body),
  ]);
}

/** Returns a function that does {@link peakFlops} operations. */
export function createPeak(): () => void {
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes())).exports;
  const run = f as (iterations: number) => number;
  return () => {
    // Each lane converges to 0.1 ÷ (1 − 0.9) = 1.
    const sum = run(iterations);
    if (Math.abs(sum - vectors) > 1e-3) throw new Error(`the peak loop gave ${sum}`);
  };
}
