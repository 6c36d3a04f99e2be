import * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { visibleText } from '../../engine/core/visibleText.ts';
import type { TensorEntry, TensorFile } from '../../formats/common/tensorFile.ts';
import { tensorExtensions } from '../../formats/common/tensorExtensions.ts';
import { formatShape } from '../../scenario/text/format.ts';

/** Returns the only tensor of a file, or the one of several that the user picks; null if the user cancels. */
export async function pickTensorEntry(
  { entries, name }: TensorFile,
  title: string,
): Promise<Result<TensorEntry | null>> {
  const [only] = entries;
  if (only === undefined) return refuse('file', `${name} has no readable tensor.`);
  if (entries.length === 1) return ok(only);
  const items = entries.map((entry) => ({
    label: visibleText(entry.key),
    description: `${entry.element} ${formatShape(entry.shape)}`,
    entry,
  }));
  const placeHolder = `Which tensor of ${visibleText(name)}?`;
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
  return ok(picked?.entry ?? null);
}

/** Asks the user for a tensor file. Returns null if the user cancels. */
export async function pickTensorFile(title: string): Promise<vscode.Uri | null> {
  const picked = await vscode.window.showOpenDialog({
    title,
    filters: { 'Tensor files': [...tensorExtensions], 'All files': ['*'] },
  });
  return picked?.[0] ?? null;
}
