import * as vscode from 'vscode';
import { messageOf } from '../../engine/core/messageOf.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { parseDocument } from '../../scenario/document/parseDocument.ts';
import { parseScenario } from '../../scenario/document/parseScenario.ts';
import { findPreset, presets } from '../../scenario/presets/presets.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { serializeScenario } from '../../scenario/document/serializeScenario.ts';
import type { Target } from './api.ts';

/** Returns the scenario of a preset. */
export function presetScenario(id: string): Result<Scenario> {
  const preset = findPreset(id);
  if (preset !== null) return ok(preset.scenario);
  const known = presets.map((each) => each.id).join(', ');
  return refuse('scenario', `There is no preset ${JSON.stringify(id)}; the presets are ${known}.`);
}

/** Reads the scenario of a document from its editor if it is open, otherwise from its file. */
async function documentScenario(uri: vscode.Uri): Promise<Result<Scenario>> {
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    return parseDocument(document.getText());
  } catch (error) {
    return refuse('file', `${uri.toString(true)} cannot be read: ${messageOf(error)}`);
  }
}

/** Returns the scenario that a caller of the API names. A scenario object is validated as a text is. */
export async function resolveTarget(target: Target): Promise<Result<Scenario>> {
  if (typeof target === 'string') return presetScenario(target);
  if (target instanceof vscode.Uri) return await documentScenario(target);
  try {
    return parseScenario(serializeScenario(target));
  } catch {
    return refuse('scenario', 'The target is neither the id of a preset, nor the URI of a document, nor a scenario.');
  }
}
