import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../lab/command.ts';
import { hasDisplay } from '../lab/desktop.ts';
import { createDriver, type Step } from '../lab/driver.ts';
import { cache, root } from '../lab/paths.ts';
import { startServer } from '../lab/server.ts';
import { workbenchUrl } from '../lab/workbench-url.ts';

/**
 * Opens the debugger in the VS Code server: prints the address, opens the default browser if there is a display, and
 * serves until Ctrl+C. Resolves with an exit code.
 * @throws Missing if the server is not in the cache and cannot be downloaded
 */
export async function serve(open: Step): Promise<number> {
  const folder = join(cache, 'workspace');
  mkdirSync(folder, { recursive: true });
  const driver = createDriver(join(cache, 'driver'), [open]);
  process.env.CONVT_DRIVER = driver.folder;
  const server = await startServer();
  const url = workbenchUrl(server.authority, { folder, extension: root });
  console.log(`\nThe visual debugger is at\n\n  ${url}\n\nPress Ctrl+C to stop it.`);
  if (hasDisplay()) openInBrowser(url);
  await new Promise<void>((end) => {
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
  });
  await server.stop();
  return 0;
}

/** Opens the default browser. A failure is ignored, because the address has been printed. */
function openInBrowser(url: string): void {
  switch (process.platform) {
    case 'win32':
      // PowerShell, because cmd's `start` ends an address at its first `&`.
      capture('powershell', ['-NoProfile', '-Command', `Start-Process '${url}'`]);
      return;
    case 'darwin':
      capture('open', [url]);
      return;
    default:
      capture('xdg-open', [url]);
  }
}
