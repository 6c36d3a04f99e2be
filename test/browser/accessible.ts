import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { type Theme, themes } from '../../scripts/lab/theme.ts';
import { eventually } from './eventually.ts';
import type { Lab } from './lab.ts';
import { seriousFaults } from './shellPage.ts';

/**
 * Asserts that axe-core finds nothing serious in the page as it is, in any theme.
 * @param name begins the names of the pictures that are kept; without it none are
 */
export async function assertAccessible(vscode: Lab, frame: Frame, name?: string): Promise<void> {
  for (const theme of Object.keys(themes) as Theme[]) {
    await vscode.setTheme(theme);
    await vscode.settled({ orEmpty: true });
    assert.deepEqual(await seriousFaults(frame), [], theme);
    if (name !== undefined) await vscode.screenshot(`${name}-${theme}`);
  }
}

/** Asserts that nothing of a page extends beyond its right edge in a window of this width. A theme moves nothing. */
export async function assertFits(vscode: Lab, frame: Frame, width: number, name: string): Promise<void> {
  await vscode.resize({ width, height: 900 });
  const main = frame.locator('.main');
  await eventually(async () => {
    const { scroll, client } = await main.evaluate((element) => ({
      scroll: element.scrollWidth,
      client: element.clientWidth,
    }));
    assert.ok(scroll <= client, `${scroll} > ${client}`);
  });
  await vscode.screenshot(`${name}-narrow`);
}
