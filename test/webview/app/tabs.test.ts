import assert from 'node:assert/strict';
import { effect } from '@preact/signals';
import type { Feature, TabAccess } from '../../../webview/store/feature.ts';
import { startTabs } from '../../../webview/app/tabs.ts';
import { sessionLab } from '../store/sessionLab.ts';

/** Creates a feature that records when its tab is open and exposes its access to the tabs. */
function featureLab(id: string) {
  const opened: boolean[] = [];
  let access: TabAccess | null = null;
  const feature: Feature = {
    id,
    title: id.toUpperCase(),
    start: (_, tab) => {
      access = tab;
      effect(() => {
        opened.push(tab.isOpen.value);
      });
      return { Component: () => null, saved: { save: () => ({ [id]: 1 }), restore: () => undefined } };
    },
  };
  return { feature, opened, access: () => access ?? assert.fail('not started') };
}

describe('the tabs of a page', () => {
  it('start every feature and open the first', async () => {
    const { session } = await sessionLab(null);
    const [one, two] = [featureLab('one'), featureLab('two')];
    const tabs = startTabs(session, [one.feature, two.feature]);
    assert.deepEqual(
      tabs.all.map(({ feature }) => feature.title),
      ['ONE', 'TWO'],
    );
    assert.equal(tabs.open.value.feature, one.feature);
    assert.deepEqual([one.opened, two.opened], [[true], [false]]);
  });

  it('tell a feature when its tab opens and closes, also when another feature opens it', async () => {
    const { session } = await sessionLab(null);
    const [one, two] = [featureLab('one'), featureLab('two')];
    const tabs = startTabs(session, [one.feature, two.feature]);
    one.access().open('two');
    assert.equal(tabs.open.value.feature, two.feature);
    assert.deepEqual(
      [one.opened, two.opened],
      [
        [true, false],
        [false, true],
      ],
    );
    tabs.show('unknown');
    assert.equal(tabs.open.value.feature, two.feature);
  });

  it('are saved with what their features save, and the open one comes back', async () => {
    const first = await sessionLab(null);
    startTabs(first.session, [featureLab('one').feature, featureLab('two').feature]).show('two');
    first.session.saved.saveNow();
    const state = first.saved() as Record<string, unknown>;
    assert.deepEqual([state.tab, state.one, state.two], ['two', 1, 1]);
    const next = await sessionLab(null, { saved: state });
    const tabs = startTabs(next.session, [featureLab('one').feature, featureLab('two').feature]);
    assert.equal(tabs.open.value.feature.id, 'two');
  });

  it('open the first where the saved one is gone', async () => {
    const { session } = await sessionLab(null, { saved: { tab: 'removed' } });
    const tabs = startTabs(session, [featureLab('one').feature, featureLab('two').feature]);
    assert.equal(tabs.open.value.feature.id, 'one');
  });
});
