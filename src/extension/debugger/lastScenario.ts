import type * as vscode from 'vscode';
import { parseScenario } from '../../scenario/document/parseScenario.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { serializeScenario } from '../../scenario/document/serializeScenario.ts';

const key = 'lastScenario';
/** VS Code keeps this state in memory and warns of large ones: tensors written out are not for it. */
const longest = 100_000;

/** What the debugger showed last in this workspace, so that it opens where one left off. */
export class LastScenario {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  remember(scenario: Scenario): void {
    const text = serializeScenario(scenario);
    if (text.length <= longest) void this.#state.update(key, text);
  }

  /** Null when there is none, or none that this version understands. */
  recall(): Scenario | null {
    const text = this.#state.get<unknown>(key);
    const scenario = typeof text === 'string' ? parseScenario(text) : null;
    return scenario?.ok === true ? scenario.value : null;
  }
}
