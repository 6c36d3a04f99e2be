import { isSameScenario } from '../../scenario/document/isSameScenario.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';

/** The most steps that can be undone. */
const mostSteps = 200;

/** The edits of a panel's scenario that can be undone and redone. */
export class EditHistory {
  #now: Scenario | null;
  readonly #past: (Scenario | null)[] = [];
  #future: (Scenario | null)[] = [];

  /** `now` is the scenario before the first edit; null if there is none. */
  constructor(now: Scenario | null) {
    this.#now = now;
  }

  get canUndo(): boolean {
    return this.#past.some((scenario) => scenario !== null);
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Adds an edit. If it `continues` the last one, both are one step. An edit that changes nothing is not added. */
  add(edited: Scenario, { continues }: { readonly continues: boolean }): void {
    const before = this.#now;
    if (before !== null && isSameScenario(before, edited)) return;
    this.#now = edited;
    if (!continues || this.#past.length === 0) {
      this.#past.push(before);
      if (this.#past.length > mostSteps) this.#past.shift();
    }
    this.#future = [];
  }

  /** Returns the scenario before or after a step; null if there is none. */
  step(direction: 'undo' | 'redo'): Scenario | null {
    const [from, to] = direction === 'undo' ? [this.#past, this.#future] : [this.#future, this.#past];
    const next = from.at(-1) ?? null;
    if (next === null) return null;
    from.pop();
    to.push(this.#now);
    this.#now = next;
    return next;
  }
}
