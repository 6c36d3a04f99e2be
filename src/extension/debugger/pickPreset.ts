import * as vscode from 'vscode';
import { validateCall } from '../../engine/validation/validateCall.ts';
import { formatShape } from '../../scenario/text/format.ts';
import { presets } from '../../scenario/presets/presets.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { scenarioShape } from '../../scenario/document/scenarioShape.ts';

interface PresetItem extends vscode.QuickPickItem {
  readonly scenario: Scenario;
}

/** Asks the user for a preset. Returns null if the user cancels. */
export async function pickPreset(): Promise<Scenario | null> {
  const items = presets.map(({ title, description, scenario }): PresetItem => ({
    label: title,
    description: shapesOf(scenario),
    detail: description,
    scenario,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'ConvTranspose2d: Open Example',
    placeHolder: 'Which call do you want to debug?',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.scenario ?? null;
}

/** Returns "1×50×28×28 → 1×30×30×30". Presets are valid calls without files, so the empty texts never occur. */
function shapesOf(scenario: Scenario): string {
  const shape = scenarioShape(scenario, new Map());
  if (!shape.ok) return '';
  const geometry = validateCall(shape.value);
  if (!geometry.ok) return '';
  return `${formatShape(shape.value.input)} → ${formatShape(geometry.value.outputShape)}`;
}
