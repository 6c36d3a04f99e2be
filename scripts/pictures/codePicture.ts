import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exampleCode } from '../../src/extension/code/exampleCode.ts';
import { root } from '../lab/paths.ts';
import type { Theme } from '../lab/theme.ts';
import { startWorkbench } from '../lab/workbench.ts';
import { indexedPng } from './indexedPng.ts';

/** The name of the picture of a call in code with the debugger beside it. */
export const codePictureName = 'code';

/** The files below media/, by theme. */
const files: readonly (readonly [theme: Theme, file: string])[] = [
  ['dark', 'walkthrough/code-dark.png'],
  ['light', 'walkthrough/code-light.png'],
];

/**
 * Takes the picture of a Python file with the debugger beside it, in VS Code itself, because the page alone has no editor.
 * Returns the paths. The extension must have been built.
 */
export async function takeCodePicture(): Promise<readonly string[]> {
  const workbench = await startWorkbench({ width: 1240, height: 660 });
  const { page, driver, folder } = workbench;
  try {
    const file = join(folder, 'generator.py');
    writeFileSync(file, exampleCode);
    await driver.run('vscode.open', { $file: file });
    await driver.run('lab.configure', { 'editor.minimap.enabled': false, 'workbench.activityBar.location': 'hidden' });
    await page.locator('.codelens-decoration a').filter({ hasText: '4×4' }).click();
    await workbench.settled();
    const frame = await workbench.frame();
    await frame.getByRole('button', { name: /^conv_transpose2d/ }).click();
    await frame.getByRole('spinbutton', { name: 'Stride, height' }).focus();
    await page.mouse.move(1, 1);
    const taken: string[] = [];
    for (const [theme, name] of files) {
      await workbench.setTheme(theme);
      await workbench.settled();
      const path = join(root, 'media', name);
      mkdirSync(dirname(path), { recursive: true });
      // The code and the form, without the figure: a picture of the walkthrough must be small.
      const clip = { x: 0, y: 32, width: 940, height: 546 };
      writeFileSync(path, indexedPng(await page.screenshot({ animations: 'disabled', clip })));
      taken.push(path);
    }
    return taken;
  } finally {
    await workbench.stop();
  }
}
