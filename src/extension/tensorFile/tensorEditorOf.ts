import type * as vscode from 'vscode';
import { viewIds } from '../shared/viewIds.ts';

/** Returns the id under which the tensor viewer is registered for a file, by the file's extension. */
export function tensorEditorOf(uri: vscode.Uri): string {
  return /\.(bin|onnx|json)$/i.test(uri.path) ? viewIds.tensorFileOption : viewIds.tensorFileEditor;
}
