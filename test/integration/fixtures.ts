import * as vscode from 'vscode';
import { assert } from './assert.ts';
import { extension } from './convt.ts';

/** PyTorch's result for a scenario; see test/fixtures/extension.py. */
export interface Expected {
  readonly shape: readonly number[];
  readonly sha256: string;
  readonly output: readonly number[];
  readonly bound: readonly number[];
}

interface ExpectedFile {
  readonly integers: Expected;
  readonly files: Expected;
  readonly forum: { readonly maxAbs: number; readonly rms: number };
}

const fs = vscode.workspace.fs;

/** Returns the URI of a fixture. */
export function fixture(name: string): vscode.Uri {
  return vscode.Uri.joinPath(extension().extensionUri, 'test/fixtures/extension', name);
}

/** Reads PyTorch's results. */
export async function expected(): Promise<ExpectedFile> {
  const bytes = await fs.readFile(fixture('expected.json'));
  return JSON.parse(await vscode.workspace.decode(bytes, { encoding: 'utf8' })) as ExpectedFile;
}

/** Reads a fixture as text. */
export async function fixtureText(name: string): Promise<string> {
  return await vscode.workspace.decode(await fs.readFile(fixture(name)), { encoding: 'utf8' });
}

let scratches = 0;

/** Creates a folder in the workspace for the files of one test. */
export async function scratchFolder(): Promise<vscode.Uri> {
  const workspace = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert(workspace !== undefined, 'no workspace folder is open');
  const folder = vscode.Uri.joinPath(workspace, `convt-test-${Date.now()}-${scratches++}`);
  await fs.createDirectory(folder);
  return folder;
}

/** Writes a text file into a folder. */
export async function write(folder: vscode.Uri, name: string, text: string): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(folder, name);
  await fs.writeFile(uri, await vscode.workspace.encode(text, { encoding: 'utf8' }));
  return uri;
}

/** Copies a fixture into a folder. */
export async function copy(folder: vscode.Uri, name: string): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(folder, name);
  await fs.copy(fixture(name), uri, { overwrite: true });
  return uri;
}

/** Copies the documents that name outputs to check, with their tensors, into the folder `checks` of a folder. */
export async function copyChecks(folder: vscode.Uri): Promise<void> {
  const checks = vscode.Uri.joinPath(extension().extensionUri, 'test/fixtures/checks');
  await fs.copy(checks, vscode.Uri.joinPath(folder, 'checks'));
}

/** Deletes a folder with its files. */
export async function remove(folder: vscode.Uri): Promise<void> {
  await fs.delete(folder, { recursive: true });
}
