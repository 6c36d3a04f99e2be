import * as vscode from 'vscode';
import { bytesPerMegabyte } from '../../engine/validation/memory.ts';
import type { Settings } from '../../protocol/hostMessages.ts';

const section = 'convt';
const defaultMemoryCapMB = 1024;

/** The user's settings in the units of the house: bytes. */
export function readSettings(): Settings {
  const configured = vscode.workspace.getConfiguration(section).get<unknown>('memoryCap');
  // settings.json is written by hand: anything may stand there.
  const megabytes = typeof configured === 'number' && configured > 0 ? configured : defaultMemoryCapMB;
  return { memoryCap: megabytes * bytesPerMegabyte };
}

/** Tells of every change of one of our settings. */
export function onSettings(listener: (settings: Settings) => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(section)) listener(readSettings());
  });
}
