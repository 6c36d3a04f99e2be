import { SpareBuffers } from '../../src/engine/core/spareBuffers.ts';
import { resultBuffers } from '../../src/scenario/run/resultBuffers.ts';
import type { PartResult } from '../../src/scenario/run/partRun.ts';

/**
 * Keeps memory of earlier runs for new ones: that of whole runs, which the page returns, and that of parts, which the workers keep.
 */
export class Spares {
  readonly whole = new SpareBuffers();
  readonly #parts: (readonly ArrayBuffer[])[] = [];

  /** Takes the memory that part number `i` left; a second call returns none. */
  takePart(i: number): readonly ArrayBuffer[] {
    const left = this.#parts[i] ?? [];
    this.#parts[i] = [];
    return left;
  }

  /** Keeps the memory of parts that have been joined. */
  giveParts(parts: readonly PartResult[]): void {
    for (const [i, part] of parts.entries()) this.#parts[i] = resultBuffers(part);
  }
}
