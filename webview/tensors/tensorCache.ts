/** Most bytes of the cached parts: enough to go back and forth between the slices of a large tensor. */
const mostBytes = 256_000_000;
const mostTensors = 64;

/** A cache of the parts of tensors that were used last, by key. */
export class TensorCache<T> {
  readonly #kept = new Map<string, { readonly value: T; readonly bytes: number }>();

  get(key: string): T | undefined {
    const found = this.#kept.get(key);
    if (found === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found.value;
  }

  /** Adds a value, whatever its size, and removes the least recently used ones that are beyond the limits. */
  set(key: string, value: T, bytes: number): void {
    this.#kept.delete(key);
    this.#kept.set(key, { value, bytes });
    let total = [...this.#kept.values()].reduce((sum, kept) => sum + kept.bytes, 0);
    for (const [oldest, kept] of this.#kept) {
      if (oldest === key || (total <= mostBytes && this.#kept.size <= mostTensors)) break;
      this.#kept.delete(oldest);
      total -= kept.bytes;
    }
  }

  clear(): void {
    this.#kept.clear();
  }
}
