import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { type State, stateGroups } from '../../scripts/dev/page/states.ts';
import type { Theme } from '../../scripts/lab/theme.ts';
import { presets } from '../../src/scenario/presets/presets.ts';
import { assertAccessible } from '../browser/accessible.ts';
import { takeBenchPage } from './benchPage.ts';
import { overlapping } from './overlapping.ts';

/** Parts whose text may not be wider than the part itself, unless it says so with an ellipsis. */
const tight = '.statistics-table, .verdict-box, .measure-switch, .debug-row';

/** Returns the classes of the parts that run over the right border of what they are in. */
async function overrunning(frame: Frame): Promise<readonly (string | null)[]> {
  return await frame.locator(tight).evaluateAll((parts: readonly Element[]) =>
    parts
      .filter((part) => {
        const room = part.parentElement?.getBoundingClientRect();
        return room !== undefined && part.getBoundingClientRect().right > room.right + 1;
      })
      .map((part) => part.getAttribute('class')),
  );
}

/** Presets show the parts of the tab Pipeline, which is checked in every theme; one theme shows a fault of their own. */
const presetThemes = ['dark'] as const;

/** Opens a state by its address, keeps a picture of it, and checks it. */
async function check({ id, reached }: State): Promise<void> {
  const bench = await takeBenchPage();
  let hasFailed = true;
  try {
    const frame = await bench.open({ state: id });
    await frame.locator(`#root[data-state="${reached}"] > *`).first().waitFor();
    // Two frames: one to draw the state, one to show it.
    await frame.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.deepEqual(await overrunning(frame), []);
    await bench.screenshot(`gallery/${id}`);
    // A state that is meant to compute for ever never settles.
    const unsettled = {
      setTheme: (theme: Theme) => bench.setTheme(theme),
      screenshot: (name: string) => bench.screenshot(name),
    };
    const inThemes = id.startsWith('preset-') ? presetThemes : undefined;
    await assertAccessible(unsettled, frame, undefined, inThemes);
    assert.equal(await frame.locator('#root').getAttribute('data-state'), reached);
    assert.deepEqual(bench.complaints, []);
    hasFailed = false;
  } finally {
    await bench.release(hasFailed);
  }
}

describe('every state that has a name is reached without a complaint, fits and is accessible', function () {
  this.timeout(120_000);
  for (const { title, states } of stateGroups(presets)) {
    describe(title, () => {
      overlapping(states, (state) => state.title, check);
    });
  }
});
