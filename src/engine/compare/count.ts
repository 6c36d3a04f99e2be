/** Counts the elements it is shown and remembers the first. */
export class Count {
  #count = 0;
  #first: number | null = null;

  see(at: number): void {
    this.#count++;
    this.#first ??= at;
  }

  /** More of them, none of which is the first. */
  seeMore(count: number): void {
    this.#count += count;
  }

  get count(): number {
    return this.#count;
  }

  get found(): { readonly count: number; readonly first: number | null } {
    return { count: this.#count, first: this.#first };
  }
}
