import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import type { Lab } from './lab.ts';

/**
 * Takes what VS Code's save dialog suggests for a file with this ending: the name of the one file
 * that then is new in the workspace's folder, written to its end.
 */
export async function acceptSave(vscode: Lab, ending: string): Promise<string> {
  const page = vscode.page();
  const before = new Set(readdirSync(vscode.folder()));
  const box = page.locator('.quick-input-widget input');
  await box.waitFor();
  for (let tries = 0; tries < 40 && (await box.isVisible()); tries++) {
    // While the dialog still looks at the folder it takes no key, and does not say so.
    if ((await box.inputValue()).endsWith(ending)) await page.keyboard.press('Enter');
    await page.waitForTimeout(250);
  }
  const added = (): string[] => readdirSync(vscode.folder()).filter((name) => !before.has(name));
  // Until it is whole, it stands there under another name.
  const there = (): boolean => added().some((name) => name.endsWith(ending));
  for (let tries = 0; tries < 100 && !there(); tries++) await page.waitForTimeout(100);
  const [name = '', ...others] = added();
  assert.ok(name.endsWith(ending), `no new file: ${name}`);
  assert.deepEqual(others, []);
  return name;
}
