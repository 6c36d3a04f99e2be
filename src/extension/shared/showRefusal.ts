import * as vscode from 'vscode';
import type { Result } from '../../engine/core/refusal.ts';

/** Shows the message of a refusal as an error. Shows nothing if the result is a value. */
export function showRefusal(result: Result<unknown>): void {
  if (!result.ok) void vscode.window.showErrorMessage(result.refusal.message);
}
