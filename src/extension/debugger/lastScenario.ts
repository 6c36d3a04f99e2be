import type * as vscode from 'vscode';
import { parseScenario } from '../../scenario/document/parseScenario.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { serializeScenario } from '../../scenario/document/serializeScenario.ts';

const key = 'lastScenario';
/** Longer texts (of tensors that are written out) are not stored: VS Code keeps this state in memory and warns of large ones. */
const longest = 100_000;

/** The scenario that a debugger showed last in this workspace; the next one opens with it. */
export class LastScenario {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  remember(scenario: Scenario): void {
    const text = serializeScenario(scenario);
    if (text.length <= longest) void this.#state.update(key, text);
  }

  /** Returns the remembered scenario; null if there is none that this version can read. */
  recall(): Scenario | null {
    const text = this.#state.get<unknown>(key);
    const scenario = typeof text === 'string' ? parseScenario(text) : null;
    return scenario?.ok === true ? scenario.value : null;
  }
}
