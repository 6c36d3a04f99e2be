import { SpareBuffers } from '../../src/engine/core/spareBuffers.ts';
import { resultBuffers } from '../../src/scenario/run/resultBuffers.ts';
import type { PartResult } from '../../src/scenario/run/partRun.ts';

/** Memory of earlier runs: of wholes, which the page gives back, and of each part, which stays with the workers. */
export class Spares {
  readonly whole = new SpareBuffers();
  readonly #parts: (readonly ArrayBuffer[])[] = [];

  /** What part number `i` left behind; it can be had once. */
  takePart(i: number): readonly ArrayBuffer[] {
    const left = this.#parts[i] ?? [];
    this.#parts[i] = [];
    return left;
  }

  /** After the parts were joined: nobody looks at them any more. */
  giveParts(parts: readonly PartResult[]): void {
    for (const [i, part] of parts.entries()) this.#parts[i] = resultBuffers(part);
  }
}
