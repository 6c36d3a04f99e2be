import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from './command.ts';

/** Whether windows can be shown here. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined;
}

/**
 * The command that starts an installed desktop VS Code: the one in CONVT_VSCODE, `code` on PATH, or
 * where the installers put it; undefined without one, or without a display to show it on.
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
