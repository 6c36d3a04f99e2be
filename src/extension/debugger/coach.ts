import type * as vscode from 'vscode';

const key = 'coachDismissed';

/** Remembers if the user dismissed the explanation of the first steps below the figure, in every workspace. */
export class Coach {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  get isShown(): boolean {
    return this.#state.get<unknown>(key) !== true;
  }

  /** Shows or hides the explanation in every debugger that is opened from now on. */
  show(shown: boolean): void {
    void this.#state.update(key, !shown);
  }
}
