import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { hasDisplay } from '../../scripts/lab/desktop.ts';
import { node } from '../../scripts/lab/node.ts';
import { cache } from '../../scripts/lab/paths.ts';

/**
 * Returns the executable of the VS Code that runs the tests: the one that CONVT_VSCODE names; otherwise, if this
 * machine can show windows, a downloaded desktop VS Code; otherwise the VS Code server. An installed VS Code is not
 * used, because it may be running, and two of the same version cannot run tests at the same time.
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
 * Writes an executable that starts `vscode-server.ts`, and returns its path. A TypeScript file cannot be started
 * directly: that would need a shebang, an executable bit and the right Node first in PATH, and Windows has none of
 * these.
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
