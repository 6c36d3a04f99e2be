import { kernelBytes } from './kernelBytes.ts';

type Pad = (
  from: number,
  to: number,
  planes: number,
  h: number,
  w: number,
  pitch: number,
  planePitch: number,
  magnitude: number,
) => void;
type Pack = (
  pass: number,
  from: number,
  places: number,
  first: number,
  channels: number,
  taps: number,
  channelBytes: number,
) => void;
type Cut = (
  table: number,
  rows: number,
  columns: number,
  pitch: number,
  flat: number,
  tile: number,
  yRow: number,
  yColumn: number,
) => number;
type Tiles = (pass: number, from: number, to: number) => void;
type Finite = (from: number, count: number, magnitude: number) => number;
type Zeros = (from: number, count: number) => number;

type Split = (
  from: number,
  to: number,
  planes: number,
  h: number,
  w: number,
  pitch: number,
  half: number,
  shift: number,
  step: number,
  magnitude: number,
) => void;
type KernelsIn = (
  firstTiling: number,
  tilings: number,
  from: number,
  first: number,
  count: number,
  channelBytes: number,
  taps: number,
) => void;
/** A pass over the elements `from` … `end` − 1. `place` is the address of the parameters. */
type Scan = (place: number, from: number, end: number) => number;
type Spread = (place: number, from: number, end: number, first: number) => void;
type Keep = (place: number, count: number) => void;
/** A pass over the first `count` elements. `place` is the address of the parameters. */
type Fill = (place: number, count: number) => void;
type Filter = (tiling: number, from: number, to: number, first: number, end: number) => void;

/** The functions that assembly/index.ts exports. Places are byte addresses; flags are 0 or 1. */
export interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly scan: Scan;
  readonly spread: Spread;
  readonly keep: Keep;
  readonly randn: Fill;
  readonly smooth: Fill;
  readonly tiles32: Tiles;
  readonly tiles64: Tiles;
  readonly cut32: Cut;
  readonly cut64: Cut;
  readonly finite32: Finite;
  readonly finite64: Finite;
  readonly zeros32: Zeros;
  readonly zeros64: Zeros;
  readonly pad32: Pad;
  readonly pad64: Pad;
  readonly pad32to64: Pad;
  readonly pack32: Pack;
  readonly pack64: Pack;
  readonly pack32to64: Pack;
  readonly direct32: (place: number) => void;
  readonly direct64: (place: number) => void;
  readonly split32: Split;
  readonly split64: Split;
  readonly kernelsIn32: KernelsIn;
  readonly kernelsIn64: KernelsIn;
  readonly filter32: Filter;
  readonly filter64: Filter;
  readonly clear: (from: number, bytes: number) => void;
}

/**
 * The part of the WebAssembly API that is used here. It is declared because the engine is compiled without the type
 * definitions of the DOM and of Node.
 */
declare const WebAssembly:
  | {
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Instance: new (module: object) => { readonly exports: unknown };
    }
  | undefined;

/**
 * The compiled module. Undefined if compilation has not been tried yet; null if the platform has no WebAssembly SIMD or
 * forbids compilation.
 */
let compiled: object | null | undefined;
const idleInstances: KernelExports[] = [];

/** The most bytes of memory of an instance that is reused after its run. */
const largestReusedMemory = 2 ** 26;

/**
 * Returns an instance with at least `bytes` of memory, for the exclusive use of one run until it is released; several
 * runs may be in progress. If a run is cancelled, its instance is garbage collected. Returns null if the platform has
 * no WebAssembly SIMD, or if a content security policy forbids compilation.
 */
export function acquireInstance(bytes: number): KernelExports | null {
  if (typeof WebAssembly === 'undefined') return null;
  compiled ??= compile();
  if (compiled === null) return null;
  const instance = idleInstances.pop() ?? (new WebAssembly.Instance(compiled).exports as KernelExports);
  const missing = bytes - instance.memory.buffer.byteLength;
  try {
    if (missing > 0) instance.memory.grow(Math.ceil(missing / 65536));
  } catch {
    return null;
  }
  return instance;
}

/** Returns an instance to the pool for the next run. */
export function releaseInstance(instance: KernelExports): void {
  if (instance.memory.buffer.byteLength <= largestReusedMemory && idleInstances.length < 2)
    idleInstances.push(instance);
}

function compile(): object | null {
  if (typeof WebAssembly === 'undefined') return null;
  try {
    return new WebAssembly.Module(decodeHex(kernelBytes));
  } catch {
    return null;
  }
}

/** `Uint8Array.fromHex`, which only newer platforms have. */
const platform = Uint8Array as { readonly fromHex?: (text: string) => Uint8Array };

/**
 * Decodes a text with two lower-case hexadecimal digits per byte. The first run waits for this function; if the
 * platform has no decoder, it reads character codes, because a string and a call for each digit would take several
 * times as long.
 */
export function decodeHex(text: string): Uint8Array {
  if (platform.fromHex !== undefined) return platform.fromHex(text);
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0, at = 0; i < bytes.length; i++, at += 2) {
    const upper = text.charCodeAt(at);
    const lower = text.charCodeAt(at + 1);
    // The low four bits of a code are 0 … 9 for a digit and 1 … 6 for a letter; only a letter's code is above 63.
    bytes[i] = 16 * ((upper & 15) + 9 * (upper >> 6)) + (lower & 15) + 9 * (lower >> 6);
  }
  return bytes;
}
