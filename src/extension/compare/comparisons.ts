import * as vscode from 'vscode';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { CompareState } from '../../protocol/tensorMessages.ts';
import { ComparePanel } from './comparePanel.ts';
import { reachMilestone } from '../shared/milestones.ts';
import { fileNameOf, openTensorFileAt } from '../files/openTensorFileAt.ts';
import { pickTensorEntry, pickTensorFile } from '../files/pickTensorEntry.ts';
import { viewIds } from '../shared/viewIds.ts';

const title = 'Compare Tensors';

/** Opens comparisons of two tensors, and restores them after the window is reloaded. */
export class Comparisons implements vscode.WebviewPanelSerializer {
  readonly #extension: vscode.Uri;
  readonly #open = new Set<ComparePanel>();

  constructor(extension: vscode.Uri) {
    this.#extension = extension;
  }

  /** Compares tensors of two files. Asks the user for missing files, and for the tensor if a file has several. */
  async compare(files: readonly vscode.Uri[]): Promise<Result<null>> {
    const a = await ask(files[0] ?? null, 'First Tensor');
    if (!a.ok || a.value === null) return a.ok ? ok(null) : a;
    const b = await ask(files[1] ?? null, 'Second Tensor');
    if (!b.ok || b.value === null) return b.ok ? ok(null) : b;
    this.show({ a: a.value, b: b.value });
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

  /** Opens a comparison of two tensors that are known. */
  show(state: CompareState): void {
    reachMilestone('tensorsCompared');
    const names = [state.a, state.b].map(({ uri, key }) => {
      const name = fileNameOf(vscode.Uri.parse(uri, true));
      return key === '' ? name : `${name}#${key}`;
    });
    const panel = vscode.window.createWebviewPanel(viewIds.comparePanel, names.join(' ↔ '), vscode.ViewColumn.Active);
    this.#attach(panel, state);
  }

  #attach(panel: vscode.WebviewPanel, state: CompareState): void {
    panel.iconPath = vscode.Uri.joinPath(this.#extension, 'media', 'icon.svg');
    const page = new ComparePanel(this.#extension, panel, state);
    this.#open.add(page);
    panel.onDidDispose(() => this.#open.delete(page));
  }
}

async function ask(given: vscode.Uri | null, which: string): Promise<Result<CompareState['a'] | null>> {
  const uri = given ?? (await pickTensorFile(`${title}: ${which}`));
  if (uri === null) return ok(null);
  const file = await openTensorFileAt(uri);
  if (!file.ok) return file;
  const entry = await pickTensorEntry(file.value, `${title}: ${which}`);
  if (!entry.ok || entry.value === null) return entry.ok ? ok(null) : entry;
  return ok({ uri: uri.toString(), key: entry.value.key });
}

function isState(state: unknown): state is CompareState {
  const isSide = (side: unknown): boolean =>
    typeof side === 'object' &&
    side !== null &&
    'uri' in side &&
    typeof side.uri === 'string' &&
    'key' in side &&
    typeof side.key === 'string';
  return (
    typeof state === 'object' && state !== null && 'a' in state && 'b' in state && isSide(state.a) && isSide(state.b)
  );
}
