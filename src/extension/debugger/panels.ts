import * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { parseScenario } from '../../scenario/document/parseScenario.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { Debugger, panelTitle } from './debugger.ts';
import type { Coach } from './coach.ts';
import type { DebuggerCode } from './debuggerCode.ts';
import type { Debuggers } from './debuggers.ts';
import type { LastScenario } from './lastScenario.ts';
import { type CodePlace, isCodePlace } from '../../protocol/codeMessages.ts';
import type { ScenarioVersions } from '../../protocol/versionMessages.ts';
import { PanelModel } from './panelModel.ts';
import { savedVersions, VersionsModel } from './versionsModel.ts';
import type { ScenarioModel } from './scenarioModel.ts';
import { viewIds } from '../shared/viewIds.ts';

/** Opens debuggers without a document, and restores them after the window is reloaded. */
export class Panels implements vscode.WebviewPanelSerializer {
  readonly #extension: vscode.Uri;
  readonly #debuggers: Debuggers;
  readonly #last: LastScenario;
  readonly #coach: Coach;
  /** Returns the call at a place in source code, for a panel that is restored; null until somebody can find calls. */
  findCode: ((place: CodePlace) => Promise<DebuggerCode | null>) | null = null;

  constructor(extension: vscode.Uri, debuggers: Debuggers, last: LastScenario, coach: Coach) {
    this.#extension = extension;
    this.#debuggers = debuggers;
    this.#last = last;
    this.#coach = coach;
  }

  /** Opens a debugger. Relative paths of tensor files start from `base`, by default the first workspace folder. */
  open(scenario: Scenario, base?: vscode.Uri): Debugger {
    this.#last.remember(scenario);
    const panel = vscode.window.createWebviewPanel(
      viewIds.debuggerPanel,
      panelTitle(scenario.name),
      vscode.ViewColumn.Active,
    );
    return this.#debug(panel, ok(scenario), base);
  }

  /** Opens a debugger beside the editor of the call in source code that the scenario comes from. The editor keeps the focus. */
  openBeside(scenario: Scenario, base: vscode.Uri | undefined, code: DebuggerCode): Debugger {
    this.#last.remember(scenario);
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel(viewIds.debuggerPanel, panelTitle(scenario.name), place);
    return this.#debug(panel, ok(scenario), base, code);
  }

  /** Opens two versions of a call in one debugger, which switches between them. */
  openVersions(versions: ScenarioVersions, base?: vscode.Uri): Debugger {
    const title = panelTitle(versions.after.scenario.name);
    const panel = vscode.window.createWebviewPanel(viewIds.debuggerPanel, title, vscode.ViewColumn.Active);
    return this.#debugVersions(panel, versions, base);
  }

  /** `state` is what the page saved with `setState`, perhaps in an earlier version of the extension. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const versions = savedVersions(state);
    if (versions !== null) {
      this.#debugVersions(panel, versions);
      return;
    }
    const place = codePlaceOf(state);
    const code = place === null ? null : ((await this.findCode?.(place)) ?? null);
    this.#debug(panel, restored(state), undefined, code);
  }

  #debug(
    panel: vscode.WebviewPanel,
    scenario: Result<Scenario> | null,
    base: vscode.Uri | undefined = vscode.workspace.workspaceFolders?.[0]?.uri,
    code: DebuggerCode | null = null,
  ): Debugger {
    const model = new PanelModel(scenario, base ?? null, (edited) => {
      this.#last.remember(edited);
      code?.edited(edited);
    });
    return this.#add(panel, model, code);
  }

  #debugVersions(
    panel: vscode.WebviewPanel,
    versions: ScenarioVersions,
    base: vscode.Uri | undefined = vscode.workspace.workspaceFolders?.[0]?.uri,
  ): Debugger {
    return this.#add(panel, new VersionsModel(versions, base ?? null), null);
  }

  #add(panel: vscode.WebviewPanel, model: ScenarioModel, code: DebuggerCode | null): Debugger {
    panel.iconPath = vscode.Uri.joinPath(this.#extension, 'media', 'icon.svg');
    const opened = new Debugger(this.#extension, panel, model, this.#coach, code);
    this.#debuggers.add(opened);
    return opened;
  }
}

function restored(state: unknown): Result<Scenario> | null {
  if (typeof state !== 'object' || state === null || !('scenario' in state)) return null;
  const { scenario } = state;
  if (scenario === null) return null;
  if (typeof scenario === 'string') return parseScenario(scenario);
  return refuse(
    'scenario',
    'The panel was saved by another version of the extension and cannot be restored. Close it and open the debugger again.',
  );
}

/** Returns the call in source code that a saved panel showed; null if it showed none. */
function codePlaceOf(state: unknown): CodePlace | null {
  if (typeof state !== 'object' || state === null || !('code' in state)) return null;
  return isCodePlace(state.code) ? state.code : null;
}
