/**
 * The part of VS Code's API that the extension uses, implemented for a browser. In the bundle of the development page,
 * this module replaces `vscode`, so that the extension's own code serves the page.
 */
import manifest from '../../../../package.json' with { type: 'json' };
import { showText } from '../dialogs.ts';
import { Disposable } from './events.ts';
import { Uri } from './uri.ts';
import {
  applyEdit,
  onDidChangeTextDocument,
  onDidCloseTextDocument,
  onDidOpenTextDocument,
  openTextDocument,
  textDocuments,
} from './documents.ts';
import { fs } from './fileSystem.ts';
import { getConfiguration, onDidChangeConfiguration } from './configuration.ts';
import { createFileSystemWatcher } from './watcher.ts';

export { commands } from './commands.ts';
export { EndOfLine } from './documents.ts';
export { EventEmitter } from './events.ts';
export { FilePermission, FileSystemError, FileType } from './fileSystem.ts';
export { CodeActionKind, Diagnostic, DiagnosticSeverity, languages } from './languages.ts';
export { Position, Range, WorkspaceEdit } from './position.ts';
export { RelativePattern } from './watcher.ts';
export { TestRunProfileKind, tests } from './tests.ts';
export { ProgressLocation, ViewColumn, window } from './window.ts';
export { Disposable, Uri };

let workspaceFolder: Uri | null = null;

/** Sets the workspace folder. */
export function setWorkspaceFolder(folder: Uri): void {
  workspaceFolder = folder;
}

export const workspace = {
  get workspaceFolders(): readonly { readonly uri: Uri }[] | undefined {
    return workspaceFolder === null ? undefined : [{ uri: workspaceFolder }];
  },
  get textDocuments() {
    return textDocuments();
  },
  fs,
  openTextDocument,
  applyEdit,
  onDidOpenTextDocument,
  onDidChangeTextDocument,
  onDidCloseTextDocument,
  /** Never fires: a plain browser has no text editor whose document could be saved. */
  onDidSaveTextDocument: () => new Disposable(() => undefined),
  getConfiguration,
  onDidChangeConfiguration,
  createFileSystemWatcher,
};

/** The namespace `lm` of VS Code's API. The workbench has no agents, so that no tool is ever called. */
export const lm = { registerTool: () => new Disposable(() => undefined) };

export const env = {
  uriScheme: 'vscode',
  clipboard: { writeText: (text: string): Promise<void> => navigator.clipboard.writeText(text) },
  /** Shows the address instead of leaving the workbench. */
  openExternal(uri: Uri): Promise<boolean> {
    showText(uri.toString(true));
    return Promise.resolve(true);
  },
};

/** The address of the extension's files. */
export const extensionUri = Uri.from({ scheme: 'http', authority: location.host, path: '/' });

export const extensions = { all: [{ extensionUri, packageJSON: manifest }] };
