import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { show } from '../lab/command.ts';
import { createDriver, driverExtension, type Step } from '../lab/driver.ts';
import { cache, root } from '../lab/paths.ts';

/**
 * Opens the debugger in a new window of a desktop VS Code, with the extension under development and the user's profile.
 * VS Code's command line cannot run a command of an extension, so the helper extension of scripts/lab/driver does.
 * Resolves with an exit code; the window stays open after this process ends.
 */
export async function startDesktop(code: string, open: Step): Promise<number> {
  const folder = join(cache, 'workspace');
  mkdirSync(folder, { recursive: true });
  const driver = createDriver(join(cache, 'driver'), [open]);
  console.log(`opening the visual debugger in ${code}`);
  const exit = await show(
    code,
    [
      '--new-window',
      '--disable-workspace-trust',
      `--extensionDevelopmentPath=${root}`,
      `--extensionDevelopmentPath=${driverExtension}`,
      folder,
    ],
    { env: { ...process.env, CONVT_DRIVER: driver.folder } },
  );
  if (exit === 0) return 0;
  console.error(`${code} could not be started: name another VS Code in CONVT_VSCODE, or use --server.`);
  return 1;
}
