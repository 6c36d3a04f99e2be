/**
 * `npm start`: builds, and opens the visual debugger on the first preset in an installed desktop VS Code, or in the
 * VS Code server if none is installed.
 *   npm start -- --preset ID | --scenario FILE.convt.json     opens another call
 *   npm start -- --server                                     uses the server even if a desktop VS Code is installed
 *   npm start -- --screenshot FILE.png [--theme dark] [--size 1400x900]     writes a picture and opens no window
 */
import { resolve } from 'node:path';
import { show } from './lab/command.ts';
import { desktopCode } from './lab/desktop.ts';
import type { Step } from './lab/driver.ts';
import { main } from './lab/missing.ts';
import { node } from './lab/node.ts';
import { parseOptions, parseSize, parseThemes } from './lab/options.ts';
import { root } from './lab/paths.ts';
import { parseTarget } from './lab/target.ts';
import { startDesktop } from './start/desktop.ts';
import { takePicture } from './start/picture.ts';
import { serve } from './start/serve.ts';

await main(async () => {
  const options = parseOptions(['preset', 'scenario', 'screenshot', 'theme', 'size'], ['server']);
  // Checked first, so that a wrong option is reported before the build and the start of VS Code.
  const target = parseTarget(options);
  const [theme = 'dark'] = parseThemes(options.theme ?? 'dark');
  const size = parseSize(options.size ?? '1400x900');
  if ((await show(node, ['esbuild.mjs'], { cwd: root })) !== 0) return 1;
  if (options.screenshot !== undefined) {
    return await takePicture(resolve(options.screenshot), target, { theme, size });
  }
  const open: Step =
    'preset' in target
      ? { command: 'convt.openPreset', args: [target.preset] }
      : { command: 'vscode.openWith', args: [{ $file: target.scenario }, 'convt.scenario'] };
  const code = options.server === true ? undefined : desktopCode();
  return code === undefined ? await serve(open) : await startDesktop(code, open);
});
