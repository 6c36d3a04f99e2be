import assert from 'node:assert/strict';
import type { ScenarioVersions } from '../../../src/protocol/versionMessages.ts';
import { versionShown } from '../../../src/protocol/versionMessages.ts';
import { parseScenario } from '../../../src/scenario/document/parseScenario.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { sessionLab } from './sessionLab.ts';

function scenarioOf(kernel: number, outputPadding = 0): Scenario {
  const parsed = parseScenario(
    JSON.stringify({
      version: 1,
      name: 'up',
      input: { fill: 'randn', shape: [1, 1, 4, 4] },
      weight: { fill: 'randn', shape: [1, 1, kernel, kernel] },
      stride: 2,
      padding: 1,
      output_padding: outputPadding,
    }),
  );
  assert.ok(parsed.ok);
  return parsed.value;
}

/** k 4 gives 8×8, k 3 gives 7×7: (4 − 1)·2 − 2 + k. */
const versions: ScenarioVersions = {
  before: { label: 'HEAD', scenario: scenarioOf(4) },
  after: { label: 'working tree', scenario: scenarioOf(3) },
  shown: 'after',
  effects: '8×8 → 7×7',
};

async function lab(given: ScenarioVersions = versions) {
  const opened = await sessionLab(given.after.scenario, { versions: given });
  const shown: string[] = [];
  opened.host.channel.on(versionShown, ({ which }) => shown.push(which));
  return { ...opened, shown };
}

describe('two versions of a call', () => {
  it('are shown in turn, and the host learns which one its edits belong to', async () => {
    const { session, host, shown, ...page } = await lab();
    const paint = () => page.paint();
    const shape = (): readonly number[] | undefined => session.runner.currentRun.peek()?.geometry.outputShape;
    await paint();
    assert.deepEqual(shape(), [1, 1, 7, 7]);
    session.versions.toggle();
    await paint();
    assert.deepEqual([shape(), session.versions.shown.peek()], [[1, 1, 8, 8], 'before']);
    assert.deepEqual([shown, host.edits], [['before'], []]);
    session.versions.show('after');
    await paint();
    assert.deepEqual(
      [shape(), shown],
      [
        [1, 1, 7, 7],
        ['before', 'after'],
      ],
    );
  });

  it('keep their own edits, and what is saved has both', async () => {
    const { session, host, ...page } = await lab();
    const paint = () => page.paint();
    await paint();
    session.form.edit((scenario) => ({ ...scenario, seed: 7 }));
    await paint();
    session.versions.toggle();
    await paint();
    assert.equal(session.form.scenario.peek()?.seed, 0);
    session.versions.toggle();
    await paint();
    assert.equal(session.form.scenario.peek()?.seed, 7);
    assert.equal(host.edits.length, 1);
    const saved = session.versions.save() as { readonly versions: Record<'before' | 'after', { scenario: string }> };
    const seedOf = (which: 'before' | 'after'): unknown =>
      (JSON.parse(saved.versions[which].scenario) as { readonly seed: number }).seed;
    assert.deepEqual([seedOf('before'), seedOf('after')], [0, 7]);
  });

  it('share the cursor where it exists in both, and return it to where it was', async () => {
    const { session, ...page } = await lab({
      ...versions,
      shown: 'after',
      after: versions.before,
      before: versions.after,
    });
    const paint = () => page.paint();
    await paint();
    session.navigation.moveTo({ y: 3, x: 2 });
    session.versions.toggle();
    await paint();
    assert.deepEqual([session.viewer.cursor.peek().y, session.viewer.cursor.peek().x], [3, 2]);
    session.versions.toggle();
    await paint();
    session.navigation.moveTo({ y: 7, x: 7 });
    session.versions.toggle();
    await paint();
    // The smaller output has no such element.
    assert.deepEqual([session.viewer.cursor.peek().y, session.viewer.cursor.peek().x], [6, 6]);
    session.versions.toggle();
    await paint();
    assert.deepEqual([session.viewer.cursor.peek().y, session.viewer.cursor.peek().x], [7, 7]);
  });

  it('tell why one of them is illegal, and lead back', async () => {
    const { session, ...page } = await lab({ ...versions, before: { label: 'HEAD', scenario: scenarioOf(3, 2) } });
    const paint = () => page.paint();
    await paint();
    session.versions.toggle();
    await paint();
    assert.equal(session.runner.refusal.peek()?.argument, 'output_padding');
    session.versions.toggle();
    await paint();
    assert.equal(session.runner.refusal.peek(), null);
    assert.deepEqual(session.runner.currentRun.peek()?.geometry.outputShape, [1, 1, 7, 7]);
  });

  it('are none on the page of one call, where the switch does nothing', async () => {
    const { session } = await sessionLab(versions.after.scenario);
    session.versions.toggle();
    assert.equal(session.versions.pair.peek(), null);
    assert.deepEqual(session.versions.save(), {});
  });
});
