import * as vscode from 'vscode';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { History } from '../../protocol/hostMessages.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { EditHistory } from './editHistory.ts';
import type { ScenarioModel } from './scenarioModel.ts';

/**
 * The scenario of a panel without a document, kept as long as the panel and in the page's saved state, and its edits,
 * which can be undone as those of a document.
 */
export class PanelModel implements ScenarioModel {
  readonly origin = { kind: 'panel' } as const;
  readonly document = null;
  readonly base: vscode.Uri | null;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #edited: (scenario: Scenario) => void;
  readonly #history: EditHistory;
  #scenario: Result<Scenario> | null;

  readonly onDidChange = this.#changed.event;

  /** `edited` is called after every edit. */
  constructor(scenario: Result<Scenario> | null, base: vscode.Uri | null, edited: (scenario: Scenario) => void) {
    this.#scenario = scenario;
    this.#history = new EditHistory(scenario?.ok === true ? scenario.value : null);
    this.base = base;
    this.#edited = edited;
  }

  read(): Result<Scenario> | null {
    return this.#scenario;
  }

  get history(): History {
    return { canUndo: this.#history.canUndo, canRedo: this.#history.canRedo };
  }

  edit(scenario: Scenario, options = { continues: false }): Promise<boolean> {
    this.#history.add(scenario, options);
    this.#set(scenario);
    return Promise.resolve(true);
  }

  stepHistory(direction: 'undo' | 'redo'): void {
    const scenario = this.#history.step(direction);
    if (scenario === null) return;
    this.#set(scenario);
    this.#changed.fire();
  }

  #set(scenario: Scenario): void {
    this.#scenario = ok(scenario);
    this.#edited(scenario);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
