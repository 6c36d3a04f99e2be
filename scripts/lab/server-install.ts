import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmInstall } from './command.ts';
import { Missing } from './missing.ts';
import { cache } from './paths.ts';

/** code-server X.Y.Z carries VS Code 1.(Y).Z; pinned, so that a run tomorrow is a run today. */
const version = '4.139.1';

/**
 * The folder of a complete built VS Code server, `out/server-main.js` in it; fetched from npm into
 * the cache when absent (about 570 MB). The package's own postinstall compiles natives that are not
 * needed here, hence no install scripts.
 * @throws Missing without a network
 */
export function vscodeServer(): string {
  const home = join(cache, `code-server-${version}`);
  const server = join(home, 'node_modules', 'code-server', 'lib', 'vscode');
  if (existsSync(join(server, 'out', 'server-main.js'))) return server;

  console.log(`fetching the VS Code server (code-server ${version}) …`);
  // Built beside its final place and renamed: an interrupted install is never taken for a whole one.
  const fresh = `${home}.incomplete`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  writeFileSync(join(fresh, 'package.json'), '{ "private": true }\n');
  const freshServer = join(fresh, 'node_modules', 'code-server', 'lib', 'vscode');
  for (const { folder, args } of [
    { folder: fresh, args: [`code-server@${version}`] },
    { folder: freshServer, args: ['--omit=dev'] },
  ]) {
    const { code, stderr } = npmInstall(folder, args);
    if (code === 0) continue;
    throw new Missing(
      'There is no VS Code here and the VS Code server could not be fetched from npm: install VS Code ' +
        `(https://code.visualstudio.com) or name its executable in CONVT_VSCODE.\n${stderr.trim()}`,
    );
  }
  renameSync(fresh, home);
  return server;
}
