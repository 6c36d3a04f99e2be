import type { Extreme } from './comparison.ts';

/** The largest of the values it is shown and where it was, the first of equals. */
export class Maximum {
  #value = -Infinity;
  #at = -1;

  see(value: number, at: number): void {
    if (value > this.#value) {
      this.#value = value;
      this.#at = at;
    }
  }

  /** Null before the first value. */
  get extreme(): Extreme | null {
    return this.#at < 0 ? null : { value: this.#value, at: this.#at };
  }
}
