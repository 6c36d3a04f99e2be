import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietSettings } from './quiet-settings.ts';
import { driverExtension } from './driver.ts';
import { vscodeServer } from './server-install.ts';
import { node } from './node.ts';
import { onAnyExit } from './on-exit.ts';

/** A running VS Code server that serves the web workbench to a browser on this machine. */
export interface Server {
  /** `host:port`, which is also the authority of the server's `vscode-remote:` addresses. */
  readonly authority: string;
  /** Ends the server and deletes its data. */
  stop(): Promise<void>;
}

/** Lines of the server's log that are not printed: missing native modules, which the lab does not install, and progress. */
const harmless =
  /native binding|bindings file|tries: \[|^server: [\]}]|^\s*[\]}]|vsda|Cannot find module|spdlog|watchdog|sqlite3|Extension host agent|^\s*at |Server bound|\[\d\d:\d\d:\d\d\]|^\s*$|^\*|^Web UI/;

/**
 * Starts a VS Code server with its own data folder; the only extension installed in it is the lab's driver. The user
 * settings are `quietSettings`, overridden by `settings`.
 * @throws Missing if the server is not in the cache and cannot be downloaded
 */
export async function startServer(settings: Readonly<Record<string, unknown>> = {}): Promise<Server> {
  const data = mkdtempSync(join(tmpdir(), 'convt-vscode-'));
  mkdirSync(join(data, 'data', 'User'), { recursive: true });
  writeFileSync(join(data, 'data', 'User', 'settings.json'), JSON.stringify({ ...quietSettings, ...settings }));
  // The web workbench loads only one extension under development, so the lab's own is installed.
  cpSync(driverExtension, join(data, 'extensions', 'convt.convt-lab-driver-0.0.0'), {
    recursive: true,
  });

  const child = spawn(
    node,
    [
      join(vscodeServer(), 'out', 'server-main.js'),
      ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token'],
      ...['--server-data-dir', data, '--extensions-dir', join(data, 'extensions')],
      ...['--accept-server-license-terms', '--disable-workspace-trust', '--disable-telemetry'],
      // A built workbench ignores an extension under development without this flag.
      '--enable-smoke-test-driver',
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      // No gallery, which would otherwise be asked about every extension at every start.
      env: { ...process.env, EXTENSIONS_GALLERY: '{}' },
    },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const cleanUp = (): void => {
    child.kill();
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  };
  const cancelCleanUp = onAnyExit(cleanUp);

  const port = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the VS Code server ended at once, code ${code}`)));
    child.stderr.on('data', (text: Buffer) => report(text.toString()));
    child.stdout.on('data', (text: Buffer) => {
      const match = /listening on (\d+)/.exec(text.toString());
      if (match?.[1] !== undefined) resolve(match[1]);
    });
  });

  return {
    authority: `127.0.0.1:${port}`,
    async stop() {
      cancelCleanUp();
      child.kill();
      await ended;
      cleanUp();
    },
  };
}

function report(text: string): void {
  if (process.env.CONVT_LAB_VERBOSE !== undefined) console.error(text);
  for (const line of text.split('\n')) if (!harmless.test(line)) console.error(`server: ${line}`);
}
