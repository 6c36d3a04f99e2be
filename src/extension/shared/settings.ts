import * as vscode from 'vscode';
import { bytesPerMegabyte } from '../../engine/validation/memory.ts';
import type { Settings } from '../../protocol/hostMessages.ts';

const section = 'convt';
const defaultMemoryCapMB = 1024;

/** Reads the user's settings, with sizes in bytes. */
export function readSettings(): Settings {
  const configured = vscode.workspace.getConfiguration(section).get<unknown>('memoryCap');
  // settings.json is written by hand, so the value may be of any type.
  const megabytes = typeof configured === 'number' && configured > 0 ? configured : defaultMemoryCapMB;
  return { memoryCap: megabytes * bytesPerMegabyte };
}

/** Returns true if a diff of two tensor files opens as a comparison, false if as two viewers. */
export function areDiffsComparisons(): boolean {
  return vscode.workspace.getConfiguration(section).get<unknown>('diffTensorFiles') !== 'viewers';
}

/** Calls the listener whenever a setting of this extension changes. */
export function onSettings(listener: (settings: Settings) => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(section)) listener(readSettings());
  });
}
