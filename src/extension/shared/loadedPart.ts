/** What is loaded and thrown away as one. */
interface Disposable {
  dispose(): void;
}

/** A part of the extension that is loaded once, when it is needed for the first time. */
export class LoadedPart<T extends Disposable> {
  readonly #load: () => Promise<T>;
  #loading: Promise<T> | null = null;
  #part: T | null = null;
  #isDisposed = false;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** Returns the part if it is loaded; null otherwise. */
  now(): T | null {
    return this.#part;
  }

  /** Returns the part, loaded if it is not yet. */
  get(): Promise<T> {
    return (this.#loading ??= this.#loaded());
  }

  /** Disposes of the part; of one that is still being loaded, as soon as it is there. */
  dispose(): void {
    this.#isDisposed = true;
    this.#part?.dispose();
  }

  async #loaded(): Promise<T> {
    const part = await this.#load();
    this.#part = part;
    if (this.#isDisposed) part.dispose();
    return part;
  }
}
