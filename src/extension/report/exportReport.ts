import * as vscode from 'vscode';
import { messageOf } from '../../engine/core/messageOf.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { ReportFacts } from '../../report/facts/reportFacts.ts';
import { formatBytes } from '../../scenario/text/format.ts';
import type { Debuggers } from '../debugger/debuggers.ts';
import { type PlacedScenario, shownScenario } from '../debugger/shownScenario.ts';
import { fileNameOf } from '../files/openTensorFileAt.ts';
import { replaceFile } from '../files/saveFile.ts';
import { showRefusal } from '../shared/showRefusal.ts';
import { askParts } from './askParts.ts';
import {
  gatherFacts,
  type GatheredReport,
  type ReportFormat,
  type ReportParts,
  type ReportProgram,
  writeReport,
} from './writeReport.ts';

/** The choices that a caller of the command has made already; the user is asked for the rest. */
export interface ExportChoices {
  /** The file to write; the ending .html, .md or .json decides the format. */
  readonly to?: vscode.Uri;
}

const formats: readonly (vscode.QuickPickItem & { readonly format: ReportFormat })[] = [
  { label: 'HTML', description: 'one file with the debugger, opens without a network', format: 'html' },
  { label: 'Markdown', description: 'for a pull request or an issue', format: 'md' },
  { label: 'JSON', description: 'for programs', format: 'json' },
];

const open = 'Open';

/**
 * Exports the report of a document, or of the call in front: asks for the format, for the parts of an HTML file with
 * their sizes, and for the file. If `to` is given, writes that file with everything in it and asks nothing.
 */
export async function exportReport(
  target: unknown,
  { to }: ExportChoices,
  debuggers: Debuggers,
  program: ReportProgram,
): Promise<void> {
  const shown = await shownScenario(target, debuggers);
  if (!shown.ok) {
    showRefusal(shown);
    return;
  }
  const format = to === undefined ? await askFormat() : formatOf(to);
  if (format === null) return;
  const gathered = await gather(shown.value, format, program);
  if (!gathered.ok) {
    showRefusal(gathered);
    return;
  }
  if (gathered.value === null) return;
  const parts = to === undefined ? await askParts(gathered.value) : everything;
  if (parts === null) return;
  const chosen = to ?? (await askFile(gathered.value.facts, shown.value.base, format));
  if (chosen !== null) await save(gathered.value, parts, chosen);
}

const everything: ReportParts = { withDebugger: true, leftOut: new Set(), pictures: 'in' };

function formatOf({ path }: vscode.Uri): ReportFormat {
  return formats.find(({ format }) => path.endsWith(`.${format}`))?.format ?? 'html';
}

async function askFormat(): Promise<ReportFormat | null> {
  const picked = await vscode.window.showQuickPick(formats, {
    title: 'ConvTranspose2d: Export Report',
    placeHolder: 'Which format?',
  });
  return picked?.format ?? null;
}

/** Runs the scenario while a notification shows it; null if the user cancels. */
async function gather(
  shown: PlacedScenario,
  format: ReportFormat,
  program: ReportProgram,
): Promise<Result<GatheredReport | null>> {
  const title = 'ConvTranspose2d: computing the report';
  const location = vscode.ProgressLocation.Notification;
  return await vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
    const gathered = await gatherFacts(shown, format, program, token);
    return token.isCancellationRequested ? ok(null) : gathered;
  });
}

async function askFile(
  facts: ReportFacts,
  folder: vscode.Uri | null,
  format: ReportFormat,
): Promise<vscode.Uri | null> {
  const stem = facts.title.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|-+$/g, '') || 'report';
  const target = await vscode.window.showSaveDialog({
    title: 'Export Report',
    saveLabel: 'Export',
    filters: { [formats.find((each) => each.format === format)?.label ?? '']: [format] },
    ...(folder === null ? {} : { defaultUri: vscode.Uri.joinPath(folder, `${stem}.${format}`) }),
  });
  return target ?? null;
}

async function save(gathered: GatheredReport, parts: ReportParts, target: vscode.Uri): Promise<void> {
  const name = fileNameOf(target);
  try {
    const files = await writeReport(gathered, parts, name);
    let size = 0;
    for (const { name: file, bytes } of files) {
      await replaceFile(vscode.Uri.joinPath(target, '..', file), bytes);
      size += bytes.length;
    }
    const more = files.length > 1 ? ` and ${files.length - 1} pictures` : '';
    void vscode.window
      .showInformationMessage(`Exported ${name}${more} (${formatBytes(size)}).`, open)
      .then((chosen) => {
        if (chosen === open) void show(target, gathered.format);
      });
  } catch (error) {
    void vscode.window.showErrorMessage(`${name} was not exported: ${messageOf(error)}`);
  }
}

/** Shows a report: HTML in the user's browser, Markdown as a preview, JSON in an editor. */
async function show(target: vscode.Uri, format: ReportFormat): Promise<void> {
  if (format === 'html' && target.scheme === 'file') await vscode.env.openExternal(target);
  else if (format === 'md') await vscode.commands.executeCommand('markdown.showPreview', target);
  else await vscode.commands.executeCommand('vscode.open', target);
}
