import * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { parseScenario } from '../../scenario/document/parseScenario.ts';
import { findPreset, presets } from '../../scenario/presets/presets.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { serializeScenario } from '../../scenario/document/serializeScenario.ts';
import { parseDocument } from '../document/parseDocument.ts';
import type { Target } from './api.ts';

/** The scenario of a preset. */
export function presetScenario(id: string): Result<Scenario> {
  const preset = findPreset(id);
  if (preset !== null) return ok(preset.scenario);
  const known = presets.map((each) => each.id).join(', ');
  return refuse('scenario', `There is no preset ${JSON.stringify(id)}; there are ${known}.`);
}

/** The scenario in a document, from the editor that has it open or else from its file. */
async function documentScenario(uri: vscode.Uri): Promise<Result<Scenario>> {
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    return parseDocument(document.getText());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse('file', `${uri.toString(true)} cannot be read: ${why}`);
  }
}

/** The scenario that a caller of the API means. A scenario from outside is checked like a text. */
export async function resolveTarget(target: Target): Promise<Result<Scenario>> {
  if (typeof target === 'string') return presetScenario(target);
  if (target instanceof vscode.Uri) return await documentScenario(target);
  try {
    return parseScenario(serializeScenario(target));
  } catch {
    return refuse('scenario', 'What was given is neither a preset, nor a document, nor a scenario.');
  }
}
