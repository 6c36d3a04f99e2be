import assert from 'node:assert/strict';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Frame } from 'playwright-core';
import { type Theme, themes } from '../../scripts/lab/theme.ts';
import { seriousFaults } from '../browser/shellPage.ts';
import type { BenchPage } from './benchPage.ts';

/** The rules of axe-core that look at colours: all that a theme can change. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** Asserts that axe-core finds nothing serious in the page as it is, in any theme. */
export async function assertAccessible(bench: Pick<BenchPage, 'setTheme'>, frame: Frame): Promise<void> {
  const [first, ...others] = Object.keys(themes) as [Theme, ...Theme[]];
  await bench.setTheme(first);
  assert.deepEqual(await seriousFaults(frame), [], first);
  for (const theme of others) {
    await bench.setTheme(theme);
    assert.deepEqual(await colourFaults(frame), [], theme);
  }
}

/** Requires axe-core to be in the frame: {@link seriousFaults} puts it there. */
async function colourFaults(frame: Frame): Promise<readonly string[]> {
  const options: RunOptions = { resultTypes: ['violations'], runOnly: { type: 'rule', values: colourRules } };
  const { violations } = await frame.evaluate(
    (wanted) => (globalThis as unknown as { axe: { run(o: object): Promise<AxeResults> } }).axe.run(wanted),
    options,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
