import type { Extreme } from './comparison.ts';

/** Keeps the `size` largest of the values it is shown, the earlier of equals first. */
export class Worst {
  readonly #size: number;
  readonly #kept: Extreme[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  see(value: number, at: number): void {
    const kept = this.#kept;
    const least = kept[this.#size - 1];
    if (least !== undefined && value <= least.value) return;
    const before = kept.findIndex((other) => other.value < value);
    kept.splice(before < 0 ? kept.length : before, 0, { value, at });
    if (kept.length > this.#size) kept.pop();
  }

  /** What a value has to exceed to be kept; −1 while there is room. */
  get least(): number {
    return this.#kept[this.#size - 1]?.value ?? -1;
  }

  /** Worst first. */
  get extremes(): readonly Extreme[] {
    return this.#kept;
  }
}
