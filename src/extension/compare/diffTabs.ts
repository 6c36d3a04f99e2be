import * as vscode from 'vscode';
import type { CompareState } from '../../protocol/tensorMessages.ts';
import { fileNameOf, openTensorFileAt } from '../files/openTensorFileAt.ts';
import { fileSizeOf } from '../files/openWholeFile.ts';
import { areDiffsComparisons } from '../shared/settings.ts';
import type { Comparisons } from './comparisons.ts';

/** A tensor viewer, in a tab of its own or as one side of a diff editor. */
interface Viewer {
  readonly uri: vscode.Uri;
  readonly panel: vscode.WebviewPanel;
}

/** A diff editor of two tensor viewers. */
interface DiffTab {
  readonly tab: vscode.Tab;
  readonly original: vscode.Uri;
  readonly modified: vscode.Uri;
}

/**
 * Opens a comparison in place of a diff editor of two tensor files, as Source Control, the timeline and "Compare
 * Selected" open it. VS Code shows two viewers side by side there, and tells neither that it is part of a diff.
 */
export class DiffTabs {
  readonly #comparisons: Comparisons;
  /** The open viewers, in the order in which VS Code opened them: in a diff editor the original first. */
  readonly #viewers = new Set<Viewer>();
  #listening: vscode.Disposable | null = null;
  /** The diff that was last looked at in a tab: a preview tab shows one diff after the other. */
  readonly #seen = new WeakMap<vscode.Tab, string>();

  constructor(comparisons: Comparisons) {
    this.#comparisons = comparisons;
  }

  /** Tells that a viewer was opened. */
  add(uri: vscode.Uri, panel: vscode.WebviewPanel): void {
    const viewer = { uri, panel };
    this.#viewers.add(viewer);
    panel.onDidDispose(() => this.#viewers.delete(viewer));
    // VS Code tells of the tab before the viewers or after them.
    this.#listening ??= vscode.window.tabGroups.onDidChangeTabs(() => void this.#replace());
    void this.#replace();
  }

  /** Returns the files of the diff editor in front; null if there is none. */
  current(): readonly [vscode.Uri, vscode.Uri] | null {
    const diff = this.#diffIn(vscode.window.tabGroups.activeTabGroup);
    return diff && [diff.original, diff.modified];
  }

  dispose(): void {
    this.#listening?.dispose();
  }

  async #replace(): Promise<void> {
    if (!areDiffsComparisons()) return;
    for (const group of vscode.window.tabGroups.all) {
      const diff = this.#diffIn(group);
      if (diff === null) continue;
      const { tab, original, modified } = diff;
      const files = `${original.toString()} ${modified.toString()}`;
      if (this.#seen.get(tab) === files) continue;
      this.#seen.set(tab, files);
      // A file that is none, as a .bin may be, stays in the viewers, which say why.
      const areTensors = await Promise.all([original, modified].map(isTensorFile));
      if (areTensors.includes(false) || !vscode.window.tabGroups.all.some(({ tabs }) => tabs.includes(tab))) continue;
      const state: CompareState = {
        a: { uri: original.toString(), key: null },
        b: { uri: modified.toString(), key: null },
      };
      this.#comparisons.show(state, { column: group.viewColumn, preserveFocus: true, isPreview: tab.isPreview });
      await vscode.window.tabGroups.close(tab, true);
    }
  }

  /** Returns the diff editor that is visible in a group; null if it shows something else. */
  #diffIn({ activeTab, viewColumn }: vscode.TabGroup): DiffTab | null {
    // The API has no name for the input of such a tab.
    if (activeTab === undefined || activeTab.input !== undefined) return null;
    const visible = [...this.#viewers].filter(({ panel }) => panel.visible && panel.viewColumn === viewColumn);
    const [original, modified] = visible;
    if (original === undefined || modified === undefined || visible.length !== 2) return null;
    // An editor that is split within its group shows one file twice.
    if (original.uri.toString() === modified.uri.toString()) return null;
    return { tab: activeTab, original: original.uri, modified: modified.uri };
  }
}

/** Files of more bytes are not read only to find out whether they are tensor files. */
const mostBytes = 1 << 24;

/** Returns whether a file is a tensor file; true for a large one that could only be read as a whole. */
async function isTensorFile(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme !== 'file') {
    const size = await fileSizeOf(uri, fileNameOf(uri));
    if (!size.ok || size.value > mostBytes) return size.ok;
  }
  return (await openTensorFileAt(uri)).ok;
}
