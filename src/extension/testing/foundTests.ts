import * as vscode from 'vscode';
import { linesOfKeys } from '../../scenario/document/linesOfKeys.ts';
import { readScenarioText } from '../files/readScenarioText.ts';

/** The documents that may be tests. `workspace.findFiles` leaves out what `files.exclude` hides. */
const pattern = '**/*.convt.json';
const skipped = '**/{node_modules,.git}/**';

/** The number of documents that are read at the same time. */
const atOnce = 8;

/** Keeps a test item for each `*.convt.json` of the workspace that names an output to check. */
export class FoundTests {
  readonly #controller: vscode.TestController;
  #watching: vscode.Disposable | null = null;
  #search: Promise<void> | null = null;

  constructor(controller: vscode.TestController) {
    this.#controller = controller;
  }

  /** Searches the workspace, and from then on follows its changes. Calls during a search wait for that search. */
  async search(): Promise<void> {
    this.#search ??= this.#searchNow().finally(() => {
      this.#search = null;
    });
    await this.#search;
  }

  /** Reads a document, and adds, changes or removes its item. */
  async read(uri: vscode.Uri | undefined): Promise<void> {
    if (uri === undefined) return;
    const id = uri.toString();
    const text = await readScenarioText(uri);
    const line = text.ok ? linesOfKeys(text.value).get('actual') : undefined;
    if (line === undefined) {
      this.#controller.items.delete(id);
      return;
    }
    const item = this.#controller.items.get(id) ?? this.#controller.createTestItem(id, labelOf(uri), uri);
    item.range = new vscode.Range(line, 0, line, 0);
    this.#controller.items.add(item);
  }

  dispose(): void {
    this.#watching?.dispose();
  }

  async #searchNow(): Promise<void> {
    this.#watching ??= this.#watch();
    const uris = [...(await vscode.workspace.findFiles(pattern, skipped))];
    const found = new Set(uris.map(String));
    for (const [id] of this.#controller.items) if (!found.has(id)) this.#controller.items.delete(id);
    const readNext = async (): Promise<void> => {
      for (let uri = uris.shift(); uri !== undefined; uri = uris.shift()) await this.read(uri);
    };
    await Promise.all(Array.from({ length: atOnce }, readNext));
  }

  #watch(): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const changed = (uri: vscode.Uri): void => {
      // The name may be below a folder that a search leaves out.
      if (!/\/(node_modules|\.git)\//.test(uri.path)) void this.read(uri);
    };
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(changed),
      watcher.onDidChange(changed),
      watcher.onDidDelete((uri) => this.#controller.items.delete(uri.toString())),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (this.#controller.items.get(document.uri.toString()) !== undefined) changed(document.uri);
      }),
    );
  }
}

/** Returns a document's path within the workspace. With several folders, the path begins with the folder's name. */
function labelOf(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri).replace(/\.convt\.json$/, '');
}
