/** Bytes that are kept of tensors that are not shown any more: some pictures' worth of going back and forth. */
const mostBytes = 256_000_000;
const mostTensors = 8;

/** The tensors that were looked at last, by key. */
export class TensorCache<T> {
  readonly #kept = new Map<string, { readonly value: T; readonly bytes: number }>();

  get(key: string): T | undefined {
    const found = this.#kept.get(key);
    if (found === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found.value;
  }

  /** Keeps it in place of those that were not looked at for the longest time; itself it is kept whatever its size. */
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
