import * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { parseScenario } from '../../scenario/document/parseScenario.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { Debugger, panelTitle } from './debugger.ts';
import type { Debuggers } from './debuggers.ts';
import type { LastScenario } from './lastScenario.ts';
import { PanelModel } from './panelModel.ts';
import { viewIds } from '../shared/viewIds.ts';

/** Opens debuggers that no document stands behind, and restores them after a reload of the window. */
export class Panels implements vscode.WebviewPanelSerializer {
  readonly #extension: vscode.Uri;
  readonly #debuggers: Debuggers;
  readonly #last: LastScenario;

  constructor(extension: vscode.Uri, debuggers: Debuggers, last: LastScenario) {
    this.#extension = extension;
    this.#debuggers = debuggers;
    this.#last = last;
  }

  /** `base`: what relative paths of tensor files start from, if not the workspace's folder. */
  open(scenario: Scenario, base?: vscode.Uri): Debugger {
    this.#last.remember(scenario);
    const panel = vscode.window.createWebviewPanel(
      viewIds.debuggerPanel,
      panelTitle(scenario.name),
      vscode.ViewColumn.Active,
    );
    return this.#debug(panel, ok(scenario), base);
  }

  /** `state` is what the page left with `setState`, perhaps an older version of it. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    this.#debug(panel, restored(state));
    return Promise.resolve();
  }

  #debug(
    panel: vscode.WebviewPanel,
    scenario: Result<Scenario> | null,
    base: vscode.Uri | undefined = vscode.workspace.workspaceFolders?.[0]?.uri,
  ): Debugger {
    panel.iconPath = vscode.Uri.joinPath(this.#extension, 'media', 'icon.svg');
    const model = new PanelModel(scenario, base ?? null, (edited) => this.#last.remember(edited));
    const opened = new Debugger(this.#extension, panel, model);
    this.#debuggers.add(opened);
    return opened;
  }
}

function restored(state: unknown): Result<Scenario> | null {
  if (typeof state !== 'object' || state === null || !('scenario' in state)) return null;
  const { scenario } = state;
  if (scenario === null) return null;
  if (typeof scenario === 'string') return parseScenario(scenario);
  return refuse('scenario', 'The state that an earlier version left cannot be restored.');
}
