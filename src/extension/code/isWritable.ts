import * as vscode from 'vscode';

/** Returns whether a document can be edited. The old side of a diff, for example, cannot. */
export function isWritable({ uri, isUntitled }: vscode.TextDocument): boolean {
  return (
    isUntitled ||
    uri.scheme === 'vscode-notebook-cell' ||
    vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== false
  );
}
