import * as vscode from 'vscode';
import { messageOf } from '../../engine/core/messageOf.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { ProbeFile } from '../../protocol/hostMessages.ts';
import { formatBytes } from '../../scenario/text/format.ts';
import { fileReasonOf } from './fileReason.ts';
import { fileNameOf } from './openTensorFileAt.ts';
import { fileSizeOf } from './openWholeFile.ts';

/** The most bytes of a probe's result file. */
const mostBytes = 16_000_000;

/** Reads the result file of a probe at a URI, or (null) one that the user is asked for; null if the user chooses none. */
export async function openProbeFile(uri: vscode.Uri | null): Promise<Result<ProbeFile | null>> {
  const file = uri ?? (await askForProbe());
  if (file === null) return ok(null);
  const name = fileNameOf(file);
  const size = await fileSizeOf(file, name);
  if (!size.ok) return size;
  if (size.value > mostBytes) {
    return refuse('file', `${name} has ${formatBytes(size.value)}, too much for a result of convt probe.`);
  }
  try {
    return ok({ name, text: new TextDecoder().decode(await vscode.workspace.fs.readFile(file)) });
  } catch (error) {
    return refuse('file', `${name} cannot be read: ${fileReasonOf(error, file)}.`);
  }
}

/** Does the same as {@link openProbeFile} for a URI as a page writes it. */
export async function openProbeAt(text: string | null): Promise<Result<ProbeFile | null>> {
  try {
    return await openProbeFile(text === null ? null : vscode.Uri.parse(text, true));
  } catch (error) {
    return refuse('file', `${JSON.stringify(text)} is not the address of a file: ${messageOf(error)}.`);
  }
}

async function askForProbe(): Promise<vscode.Uri | null> {
  const picked = await vscode.window.showOpenDialog({
    title: 'Open Probe Result',
    filters: { 'Results of convt probe': ['json'] },
  });
  return picked?.[0] ?? null;
}
