import * as vscode from 'vscode';

/** Registers nothing: a browser starts no programs. The language model tools are there all the same. */
export function registerMcpServer(): vscode.Disposable {
  return new vscode.Disposable(() => undefined);
}
