import type * as vscode from 'vscode';

const key = 'coachDismissed';

/** Whether the debugger explains its first steps below the figure. The user's dismissal holds in every workspace. */
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
