import type { Extreme, NonFiniteCounts } from './comparison.ts';

/** Counts elements and remembers the flat index of the first. */
export class CountAndFirst {
  #count = 0;
  #first: number | null = null;

  add(at: number): void {
    this.#count++;
    this.#first ??= at;
  }

  /** Adds `count` elements to the count. The first element must have been added before. */
  addMore(count: number): void {
    this.#count += count;
  }

  get count(): number {
    return this.#count;
  }

  get found(): { readonly count: number; readonly first: number | null } {
    return { count: this.#count, first: this.#first };
  }
}

/** Keeps the largest of the values added and its index; of equal values, the first. */
export class Maximum {
  #value = -Infinity;
  #at = -1;

  add(value: number, at: number): void {
    if (value > this.#value) {
      this.#value = value;
      this.#at = at;
    }
  }

  /** The largest value so far and its index; null before the first value. */
  get extreme(): Extreme | null {
    return this.#at < 0 ? null : { value: this.#value, at: this.#at };
  }
}

/** Keeps the `size` largest of the values added; of equal values, the earlier ones first. */
export class WorstErrors {
  readonly #size: number;
  readonly #kept: Extreme[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  add(value: number, at: number): void {
    const kept = this.#kept;
    const least = kept[this.#size - 1];
    if (least !== undefined && value <= least.value) return;
    const before = kept.findIndex((other) => other.value < value);
    kept.splice(before < 0 ? kept.length : before, 0, { value, at });
    if (kept.length > this.#size) kept.pop();
  }

  /** The value that a new one must exceed to be kept; −1 until `size` values are kept. */
  get least(): number {
    return this.#kept[this.#size - 1]?.value ?? -1;
  }

  /** The kept values, worst first. */
  get extremes(): readonly Extreme[] {
    return this.#kept;
  }
}

/** Counts NaN and the infinities among the values added. */
export class NonFiniteCounter {
  #nan = 0;
  #positiveInfinity = 0;
  #negativeInfinity = 0;

  add(value: number): void {
    if (Number.isNaN(value)) this.#nan++;
    else if (value === Infinity) this.#positiveInfinity++;
    else if (value === -Infinity) this.#negativeInfinity++;
  }

  get counts(): NonFiniteCounts {
    return {
      nan: this.#nan,
      positiveInfinity: this.#positiveInfinity,
      negativeInfinity: this.#negativeInfinity,
    };
  }
}
