import type { DType } from '../core/tensor.ts';

/** A group of values whose keys begin with the same digits, and the place of the first of them in ascending order. */
interface Prefix {
  readonly digits: readonly number[];
  readonly first: number;
  readonly counts: Float64Array;
}

const base = 1 << 16;

/**
 * Finds the values at given places in ascending order among values that are read several times and never kept. The bits
 * of a number, with the sign's order mended, are its key; each pass over the values settles the next 16 bits of the keys
 * that are searched for. Non-finite values are skipped. −0 counts as 0.
 */
export class OrderSearch {
  /** Number of passes: one for every 16 bits. */
  readonly levels: 2 | 4;
  readonly #isDouble: boolean;
  readonly #doubles = new Float64Array(1);
  readonly #floats = new Float32Array(1);
  readonly #words: Uint32Array;
  readonly #highWord: number;
  #level = 0;
  #ranks: readonly number[] = [];
  #prefixes: readonly Prefix[] = [{ digits: [], first: 0, counts: new Float64Array(base) }];

  constructor(dtype: DType) {
    this.#isDouble = dtype === 'float64';
    this.levels = this.#isDouble ? 4 : 2;
    this.#words = new Uint32Array(this.#isDouble ? this.#doubles.buffer : this.#floats.buffer);
    this.#highWord = this.#isDouble && new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;
  }

  /** Sets the places to find, counted from 0. Called before the first pass ends. */
  search(ranks: readonly number[]): void {
    this.#ranks = [...new Set(ranks)].sort((a, b) => a - b);
  }

  add(values: ArrayLike<number>): void {
    const level = this.#level;
    if (level === 0) {
      const counts = this.#prefixes[0]?.counts as Float64Array;
      for (let i = 0, end = values.length; i < end; i++) {
        const value = values[i] as number;
        if (value - value !== 0) continue;
        const digit = this.#highKey(value) >>> 16;
        counts[digit] = (counts[digit] as number) + 1;
      }
      return;
    }
    for (let i = 0, end = values.length; i < end; i++) {
      const value = values[i] as number;
      if (value - value !== 0) continue;
      const high = this.#highKey(value);
      for (const { digits, counts } of this.#prefixes) {
        if (high >>> 16 !== digits[0]) continue;
        if (level === 1) {
          const digit = high & 0xffff;
          counts[digit] = (counts[digit] as number) + 1;
          break;
        }
        if ((high & 0xffff) !== digits[1]) continue;
        const low = this.#lowKey();
        if (level === 2) {
          const digit = low >>> 16;
          counts[digit] = (counts[digit] as number) + 1;
          break;
        }
        if (low >>> 16 !== digits[2]) continue;
        const digit = low & 0xffff;
        counts[digit] = (counts[digit] as number) + 1;
        break;
      }
    }
  }

  /** Ends a pass: each searched place gets the next digits of its key. */
  endPass(): void {
    const next: Prefix[] = [];
    for (const rank of this.#ranks) {
      const prefix = this.#prefixHolding(rank);
      let first = prefix.first;
      let digit = 0;
      while (digit < base - 1 && first + (prefix.counts[digit] as number) <= rank) {
        first += prefix.counts[digit] as number;
        digit += 1;
      }
      const digits = [...prefix.digits, digit];
      if (next.some((other) => other.digits.join() === digits.join())) continue;
      next.push({ digits, first, counts: new Float64Array(this.#level + 1 < this.levels ? base : 0) });
    }
    this.#prefixes = next;
    this.#level += 1;
  }

  /** Returns the value at a searched place, after the last pass. */
  valueAt(rank: number): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#prefixHolding(rank).digits;
    const high = a * base + b;
    const low = c * base + d;
    const isNegative = high < 2 ** 31;
    const words = this.#words;
    words[this.#highWord] = isNegative ? ~high : high ^ 0x80000000;
    if (this.#isDouble) words[1 - this.#highWord] = isNegative ? ~low : low;
    return this.#isDouble ? (this.#doubles[0] as number) : (this.#floats[0] as number);
  }

  /** Returns the last group that begins at or before a place. */
  #prefixHolding(rank: number): Prefix {
    const holding = this.#prefixes.filter(({ first }) => first <= rank);
    return holding.at(-1) as Prefix;
  }

  /** Returns the upper 32 bits of a value's key: unsigned, ascending with the value. */
  #highKey(value: number): number {
    // + 0 turns −0 into 0.
    if (this.#isDouble) this.#doubles[0] = value + 0;
    else this.#floats[0] = value + 0;
    const word = this.#words[this.#highWord] as number;
    return (word >>> 31 === 1 ? ~word : word ^ 0x80000000) >>> 0;
  }

  /** Returns the lower 32 bits of the key of the value that was last passed to `highKey`. */
  #lowKey(): number {
    const low = this.#words[1 - this.#highWord] as number;
    const isNegative = (this.#words[this.#highWord] as number) >>> 31 === 1;
    return (isNegative ? ~low : low) >>> 0;
  }
}
