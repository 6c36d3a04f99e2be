import * as vscode from 'vscode';
import type { Refusal, Result } from '../../src/engine/core/refusal.ts';
import type { ConvtApi } from '../../src/extension/api/api.ts';
import { assert } from './assert.ts';

/** The extension as another extension sees it. */
export function extension(): vscode.Extension<ConvtApi> {
  const found = vscode.extensions.getExtension<ConvtApi>('convt.conv-transpose2d-debugger');
  assert(found !== undefined, 'the extension is not there');
  return found;
}

export async function api(): Promise<ConvtApi> {
  return await extension().activate();
}

/** The value, or a failed test that shows the refusal. */
export function value<T>(result: Result<T>): T {
  assert(result.ok, result.ok ? '' : `refused: ${result.refusal.message}`);
  return result.value;
}

/** The refusal, or a failed test. */
export function refusal(result: Result<unknown>): Refusal {
  assert(!result.ok, 'this should have been refused');
  return result.refusal;
}

/** Closes every editor; what is unsaved is reverted first, so that nobody is asked. */
export async function closeEverything(): Promise<void> {
  const dirty = (): boolean => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ isDirty }) => isDirty);
  while (dirty()) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

export function debuggerTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('convt.debugger'));
}
