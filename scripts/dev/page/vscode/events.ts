import type * as vscode from 'vscode';

export class Disposable implements vscode.Disposable {
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

export class EventEmitter<T> implements vscode.EventEmitter<T> {
  readonly #listeners = new Set<(value: T) => unknown>();

  readonly event: vscode.Event<T> = (listener, self: unknown, disposables) => {
    const bound = (value: T): unknown => listener.call(self, value);
    this.#listeners.add(bound);
    const stop = new Disposable(() => this.#listeners.delete(bound));
    disposables?.push(stop);
    return stop;
  };

  /** A listener that throws keeps none of the others from hearing of it. */
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
