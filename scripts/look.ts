/**
 * `npm run look`: takes a screenshot of the page in the real VS Code.
 *   npm run look -- --preset forum --theme dark,hc-light --size 1400x900 --out shot.png
 *   npm run look -- --scenario file.convt.json --do "press:F8;click:[role=tab]:nth-child(2)"
 *   npm run look -- --eval "document.querySelector('h1').textContent"
 *   npm run look -- --file weights.npz      or --compare a.npy,b.npy
 * With --window the screenshot shows VS Code's whole window. With --no-build the page uses the bundles that are in
 * dist/. The page's console errors and violations of its content security policy are printed, and make the exit code 1.
 * For the steps of --do, see look/steps.ts.
 */
import { resolve } from 'node:path';
import { show } from './lab/command.ts';
import { main } from './lab/missing.ts';
import { node } from './lab/node.ts';
import { openTarget } from './lab/open.ts';
import { parseOptions, parseSize, parseThemes, type Options } from './lab/options.ts';
import { output, root } from './lab/paths.ts';
import { screenshot } from './lab/screenshot.ts';
import { parseLookTarget, type LookTarget } from './lab/target.ts';
import { startWorkbench, type Workbench } from './lab/workbench.ts';
import { act } from './look/steps.ts';

await main(async () => {
  const options = parseOptions(
    ['preset', 'scenario', 'file', 'compare', 'theme', 'size', 'do', 'out', 'eval'],
    ['window', 'no-build'],
  );
  const target = parseLookTarget(options);
  if (options['no-build'] !== true && (await show(node, ['esbuild.mjs'], { cwd: root })) !== 0) return 1;
  const workbench = await startWorkbench(parseSize(options.size ?? '1400x900'));
  try {
    await look(workbench, target, options);
    for (const complaint of workbench.complaints) console.error(`error in the page: ${complaint}`);
    return workbench.complaints.length === 0 ? 0 : 1;
  } finally {
    await workbench.stop();
  }
});

async function look(
  workbench: Workbench,
  target: LookTarget,
  options: Options<'theme' | 'do' | 'out' | 'eval', 'window'>,
): Promise<void> {
  const themes = parseThemes(options.theme ?? 'dark');
  const [first = 'dark'] = themes;
  await workbench.setTheme(first);
  console.log(`state: ${await openTarget(workbench, target)}`);
  if (options.do !== undefined) await act(workbench, options.do);
  if (options.eval !== undefined) {
    console.log(JSON.stringify(await (await workbench.frame()).evaluate(options.eval), null, 2));
  }
  for (const theme of themes) {
    await workbench.setTheme(theme);
    const out = resolve(options.out ?? `${output}/look.png`);
    const file = themes.length === 1 ? out : out.replace(/(\.png)?$/, `-${theme}.png`);
    await screenshot(workbench, file, options.window === true ? 'window' : 'page');
    console.log(file);
  }
}
