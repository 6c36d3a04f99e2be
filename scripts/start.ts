/**
 * `npm start`: builds, and opens the visual debugger on the forum thread's call in an installed
 * desktop VS Code, or else in the VS Code server.
 *   npm start -- --preset ID | --scenario FILE.convt.json     another call
 *   npm start -- --server                                     the server, even beside a desktop VS Code
 *   npm start -- --screenshot FILE.png [--theme dark] [--size 1400x900]     no window, a picture of it
 */
import { resolve } from 'node:path';
import { show } from './lab/command.ts';
import { desktopCode } from './lab/desktop.ts';
import type { Step } from './lab/driver.ts';
import { main } from './lab/missing.ts';
import { node } from './lab/node.ts';
import { parseOptions } from './lab/options.ts';
import { root } from './lab/paths.ts';
import { startDesktop } from './start/desktop.ts';
import { takePicture } from './start/picture.ts';
import { serve } from './start/serve.ts';

await main(async () => {
  const options = parseOptions(['preset', 'scenario', 'screenshot', 'theme', 'size'], ['server']);
  if ((await show(node, ['esbuild.mjs'], { cwd: root })) !== 0) return 1;
  const { screenshot, preset = 'forum', scenario } = options;
  if (screenshot !== undefined) return await takePicture(resolve(screenshot), options);

  const open: Step =
    scenario === undefined
      ? { command: 'convt.openPreset', args: [preset] }
      : { command: 'vscode.openWith', args: [{ $file: resolve(scenario) }, 'convt.scenario'] };
  const code = options.server === true ? undefined : desktopCode();
  return code === undefined ? await serve(open) : await startDesktop(code, open);
});
