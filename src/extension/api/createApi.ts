import * as vscode from 'vscode';
import { ok } from '../../engine/core/refusal.ts';
import type { ConvtApi, OpenOptions, Target } from './api.ts';
import type { Debuggers } from '../debugger/debuggers.ts';
import { openDocumentInDebugger } from '../debugger/openDocumentInDebugger.ts';
import type { Panels } from '../debugger/panels.ts';
import { resolveTarget } from './resolveTarget.ts';
import { sessionOf } from './sessionOf.ts';

/** Creates the API that the extension exports. */
export function createApi(debuggers: Debuggers, panels: Panels): ConvtApi {
  return {
    open: async (target, options = {}) => {
      if (target instanceof vscode.Uri) {
        const opened = await openDocumentInDebugger(target, debuggers);
        return opened.ok ? ok(sessionOf(opened.value)) : opened;
      }
      const scenario = await resolveTarget(target);
      if (!scenario.ok) return scenario;
      return ok(sessionOf(panels.open(scenario.value, options.base)));
    },
    last: () => {
      const last = debuggers.last();
      return last === null ? null : sessionOf(last);
    },
    run: async (target, options = {}) => {
      const scenario = await resolveTarget(target);
      if (!scenario.ok) return scenario;
      const { headlessRun } = await import('./headlessRun.ts');
      return await headlessRun(scenario.value, baseOf(target, options), options.token);
    },
    diagnoseGradient: async (target, gradient, options = {}) => {
      const scenario = await resolveTarget(target);
      if (!scenario.ok) return scenario;
      const { headlessGradient } = await import('./headlessGradient.ts');
      return await headlessGradient(scenario.value, gradient, baseOf(target, options), options.token);
    },
  };
}

/** Returns the folder that relative paths of a target's tensor files start from. */
function baseOf(target: Target, { base }: OpenOptions): vscode.Uri | null {
  if (target instanceof vscode.Uri) return vscode.Uri.joinPath(target, '..');
  return base ?? vscode.workspace.workspaceFolders?.[0]?.uri ?? null;
}
