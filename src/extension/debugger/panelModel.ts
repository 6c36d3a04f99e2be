import * as vscode from 'vscode';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import type { ScenarioModel } from './scenarioModel.ts';

/** The scenario of a panel without a document, kept as long as the panel and in the page's saved state. */
export class PanelModel implements ScenarioModel {
  readonly origin = { kind: 'panel' } as const;
  readonly document = null;
  readonly base: vscode.Uri | null;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #edited: (scenario: Scenario) => void;
  #scenario: Result<Scenario> | null;

  readonly onDidChange = this.#changed.event;

  /** `edited` is called after every edit. */
  constructor(scenario: Result<Scenario> | null, base: vscode.Uri | null, edited: (scenario: Scenario) => void) {
    this.#scenario = scenario;
    this.base = base;
    this.#edited = edited;
  }

  read(): Result<Scenario> | null {
    return this.#scenario;
  }

  edit(scenario: Scenario): Promise<boolean> {
    this.#scenario = ok(scenario);
    this.#edited(scenario);
    return Promise.resolve(true);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
