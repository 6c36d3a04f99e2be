import type * as vscode from 'vscode';
import type { CodeLink, FormField } from '../../protocol/codeMessages.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';

/** The call in source code that a debugger shows. */
export interface DebuggerCode {
  /** The call's place and state as the page shows them. */
  readonly link: CodeLink;
  /** Fires when `link` changes. */
  readonly onDidChange: vscode.Event<void>;
  /** Takes an edit that was made in the debugger, also an undone or redone one. */
  readonly edited: (scenario: Scenario) => void;
  /** Marks the argument of a field of the form; null marks none. */
  readonly focus: (field: FormField | null) => void;
  /** Shows the call in its editor. */
  readonly show: () => void;
  /** Carries out a choice of the link. */
  readonly choose: (id: string) => void;
  /** Called when the debugger is closed. */
  readonly dispose: () => void;
}
