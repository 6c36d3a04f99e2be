/** Bytes that come in chunks and are read by ranges. */
export class Chunks {
  readonly #chunks: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  #length = 0;

  /** The number of bytes in all chunks. */
  get length(): number {
    return this.#length;
  }

  push(bytes: Uint8Array): void {
    this.#chunks.push({ at: this.#length, bytes });
    this.#length += bytes.length;
  }

  /** Copies the bytes `from` … `from + length − 1`, which must be there. */
  copy(from: number, length: number): ArrayBuffer {
    const bytes = new Uint8Array(length);
    const end = from + length;
    let [low, high] = [0, this.#chunks.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#chunks[middle]?.at ?? 0) <= from) low = middle;
      else high = middle;
    }
    for (let i = low; i < this.#chunks.length; i++) {
      const { at, bytes: chunk } = this.#chunks[i] as { readonly at: number; readonly bytes: Uint8Array };
      if (at >= end) break;
      const [first, last] = [Math.max(from, at), Math.min(end, at + chunk.length)];
      if (first < last) bytes.set(chunk.subarray(first - at, last - at), first - from);
    }
    return bytes.buffer;
  }
}
