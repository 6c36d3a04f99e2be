import { decodeHex } from './decodeHex.ts';
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
/** Of a place of what it goes by, elements `from` … `end` − 1 of those held. */
type Scan = (place: number, from: number, end: number) => number;
type Spread = (place: number, from: number, end: number, first: number) => void;
type Keep = (place: number, count: number) => void;
/** Of a place of what it goes by, how many elements. */
type Fill = (place: number, count: number) => void;
type Filter = (tiling: number, from: number, to: number, first: number, end: number) => void;

/** What assembly/index.ts exports. Places are bytes; flags are 0 or 1. */
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

/** The part of the platform's WebAssembly that is used here: this room names neither the DOM nor Node. */
declare const WebAssembly:
  | {
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Instance: new (module: object) => { readonly exports: unknown };
    }
  | undefined;

/** undefined: not tried yet; null: this platform has no WebAssembly SIMD, or may not compile. */
let compiled: object | null | undefined;
const free: KernelExports[] = [];

/** A memory that has grown larger than this is given back to the system after its run. */
const keptBytes = 2 ** 26;

/**
 * An instance for one run, of its own until it is given back: runs may be interleaved. A run that
 * is abandoned leaves its instance to the garbage collector. null without WebAssembly SIMD, or
 * where a content security policy forbids to compile.
 */
export function takeInstance(bytes: number): KernelExports | null {
  if (typeof WebAssembly === 'undefined') return null;
  compiled ??= compile();
  if (compiled === null) return null;
  const found = free.pop() ?? (new WebAssembly.Instance(compiled).exports as KernelExports);
  const missing = bytes - found.memory.buffer.byteLength;
  try {
    if (missing > 0) found.memory.grow(Math.ceil(missing / 65536));
  } catch {
    return null;
  }
  return found;
}

/** Gives an instance back for the next run. */
export function giveInstance(instance: KernelExports): void {
  if (instance.memory.buffer.byteLength <= keptBytes && free.length < 2) free.push(instance);
}

function compile(): object | null {
  if (typeof WebAssembly === 'undefined') return null;
  try {
    return new WebAssembly.Module(decodeHex(kernelBytes));
  } catch {
    return null;
  }
}
