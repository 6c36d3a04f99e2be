import * as vscode from 'vscode';
import type { CompareState } from '../../protocol/tensorMessages.ts';
import { openTensorFileAt } from '../files/openTensorFileAt.ts';
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
  readonly #seen = new WeakSet<vscode.Tab>();

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
      if (diff === null || this.#seen.has(diff.tab)) continue;
      const { tab, original, modified } = diff;
      this.#seen.add(tab);
      // A file that is none, as a .bin may be, stays in the viewers, which say why.
      const files = await Promise.all([openTensorFileAt(original), openTensorFileAt(modified)]);
      if (!files.every((file) => file.ok) || !vscode.window.tabGroups.all.some(({ tabs }) => tabs.includes(tab)))
        continue;
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
    return { tab: activeTab, original: original.uri, modified: modified.uri };
  }
}
