import { binOf } from './errorBins.ts';
import type { Kept } from './kept.ts';
import type { ComparedPart } from './part.ts';

/** Keeps errors of wanted bins: the readable loop, and the twin of kernels/wasm/keepKernel.ts. */
export class KeepLoop {
  readonly #part: ComparedPart;
  readonly #into: Kept;

  constructor(part: ComparedPart, into: Kept) {
    this.#part = part;
    this.#into = into;
  }

  /** The elements `from` … `to` − 1; those that are not finite on both sides are left out. */
  see(from: number, to: number): void {
    const [a, e] = [this.#part.actual.data, this.#part.expected.data];
    const { top, which, kept, filled } = this.#into;
    for (let at = from; at < to; at++) {
      const abs = Math.abs((a[at] as number) - (e[at] as number));
      if (!(abs < Infinity) && !(Number.isFinite(a[at]) && Number.isFinite(e[at]))) continue;
      const i = which[binOf(abs, top)] as number;
      if (i < 0) continue;
      (kept[i] as Float64Array)[filled[i] as number] = abs;
      filled[i] = (filled[i] as number) + 1;
    }
  }
}
