import * as vscode from 'vscode';
import { ok } from '../../engine/core/refusal.ts';
import type { ConvtApi } from './api.ts';
import type { Debuggers } from '../debugger/debuggers.ts';
import { headlessRun } from './headlessRun.ts';
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
      const base =
        target instanceof vscode.Uri
          ? vscode.Uri.joinPath(target, '..')
          : (options.base ?? vscode.workspace.workspaceFolders?.[0]?.uri ?? null);
      return await headlessRun(scenario.value, base, options.token);
    },
  };
}
