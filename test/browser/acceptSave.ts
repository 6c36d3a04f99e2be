import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { eventually } from './eventually.ts';
import type { Lab } from './lab.ts';

/**
 * Takes what VS Code's save dialog suggests for a file with this ending. Returns the name of the only file that is then
 * new in the workspace's folder, once the file is complete.
 */
export async function acceptSave(vscode: Lab, ending: string): Promise<string> {
  const page = vscode.page();
  const before = new Set(readdirSync(vscode.folder()));
  const box = page.locator('.quick-input-widget input');
  await box.waitFor();
  // The input may still be that of the quick pick before.
  await eventually(async () => assert.ok((await box.inputValue()).endsWith(ending)));
  // While the dialog still reads the folder it ignores keys without saying so: Enter is pressed until the dialog is gone.
  await eventually(async () => {
    if (!(await box.isVisible())) return;
    const suggested = await box.inputValue();
    if (suggested.endsWith(ending)) {
      await page.keyboard.press('Enter');
      await box.waitFor({ state: 'hidden', timeout: 500 }).catch(() => undefined);
    }
    assert.ok(!(await box.isVisible()), `the save dialog is still open and suggests ${suggested}`);
  });
  return await eventually(() => {
    // Until the file is complete it has another name.
    const added = readdirSync(vscode.folder()).filter((name) => !before.has(name));
    const [name = ''] = added;
    assert.ok(added.length === 1 && name.endsWith(ending), `new files: ${added.join(', ') || 'none'}`);
    return name;
  });
}
