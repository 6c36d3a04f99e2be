import type { ComparedPart } from './comparedPart.ts';
import type { Numbers } from '../kernels/kernels.ts';
import type { Arena } from '../kernels/wasm/memory/arena.ts';

/**
 * Number of elements that are in the WebAssembly memory at a time: few enough for all arrays together to stay in a fast
 * cache.
 */
export const elementsHeld = 2 ** 12;
/** Below this number of elements, the JavaScript loops finish before a WebAssembly instance is ready. */
export const fewestForCompareKernels = 2 ** 10;
/** Distance in bytes between the starts of two arrays. Must equal `held` in assembly/compare/pair.ts. */
const heldBytes = elementsHeld * Float64Array.BYTES_PER_ELEMENT;

/** Copies the elements `from` … `to` − 1 into the WebAssembly memory. */
export type CopyElements = (from: number, to: number) => void;

/** Reserves WebAssembly memory for this number of arrays and returns its address. */
export function reserveArrays(memory: Arena, arrays: 2 | 4): number {
  return memory.take(arrays * heldBytes);
}

/** Returns a function that copies numbers unchanged into array number `which` of those at address `at`. */
export function arrayCopier(buffer: ArrayBuffer, at: number, which: number, data: Numbers): CopyElements {
  const place = at + which * heldBytes;
  const held =
    data instanceof Float32Array
      ? new Float32Array(buffer, place, elementsHeld)
      : new Float64Array(buffer, place, elementsHeld);
  return (from, to) => held.set(data.subarray(from, to));
}

/** Returns a bit mask with a 1 for each array that is float64. assembly/compare/pair.ts calls it `Wide`. */
export function float64Mask(arrays: readonly Numbers[]): number {
  return arrays.reduce((bits, data, i) => (data instanceof Float64Array ? bits | (1 << i) : bits), 0);
}

/** Returns functions that copy the elements of two tensors into the first two arrays in WebAssembly memory. */
export function pairCopiers(
  buffer: ArrayBuffer,
  at: number,
  { actual, expected }: ComparedPart,
): readonly CopyElements[] {
  return [arrayCopier(buffer, at, 0, actual.data), arrayCopier(buffer, at, 1, expected.data)];
}

/**
 * Returns a function that fills an array in WebAssembly memory with values that repeat in every plane of the output.
 * `plane` has one number per element of a plane.
 */
export function cyclicCopier(
  buffer: ArrayBuffer,
  at: number,
  which: number,
  plane: Uint32Array<ArrayBuffer>,
): CopyElements {
  const held = new Uint32Array(buffer, at + which * heldBytes, elementsHeld);
  return (from, to) => {
    const count = to - from;
    const first = from % plane.length;
    held.set(plane.subarray(first, first + count));
    let filled = plane.length - first;
    if (filled >= count) return;
    held.set(plane.subarray(0, Math.min(first, count - filled)), filled);
    // From here on the array holds whole planes, so each copy doubles their number.
    for (filled = plane.length; filled < count; filled *= 2)
      held.copyWithin(filled, 0, Math.min(filled, count - filled));
  };
}

/** Keeps track of which elements are in the WebAssembly memory. */
export class ElementsInMemory {
  readonly #total: number;
  readonly #brings: readonly CopyElements[];
  #first = -1;

  constructor(total: number, brings: readonly CopyElements[]) {
    this.#total = total;
    this.#brings = brings;
  }

  /**
   * Makes sure that the block with the element at this index is in the WebAssembly memory. Returns the index of the
   * block's first element.
   */
  hold(at: number): number {
    const first = at - (at % elementsHeld);
    if (first !== this.#first) {
      const to = Math.min(first + elementsHeld, this.#total);
      for (const bring of this.#brings) bring(first, to);
      this.#first = first;
    }
    return first;
  }
}
