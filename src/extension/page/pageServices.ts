import * as vscode from 'vscode';
import type { Channel } from '../../protocol/channel.ts';
import {
  copyTextRequest,
  openDocsRequest,
  openMemoryCapRequest,
  openProbeRequest,
  openTensorRequest,
  openTextRequest,
  readFileRequest,
  saveFileRequest,
  saveProblemRequest,
  saveTensorsRequest,
  showSourceRequest,
} from '../../protocol/hostMessages.ts';
import { chooseTensor } from '../files/chooseTensor.ts';
import { openProbeAt } from '../files/openProbeFile.ts';
import { saveFileAs } from '../files/saveFile.ts';
import { saveProblemAs } from '../files/saveProblemAs.ts';
import { openDocs } from './openDocs.ts';
import { readSettings } from '../shared/settings.ts';
import { readTensorAtPath } from '../files/readTensorAtPath.ts';

/**
 * Registers handlers for the requests that every page may send: files, the clipboard, editors, the documentation in the
 * folder of the extension. Relative paths start from `base`.
 */
export function servePage(channel: Channel, extension: vscode.Uri, base: vscode.Uri | null): void {
  channel.handle(readFileRequest, async ({ path }, context) => {
    const read = await readTensorAtPath(path, base, readSettings().memoryCap);
    if (read.ok) context.transfer([read.value.bytes]);
    return read;
  });
  channel.handle(openTensorRequest, async ({ uri }, context) => {
    const opened = await chooseTensor(uri, base);
    const bytes = opened.ok ? (opened.value?.bytes ?? null) : null;
    if (bytes !== null) context.transfer([bytes]);
    return opened;
  });
  channel.handle(openProbeRequest, ({ uri }) => openProbeAt(uri));
  channel.handle(saveFileRequest, ({ suggestedName, bytes }) => saveFileAs(suggestedName, new Uint8Array(bytes), base));
  channel.handle(saveTensorsRequest, async ({ suggestedName, members }) => {
    const { writeNpz } = await import('../../formats/npy/writeNpz.ts');
    const arrays = members.map(([key, npy]) => [key, new Uint8Array(npy)] as const);
    return await saveFileAs(suggestedName, await writeNpz(arrays), base);
  });
  channel.handle(saveProblemRequest, ({ suggestedName, scenario, actual }) =>
    saveProblemAs(suggestedName, scenario, new Uint8Array(actual), base),
  );
  channel.handle(copyTextRequest, async ({ text }) => {
    await vscode.env.clipboard.writeText(text);
    return null;
  });
  channel.handle(showSourceRequest, async () => {
    await vscode.commands.executeCommand('convt.showSource');
    return null;
  });
  channel.handle(openMemoryCapRequest, async () => {
    await vscode.commands.executeCommand('workbench.action.openSettings', '@id:convt.memoryCap');
    return null;
  });
  channel.handle(openTextRequest, async ({ text, language }) => {
    const document = await vscode.workspace.openTextDocument({ content: text, language });
    await vscode.window.showTextDocument(document);
    return null;
  });
  channel.handle(openDocsRequest, async (place) => {
    await openDocs(extension, place);
    return null;
  });
}
