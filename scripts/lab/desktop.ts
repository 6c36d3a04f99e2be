import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from './command.ts';

/** Returns true if this machine can show windows. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined;
}

/**
 * Returns the command that starts an installed desktop VS Code: the one that CONVT_VSCODE names, `code` in PATH, or one
 * in a folder that installers use. Returns undefined if there is none, or if this machine cannot show windows.
 */
export function desktopCode(): string | undefined {
  const named = process.env.CONVT_VSCODE;
  if (named !== undefined && named !== '') return named;
  if (!hasDisplay()) return undefined;
  return onPath('code') ?? onPath('code-insiders') ?? usualPlaces().find((path) => existsSync(path));
}

function usualPlaces(): string[] {
  const { platform, env } = process;
  const inApp = 'Visual Studio Code.app/Contents/Resources/app/bin/code';
  if (platform === 'darwin') return [`/Applications/${inApp}`, `${env.HOME}/Applications/${inApp}`];
  if (platform !== 'win32') return ['/usr/share/code/bin/code', '/snap/bin/code'];
  const tail = 'Microsoft VS Code\\bin\\code.cmd';
  const places = [env.LOCALAPPDATA && join(env.LOCALAPPDATA, 'Programs'), env.PROGRAMFILES];
  return places.flatMap((place) => (place ? [join(place, tail)] : []));
}
