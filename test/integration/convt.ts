import * as vscode from 'vscode';
import type { Refusal, Result } from '../../src/engine/core/refusal.ts';
import type { ConvtApi } from '../../src/extension/api/api.ts';
import { eventually } from '../browser/eventually.ts';
import { assert, assertEqual } from './assert.ts';

/** Returns the extension as another extension sees it. */
export function extension(): vscode.Extension<ConvtApi> {
  const found = vscode.extensions.getExtension<ConvtApi>('convt.conv-transpose2d-debugger');
  assert(found !== undefined, 'the extension is not there');
  return found;
}

/** Activates the extension and returns its API. */
export async function api(): Promise<ConvtApi> {
  return await extension().activate();
}

/** Returns the value of a result. Fails the test with the message if the result is a refusal. */
export function value<T>(result: Result<T>): T {
  assert(result.ok, result.ok ? '' : `refused: ${result.refusal.message}`);
  return result.value;
}

/** Returns the refusal of a result. Fails the test if the result is a value. */
export function refusal(result: Result<unknown>): Refusal {
  assert(!result.ok, 'this should have been refused');
  return result.refusal;
}

/** Closes every editor and waits until none is left. Unsaved changes are reverted first, so that VS Code shows no dialog. */
export async function closeEverything(): Promise<void> {
  const tabs = (): vscode.Tab[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  await eventually(async () => {
    while (tabs().some(({ isDirty }) => isDirty)) {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assertEqual(
      tabs().map(({ label }) => label),
      [],
      'open editors',
    );
  }, 'closing every editor');
}

/** Returns the tabs of debuggers without a document. */
export function debuggerTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('convt.debugger'));
}
