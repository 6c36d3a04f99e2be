/** Counts the elements it is shown and remembers the first. */
export class Count {
  #count = 0;
  #first: number | null = null;

  see(at: number): void {
    this.#count++;
    this.#first ??= at;
  }

  get count(): number {
    return this.#count;
  }

  get found(): { readonly count: number; readonly first: number | null } {
    return { count: this.#count, first: this.#first };
  }
}
