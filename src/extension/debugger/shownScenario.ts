import * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { parseDocument } from '../../scenario/document/parseDocument.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { baseOf } from '../document/documentDiagnostics.ts';
import { readScenarioText } from '../files/readScenarioText.ts';
import type { Debuggers } from './debuggers.ts';

/** A scenario that a command acts on, and the folder that its relative paths start from; null if no folder is open. */
export interface PlacedScenario {
  readonly scenario: Scenario;
  readonly base: vscode.Uri | null;
}

const nothing = 'No call is open. Open the debugger or a *.convt.json file first.';

/**
 * Returns the scenario of the document at a URI; without one, that of the debugger or of the text editor in front. The
 * text of a document is that of its editor, saved or not.
 */
export async function shownScenario(target: unknown, debuggers: Debuggers): Promise<Result<PlacedScenario>> {
  if (target instanceof vscode.Uri) {
    const text = await readScenarioText(target);
    return shown(
      text.ok ? parseDocument(text.value) : text,
      baseOf({ uri: target, isUntitled: target.scheme === 'untitled' }),
    );
  }
  const open = debuggers.current();
  if (open !== null) return shown(open.model.read() ?? refuse('scenario', nothing), open.model.base);
  const document = vscode.window.activeTextEditor?.document;
  if (document?.uri.path.endsWith('.convt.json') === true) {
    return shown(parseDocument(document.getText()), baseOf(document));
  }
  return refuse('scenario', nothing);
}

function shown(scenario: Result<Scenario>, base: vscode.Uri | null): Result<PlacedScenario> {
  return scenario.ok ? ok({ scenario: scenario.value, base }) : scenario;
}
