import * as vscode from 'vscode';
import type { ConvtApi } from './api.ts';
import { registerCommands } from './commands.ts';
import { createApi } from './createApi.ts';
import { Debuggers } from './debuggers.ts';
import { LastScenario } from './lastScenario.ts';
import { Panels, panelViewType } from './panels.ts';
import { ScenarioEditor, scenarioEditorId } from './scenarioEditor.ts';

/** Registers and does nothing else: a page, and the engine in it, start when somebody opens one. */
export function activate(context: vscode.ExtensionContext): ConvtApi {
  const debuggers = new Debuggers();
  const last = new LastScenario(context.workspaceState);
  const panels = new Panels(context.extensionUri, debuggers, last);
  context.subscriptions.push(
    registerCommands({ debuggers, panels, last }),
    vscode.window.registerWebviewPanelSerializer(panelViewType, panels),
    vscode.window.registerCustomEditorProvider(
      scenarioEditorId,
      new ScenarioEditor(context.extensionUri, debuggers),
    ),
  );
  return createApi(debuggers, panels);
}
