import type * as vscode from 'vscode';
import type { Result } from '../../engine/core/refusal.ts';
import type { History, PageStart } from '../../protocol/hostMessages.ts';
import type { ScenarioVersions, VersionName } from '../../protocol/versionMessages.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';

/** The scenario of a debugger, stored in a document's text or in the panel alone. */
export interface ScenarioModel {
  readonly origin: PageStart['origin'];
  /** The document whose text holds the scenario; null for a panel. */
  readonly document: vscode.Uri | null;
  /** The folder that relative paths of tensor files start from; null if no folder is open. */
  readonly base: vscode.Uri | null;
  /** Returns the scenario, or why the text is not one; null if the document is empty. */
  read(): Result<Scenario> | null;
  /** The edits that can be undone and redone; null for a document, whose edits VS Code undoes. */
  readonly history: History | null;
  /** Replaces the scenario. Resolves with false if it cannot be edited. `continues`: the edit is one step with the last. */
  edit(scenario: Scenario, options?: { readonly continues: boolean }): Promise<boolean>;
  /** Undoes or redoes an edit, if there is one, after those that are being made. */
  stepHistory(direction: 'undo' | 'redo'): void;
  /** Fires when the scenario changes by anything but {@link edit}, also by an undone or redone edit. */
  readonly onDidChange: vscode.Event<void>;
  /** The two versions of the call, if there are two; all other members are about the one that is shown. */
  readonly versions?: SwitchableVersions;
  dispose(): void;
}

/** Switches a debugger between two versions of a call. */
export interface SwitchableVersions {
  read(): ScenarioVersions;
  show(which: VersionName): void;
}
