import * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { TensorFile } from '../../formats/common/tensorFile.ts';
import type { CompareState } from '../../protocol/tensorMessages.ts';
import { formatInteger, formatShape } from '../../scenario/text/format.ts';
import { openTensorFileAt } from '../files/openTensorFileAt.ts';
import { pickTensorEntry, pickTensorFile } from '../files/pickTensorEntry.ts';
import { reachMilestone } from '../shared/milestones.ts';
import { viewIds } from '../shared/viewIds.ts';
import { comparedNames } from './comparedNames.ts';
import { ComparePanel } from './comparePanel.ts';

const title = 'Compare Tensors';

/** Where a comparison opens. */
export interface ComparisonPlace {
  readonly column: vscode.ViewColumn;
  readonly preserveFocus: boolean;
  /** True if the next comparison that opens by itself takes the place of this one, as in a preview tab. */
  readonly isPreview: boolean;
}

const inFront: ComparisonPlace = { column: vscode.ViewColumn.Active, preserveFocus: false, isPreview: false };

/** Opens comparisons of tensor files, and restores them after the window is reloaded. */
export class Comparisons implements vscode.WebviewPanelSerializer {
  readonly #extension: vscode.Uri;
  readonly #open = new Set<ComparePanel>();
  #preview: ComparePanel | null = null;

  constructor(extension: vscode.Uri) {
    this.#extension = extension;
  }

  /**
   * Compares two files. Asks the user for missing files and, if only one of two given files has names for its tensors,
   * for a tensor of it. Files that the user is asked for are compared as a whole or by one tensor, as the user chooses.
   */
  async compare(files: readonly vscode.Uri[]): Promise<Result<null>> {
    const a = files[0] ?? (await pickTensorFile(`${title}: First File`));
    if (a === null) return ok(null);
    const b = files[1] ?? (await pickTensorFile(`${title}: Second File, to Compare With`));
    if (b === null) return ok(null);
    const [first, second] = [await openTensorFileAt(a), await openTensorFileAt(b)];
    if (!first.ok) return first;
    if (!second.ok) return second;
    const keys = await askKeys(first.value, second.value, files.length < 2);
    if (!keys.ok) return keys;
    if (keys.value === null) return ok(null);
    const [keyA, keyB] = keys.value;
    this.show({ a: { uri: a.toString(), key: keyA }, b: { uri: b.toString(), key: keyB } });
    return ok(null);
  }

  /** Returns the active comparison; null if there is none. */
  current(): ComparePanel | null {
    return [...this.#open].find(({ panel }) => panel.active) ?? null;
  }

  /** `state` is what the page saved with `setState`. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    if (isState(state)) this.#attach(panel, state);
    else panel.dispose();
    return Promise.resolve();
  }

  /** Opens a comparison of two files, or of two tensors that are known. */
  show(state: CompareState, { column, preserveFocus, isPreview }: ComparisonPlace = inFront): void {
    reachMilestone('tensorsCompared');
    const same = [...this.#open].find((page) => isSameComparison(page.state, state));
    if (same !== undefined && state.selected === undefined) {
      same.panel.reveal(undefined, preserveFocus);
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      viewIds.comparePanel,
      titleOf(state),
      { viewColumn: column, preserveFocus },
      {},
    );
    const page = this.#attach(panel, state);
    if (!isPreview) return;
    this.#preview?.panel.dispose();
    this.#preview = page;
  }

  #attach(panel: vscode.WebviewPanel, state: CompareState): ComparePanel {
    panel.iconPath = vscode.Uri.joinPath(this.#extension, 'media', 'icon.svg');
    const page = new ComparePanel(this.#extension, panel, state);
    this.#open.add(page);
    panel.onDidDispose(() => {
      this.#open.delete(page);
      if (this.#preview === page) this.#preview = null;
    });
    return page;
  }
}

type Keys = readonly [a: string | null, b: string | null];

/** Returns the keys of the tensors to compare, null each for all tensors; null if the user cancels. */
async function askKeys(a: TensorFile, b: TensorFile, isAsking: boolean): Promise<Result<Keys | null>> {
  for (const { entries, name } of [a, b]) {
    if (entries.length === 0) return refuse('file', `${name} has no readable tensor.`);
  }
  const isWhole = (file: TensorFile): boolean => file.entries.every(({ key }) => key !== '');
  if (a.entries.length === 1 && b.entries.length === 1) return ok([a.entries[0]?.key ?? '', b.entries[0]?.key ?? '']);
  if (isWhole(a) && isWhole(b)) {
    const choice = isAsking ? await askWhetherAll(a, b) : 'all';
    if (choice === null) return ok(null);
    if (choice === 'all') return ok([null, null]);
  }
  const one = await pickTensorEntry(a, `${title}: First Tensor`);
  if (!one.ok || one.value === null) return one.ok ? ok(null) : one;
  const { shape } = one.value;
  const other = await pickTensorEntry(b, `${title}: Second Tensor, ${formatShape(shape)}`);
  if (!other.ok || other.value === null) return other.ok ? ok(null) : other;
  return ok([one.value.key, other.value.key]);
}

async function askWhetherAll(a: TensorFile, b: TensorFile): Promise<'all' | 'one' | null> {
  const counts = [a, b].map(({ entries }) => formatInteger(entries.length));
  const items = [
    { label: 'All tensors, by name', description: `${counts[0] ?? ''} and ${counts[1] ?? ''}`, choice: 'all' },
    { label: 'One tensor of each file…', description: 'the names may differ', choice: 'one' },
  ] as const;
  return (await vscode.window.showQuickPick(items, { title }))?.choice ?? null;
}

function titleOf({ a, b }: CompareState): string {
  const names = comparedNames(vscode.Uri.parse(a.uri, true), vscode.Uri.parse(b.uri, true));
  const named = (name: string, key: string | null): string => (key === null || key === '' ? name : `${name}#${key}`);
  const [one, other] = [named(names.a, a.key), named(names.b, b.key)];
  // Two versions of one file: "w.npz (HEAD ↔ working tree)".
  const [versions, file] = [/^(.*) \((.*)\)$/.exec(one), /^(.*) \((.*)\)$/.exec(other)];
  return versions !== null && file !== null && versions[1] === file[1]
    ? `${versions[1] ?? ''} (${versions[2] ?? ''} ↔ ${file[2] ?? ''})`
    : `${one} ↔ ${other}`;
}

function isSameComparison(one: CompareState, other: CompareState): boolean {
  return (['a', 'b'] as const).every((side) => one[side].uri === other[side].uri && one[side].key === other[side].key);
}

function isState(state: unknown): state is CompareState {
  const isSide = (side: unknown): boolean =>
    typeof side === 'object' &&
    side !== null &&
    'uri' in side &&
    typeof side.uri === 'string' &&
    'key' in side &&
    (side.key === null || typeof side.key === 'string');
  return (
    typeof state === 'object' && state !== null && 'a' in state && 'b' in state && isSide(state.a) && isSide(state.b)
  );
}
