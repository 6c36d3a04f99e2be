import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { hasDisplay } from '../../scripts/lab/desktop.ts';
import { node } from '../../scripts/lab/node.ts';
import { cache } from '../../scripts/lab/paths.ts';

/**
 * Returns the executable of the VS Code to test in: the one that CONVT_VSCODE names, or if there is a display a
 * downloaded desktop VS Code, or else the VS Code server. An installed VS Code is not used: it may be open, and two of the
 * same version cannot run tests at the same time.
 */
export async function vscodeExecutable(): Promise<string> {
  const named = process.env.CONVT_VSCODE;
  if (named !== undefined && named !== '') return named;
  if (hasDisplay()) {
    try {
      return await downloadAndUnzipVSCode({ version: 'stable', cachePath: join(cache, 'desktop') });
    } catch (error) {
      console.log(`no desktop VS Code could be downloaded (${String(error)}): using the server`);
    }
  }
  return serverExecutable();
}

/**
 * Writes an executable that starts `vscode-server.ts`, and returns its path. The TypeScript file itself cannot be spawned:
 * that needs a shebang, an executable bit and the right Node first in PATH, none of which Windows has.
 */
function serverExecutable(): string {
  mkdirSync(cache, { recursive: true });
  const script = join(import.meta.dirname, 'vscode-server.ts');
  const windows = process.platform === 'win32';
  const file = join(cache, windows ? 'convt-vscode.cmd' : 'convt-vscode');
  writeFileSync(file, windows ? `@"${node}" "${script}" %*\r\n` : `#!/bin/sh\nexec '${node}' '${script}' "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}
