import * as vscode from 'vscode';

/** Registers nothing: a browser starts no programs. The language model tools are there all the same. */
export function noMcpServer(): vscode.Disposable {
  return new vscode.Disposable(() => undefined);
}
