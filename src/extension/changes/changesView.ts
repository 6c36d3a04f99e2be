import * as vscode from 'vscode';
import { messageOf } from '../../engine/core/messageOf.ts';
import type { Git } from '../git/git.ts';
import { versionLabel } from '../git/gitVersion.ts';
import { readSettings } from '../shared/settings.ts';
import { changesViewId } from './changeCommands.ts';
import type { ChangeNode } from './changeNodes.ts';
import type { ChangeTools } from './changeTools.ts';
import type { ReviewRange } from './repositoryReview.ts';

/** Up to this many files are shown expanded. */
const fewFiles = 12;

/** The view of changes: what the calls, tensor files and scenarios of two versions differ in. */
export class ChangesView implements vscode.TreeDataProvider<ChangeNode> {
  readonly #git: Git;
  readonly #tools: () => Promise<ChangeTools>;
  readonly #view: vscode.TreeView<ChangeNode>;
  readonly #changed = new vscode.EventEmitter<ChangeNode | undefined>();
  readonly #listening: vscode.Disposable;
  /** What is compared; null for the working tree of each repository with its commit. */
  #chosen: ReviewRange | null = null;
  #roots: Promise<readonly ChangeNode[]> | null = null;
  #count = 0;
  #reading: vscode.CancellationTokenSource | null = null;

  readonly onDidChangeTreeData = this.#changed.event;

  /** `tools` loads what reads Python, which only a visible view needs. */
  constructor(git: Git, tools: () => Promise<ChangeTools>) {
    this.#git = git;
    this.#tools = tools;
    this.#view = vscode.window.createTreeView(changesViewId, { treeDataProvider: this, showCollapseAll: true });
    this.#listening = vscode.Disposable.from(
      git.onDidChange(() => this.refresh()),
      // What changed while the view was hidden is read when it is shown.
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible && this.#roots === null) this.#changed.fire(undefined);
      }),
    );
  }

  /** Compares other versions; null for the working tree of each repository with its commit. Shows the view. */
  async show(range: ReviewRange | null): Promise<void> {
    this.#chosen = range;
    this.refresh();
    await vscode.commands.executeCommand(`${changesViewId}.focus`);
  }

  /** Reads everything again. A view that is not visible reads when it is shown. */
  refresh(): void {
    this.#reading?.cancel();
    this.#roots = null;
    this.#changed.fire(undefined);
  }

  async getTreeItem(node: ChangeNode): Promise<vscode.TreeItem> {
    return (await this.#tools()).itemOf(node, this.#count <= fewFiles);
  }

  async getChildren(node?: ChangeNode): Promise<ChangeNode[]> {
    if (node !== undefined) return [...(await this.#tools()).childrenOf(node)];
    return [...(await (this.#roots ??= this.#read()))];
  }

  getParent(): null {
    return null;
  }

  dispose(): void {
    this.#reading?.cancel();
    this.#listening.dispose();
    this.#view.dispose();
    this.#changed.dispose();
  }

  async #read(): Promise<readonly ChangeNode[]> {
    const reading = new vscode.CancellationTokenSource();
    this.#reading = reading;
    this.#view.message = '';
    try {
      const ranges = await this.#ranges();
      this.#view.description = describe(this.#chosen);
      const nodes = await vscode.window.withProgress({ location: { viewId: changesViewId } }, () =>
        this.#readRanges(ranges, reading.token),
      );
      if (nodes === null) return [];
      this.#count = nodes.length;
      if (nodes.length > 0) this.#view.message = (await this.#tools()).summaryOf(nodes);
      return nodes;
    } catch (error) {
      this.#view.message = `The changes cannot be read: ${messageOf(error)}`;
      return [];
    } finally {
      if (this.#reading === reading) this.#reading = null;
    }
  }

  async #ranges(): Promise<readonly ReviewRange[]> {
    const api = await this.#git.api();
    if (api === null) {
      this.#view.message = 'There is no Git here: it is not installed or turned off, or the window is in a browser.';
      return [];
    }
    if (this.#chosen !== null) return [this.#chosen];
    return api.repositories
      .filter(({ state }) => state.HEAD?.commit !== undefined)
      .map((repository) => ({
        repository,
        before: { kind: 'commit', ref: 'HEAD' },
        after: { kind: 'working tree' },
      }));
  }

  async #readRanges(
    ranges: readonly ReviewRange[],
    token: vscode.CancellationToken,
  ): Promise<readonly ChangeNode[] | null> {
    const tools = await this.#tools();
    const { memoryCap } = readSettings();
    const notice = new LongReading(token);
    try {
      const nodes: ChangeNode[] = [];
      for (const range of ranges) {
        const files = await tools.review(range, {
          token: notice.token,
          report: (done, total) => notice.report(done, total),
          memoryCap,
        });
        if (files === null) {
          if (!token.isCancellationRequested) this.#view.message = 'Cancelled. Refresh the view to read the changes.';
          return null;
        }
        nodes.push(...files.map((file): ChangeNode => ({ kind: 'file', file, range })));
      }
      return nodes;
    } finally {
      notice.dispose();
    }
  }
}

/** The progress message appears only after this many files. */
const quietFiles = 40;

/** A message with a cancel button, which appears if many files are read. */
class LongReading {
  readonly #source = new vscode.CancellationTokenSource();
  readonly #listening: vscode.Disposable;
  #done: (() => void) | null = null;
  #progress: vscode.Progress<{ readonly message: string; readonly increment: number }> | null = null;

  constructor(token: vscode.CancellationToken) {
    this.#listening = token.onCancellationRequested(() => this.#source.cancel());
  }

  get token(): vscode.CancellationToken {
    return this.#source.token;
  }

  report(done: number, total: number): void {
    if (done < quietFiles) return;
    if (this.#done === null) this.#show();
    this.#progress?.report({ message: `file ${done} of ${total}`, increment: 100 / total });
  }

  dispose(): void {
    this.#done?.();
    this.#listening.dispose();
    this.#source.dispose();
  }

  #show(): void {
    const finished = new Promise<void>((resolve) => {
      this.#done = resolve;
    });
    const options = { location: vscode.ProgressLocation.Notification, title: 'Reading changes', cancellable: true };
    void vscode.window.withProgress(options, async (progress, token) => {
      this.#progress = progress;
      token.onCancellationRequested(() => this.#source.cancel());
      await finished;
    });
  }
}

function describe(range: ReviewRange | null): string {
  return range === null ? 'HEAD → working tree' : `${versionLabel(range.before)} → ${versionLabel(range.after)}`;
}
