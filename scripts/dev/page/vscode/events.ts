export class Disposable {
  readonly #dispose: () => unknown;

  constructor(dispose: () => unknown) {
    this.#dispose = dispose;
  }

  static from(...all: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const each of all) each.dispose();
    });
  }

  dispose(): void {
    this.#dispose();
  }
}

/** Adds a listener to an event. Returns a disposable that removes the listener. */
export type Event<T> = (listener: (value: T) => unknown, self?: unknown, disposables?: Disposable[]) => Disposable;

export class EventEmitter<T> {
  readonly #listeners = new Set<(value: T) => unknown>();

  readonly event: Event<T> = (listener, self, disposables) => {
    const bound = (value: T): unknown => listener.call(self, value);
    this.#listeners.add(bound);
    const stop = new Disposable(() => this.#listeners.delete(bound));
    disposables?.push(stop);
    return stop;
  };

  /** Calls all listeners, even if one throws. */
  fire(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        console.error(error);
      }
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
