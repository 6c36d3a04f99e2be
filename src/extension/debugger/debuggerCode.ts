import type * as vscode from 'vscode';
import type { Result } from '../../engine/core/refusal.ts';
import type { CodeLink, FormField } from '../../protocol/codeMessages.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';

/** The debugger that shows a call in source code. */
export interface CodeViewer {
  /** Returns the scenario that the debugger shows; null if it has none. */
  scenario(): Scenario | null;
  /** Replaces the scenario, as one edit that can be undone. */
  edit(scenario: Scenario): Promise<Result<null>>;
}

/** The call in source code that a debugger shows. */
export interface DebuggerCode {
  /** The call's place and state as the page shows them. */
  readonly link: CodeLink;
  /** Fires when `link` changes. */
  readonly onDidChange: vscode.Event<void>;
  /** Says which debugger shows the call, once it exists. */
  attach(viewer: CodeViewer): void;
  /** Takes an edit that was made in the debugger, also an undone or redone one. */
  edited(scenario: Scenario): void;
  /** Marks the argument of a field of the form; null marks none. */
  focus(field: FormField | null): void;
  /** Shows the call in its editor. */
  show(): void;
  /** Carries out a choice of the link. */
  choose(id: string): void;
  /** Called when the debugger is closed. */
  dispose(): void;
}
