import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { type Theme, themes } from '../../scripts/lab/theme.ts';
import { eventually } from './eventually.ts';
import type { Lab } from './lab.ts';
import { seriousFaults } from './shellPage.ts';

/** The rules of axe-core about colours: the only ones that a theme can change. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/**
 * Asserts that axe-core finds nothing serious in the page as it is: by all rules in the first theme, by those about
 * colours in the others. A lab with `settled` is waited for after each change of the theme.
 * @param name begins the names of the pictures that are kept; without it none are
 */
export async function assertAccessible(
  lab: Pick<Lab, 'setTheme' | 'screenshot'> & Partial<Pick<Lab, 'settled'>>,
  frame: Frame,
  name?: string,
  inThemes: readonly Theme[] = Object.keys(themes) as Theme[],
): Promise<void> {
  for (const [index, theme] of inThemes.entries()) {
    await lab.setTheme(theme);
    await lab.settled?.({ orEmpty: true });
    assert.deepEqual(await seriousFaults(frame, index === 0 ? undefined : colourRules), [], theme);
    if (name !== undefined) await lab.screenshot(`${name}-${theme}`);
  }
}

/** Asserts that nothing of a page extends beyond its right edge in a window of this width. A theme moves nothing. */
export async function assertFits(
  lab: Pick<Lab, 'resize' | 'screenshot'>,
  frame: Frame,
  width: number,
  name: string,
): Promise<void> {
  await lab.resize({ width, height: 900 });
  await eventually(async () => {
    const wide = await frame.evaluate(() =>
      // The parts of the tab Pipeline scroll by themselves.
      [...document.querySelectorAll('.main, .pipeline-part')]
        .filter((element) => element.scrollWidth > element.clientWidth)
        .map(({ className, scrollWidth, clientWidth }) => `${className}: ${scrollWidth} > ${clientWidth}`),
    );
    assert.deepEqual(wide, []);
  });
  await lab.screenshot(`${name}-narrow`);
}
