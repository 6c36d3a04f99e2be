import assert from 'node:assert/strict';
import { type State, stateGroups } from '../../scripts/dev/page/states.ts';
import { presets } from '../../src/scenario/presets/presets.ts';
import { assertAccessible } from '../browser/accessible.ts';
import { newBenchPage } from './benchPage.ts';
import { overlapping } from './overlapping.ts';

/** Opens a state by its address, and looks at it in every theme. */
async function check({ id, reached }: State): Promise<void> {
  const bench = await newBenchPage();
  try {
    const frame = await bench.open({ state: id });
    await frame.locator(`#root[data-state="${reached}"] > *`).first().waitFor();
    await assertAccessible(bench, frame);
    assert.equal(await frame.locator('#root').getAttribute('data-state'), reached);
    assert.deepEqual(bench.complaints, []);
    await bench.screenshot(`gallery/${id}`);
  } finally {
    await bench.close();
  }
}

describe('every state that has a name is reached without a complaint and accessible in four themes', function () {
  this.timeout(120_000);
  for (const { title, states } of stateGroups(presets)) {
    describe(title, () => {
      overlapping(states, (state) => state.title, check);
    });
  }
});
