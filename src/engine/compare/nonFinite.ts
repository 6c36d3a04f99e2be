import type { NonFiniteCounts } from './comparison.ts';

/** Counts NaN and the infinities among the values it is shown. */
export class NonFinite {
  #nan = 0;
  #positiveInfinity = 0;
  #negativeInfinity = 0;

  see(value: number): void {
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
