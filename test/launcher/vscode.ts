import { join } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { hasDisplay } from '../../scripts/lab/desktop.ts';
import { cache } from '../../scripts/lab/paths.ts';
import { serverExecutable } from './executable.ts';

/**
 * The VS Code to test in: the one in CONVT_VSCODE; with a display, a downloaded desktop VS Code;
 * otherwise the VS Code server. An installed one is left alone: it may be open, and two of the same
 * version do not run tests side by side.
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
