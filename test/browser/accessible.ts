import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { type Theme, themes } from '../../scripts/lab/theme.ts';
import type { Lab } from './lab.ts';
import { seriousFaults } from './shellPage.ts';

/** Nothing serious that axe-core finds in the page as it stands, in any theme; `name`: of the pictures that are kept, if they are. */
export async function assertAccessible(vscode: Lab, frame: Frame, name?: string): Promise<void> {
  for (const theme of Object.keys(themes) as Theme[]) {
    await vscode.setTheme(theme);
    assert.deepEqual(await seriousFaults(frame), [], theme);
    if (name !== undefined) await vscode.screenshot(`${name}-${theme}`);
  }
}

/** Nothing of a page of this width runs over its right border. A theme changes nothing of where things stand. */
export async function assertFits(vscode: Lab, frame: Frame, width: number, name: string): Promise<void> {
  await vscode.resize({ width, height: 900 });
  const main = frame.locator('.main');
  const { scroll, client } = await main.evaluate((element) => ({
    scroll: element.scrollWidth,
    client: element.clientWidth,
  }));
  assert.ok(scroll <= client, `${scroll} > ${client}`);
  await vscode.screenshot(`${name}-narrow`);
}
