import type * as vscode from 'vscode';
import type { Result } from '../../engine/core/refusal.ts';
import type { Init } from '../../protocol/hostMessages.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';

/** Where a debugger's scenario lives: in a document's text or in the panel alone. */
export interface ScenarioModel {
  readonly origin: Init['origin'];
  /** The document in whose text it lives; null for a panel's. */
  readonly document: vscode.Uri | null;
  /** What relative paths of tensor files start from; null = nowhere (no folder is open). */
  readonly base: vscode.Uri | null;
  /** The scenario, why the text is none, or null when there is nothing yet. */
  read(): Result<Scenario> | null;
  /** One edit by the page; whether it was made. */
  edit(scenario: Scenario): Promise<boolean>;
  /** Changes that the page did not ask for. */
  readonly onDidChange: vscode.Event<void>;
  dispose(): void;
}
