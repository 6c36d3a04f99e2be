import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmInstall } from './command.ts';
import { Missing } from './missing.ts';
import { cache } from './paths.ts';

/**
 * The code-server version to install. Its minor and patch numbers are those of the VS Code that it contains:
 * code-server 4.139.1 contains VS Code 1.139.1. The version is fixed so that every run uses the same VS Code.
 */
const version = '4.139.1';

/**
 * Returns the folder of a built VS Code server, whose program is `out/server-main.js`. If the cache has no such folder,
 * downloads the server from npm (about 570 MB) without running the packages' install scripts: these compile native
 * modules that are not needed here.
 * @throws Missing if the download fails
 */
export function vscodeServer(): string {
  const home = join(cache, `code-server-${version}`);
  const server = join(home, 'node_modules', 'code-server', 'lib', 'vscode');
  if (existsSync(join(server, 'out', 'server-main.js'))) return server;

  console.log(`downloading the VS Code server (code-server ${version}) …`);
  // Installed beside its final folder and then renamed, so that an interrupted installation is not used.
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
      'VS Code is not installed and the VS Code server could not be downloaded from npm: install VS Code ' +
        `(https://code.visualstudio.com) or name its executable in CONVT_VSCODE.\n${stderr.trim()}`,
    );
  }
  renameSync(fresh, home);
  return server;
}
