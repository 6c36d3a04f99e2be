import type { ComparedPart } from './part.ts';
import type { Numbers } from '../kernels/kernel.ts';
import type { Arena } from '../kernels/wasm/memory/arena.ts';

/** Elements in the kernels' memory at a time: few enough to stay, with all that goes with them, in a cache near by. */
export const heldLength = 2 ** 12;
/** Of fewer elements the loops are done before the kernels are ready. */
export const fewestHeld = 2 ** 10;
/** From one held array to the next: `held` of assembly/pair.ts. */
const heldBytes = heldLength * Float64Array.BYTES_PER_ELEMENT;

/** Brings the elements `from` … `to` − 1 into the kernels' memory. */
export type Bring = (from: number, to: number) => void;

/** Room for what the kernels hold of so many arrays. */
export function takeHeld(memory: Arena, arrays: 2 | 4): number {
  return memory.take(arrays * heldBytes);
}

/** Brings numbers, as they are, to the array `which` of those at `at`. */
export function bringer(buffer: ArrayBuffer, at: number, which: number, data: Numbers): Bring {
  const place = at + which * heldBytes;
  const held =
    data instanceof Float32Array
      ? new Float32Array(buffer, place, heldLength)
      : new Float64Array(buffer, place, heldLength);
  return (from, to) => held.set(data.subarray(from, to));
}

/** Which of the held arrays are of float64, a bit each: `Wide` of assembly/pair.ts. */
export function wideOf(arrays: readonly Numbers[]): number {
  return arrays.reduce((bits, data, i) => (data instanceof Float64Array ? bits | (1 << i) : bits), 0);
}

/** Brings the elements of two tensors to the first two arrays. */
export function pairBringers(buffer: ArrayBuffer, at: number, { actual, expected }: ComparedPart): readonly Bring[] {
  return [bringer(buffer, at, 0, actual.data), bringer(buffer, at, 1, expected.data)];
}

/** Brings what repeats from plane to plane: a number for each place of a plane. */
export function cyclicBringer(buffer: ArrayBuffer, at: number, which: number, plane: Uint32Array<ArrayBuffer>): Bring {
  const held = new Uint32Array(buffer, at + which * heldBytes, heldLength);
  return (from, to) => {
    const count = to - from;
    const first = from % plane.length;
    held.set(plane.subarray(first, first + count));
    let filled = plane.length - first;
    if (filled >= count) return;
    held.set(plane.subarray(0, Math.min(first, count - filled)), filled);
    // Whole planes from here on: what is there is as much again.
    for (filled = plane.length; filled < count; filled *= 2)
      held.copyWithin(filled, 0, Math.min(filled, count - filled));
  };
}

/** Which elements are in the memory. */
export class ElementsInMemory {
  readonly #total: number;
  readonly #brings: readonly Bring[];
  #first = -1;

  constructor(total: number, brings: readonly Bring[]) {
    this.#total = total;
    this.#brings = brings;
  }

  /** Sees to it that the element at this place is there; returns the place of the first that is. */
  hold(at: number): number {
    const first = at - (at % heldLength);
    if (first !== this.#first) {
      const to = Math.min(first + heldLength, this.#total);
      for (const bring of this.#brings) bring(first, to);
      this.#first = first;
    }
    return first;
  }
}
