import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../lab/command.ts';
import { hasDisplay } from '../lab/desktop.ts';
import { createDriver, type Step } from '../lab/driver.ts';
import { cache, root } from '../lab/paths.ts';
import { startServer } from '../lab/server.ts';
import { workbenchUrl } from '../lab/workbench-url.ts';

/**
 * Opens the debugger in the VS Code server: prints the address, opens the default browser on it
 * where there is a display, and serves until Ctrl+C. Resolves with an exit code.
 * @throws Missing when there is no server to be had
 */
export async function serve(open: Step): Promise<number> {
  const folder = join(cache, 'workspace');
  mkdirSync(folder, { recursive: true });
  const driver = createDriver(join(cache, 'driver'), [open]);
  process.env.CONVT_DRIVER = driver.folder;
  const server = await startServer();
  const url = workbenchUrl(server.authority, { folder, extension: root });
  console.log(`\nThe visual debugger is at\n\n  ${url}\n\nCtrl+C ends it.`);
  if (hasDisplay()) openInBrowser(url);
  await new Promise<void>((end) => {
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
  });
  await server.stop();
  return 0;
}

// Where this fails, the address has been printed.
function openInBrowser(url: string): void {
  switch (process.platform) {
    case 'win32':
      // `start` is the shell's own, takes a title first, and an unquoted & would end the command.
      capture('powershell', ['-NoProfile', '-Command', `Start-Process '${url}'`]);
      return;
    case 'darwin':
      capture('open', [url]);
      return;
    default:
      capture('xdg-open', [url]);
  }
}
