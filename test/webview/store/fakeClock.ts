import type { Clock } from '../../../webview/ui/clock.ts';

interface Due {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** The duration of a frame of this clock in milliseconds. */
const frameMilliseconds = 16;

/** A clock that advances only when the test says so. */
export class FakeClock implements Clock {
  #now = 0;
  #order = 0;
  readonly #due = new Set<Due>();

  readonly now = (): number => this.#now;
  readonly after = (milliseconds: number, callback: () => void): (() => void) => {
    const due = { at: this.#now + milliseconds, order: this.#order++, callback };
    this.#due.add(due);
    return () => this.#due.delete(due);
  };
  readonly onFrame = (callback: () => void): (() => void) => this.after(frameMilliseconds, callback);

  /** Advances the clock; callbacks that become due are called in order. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#due].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order);
      if (next === undefined) break;
      this.#due.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.callback();
    }
    this.#now = end;
  }
}
