import assert from 'node:assert/strict';
import { strided } from '../../../src/scenario/presets/small.ts';
import { debuggerKeys } from '../../../webview/app/keys.ts';
import { startTabs } from '../../../webview/app/tabs.ts';
import { keyCommandsOf, keyLabelsOf } from '../../../webview/ui/keyTable.ts';
import { sessionLab } from '../store/sessionLab.ts';

describe('the keys of the debugger', () => {
  it('are one table: what the list shows is what the keys do', async () => {
    const lab = await sessionLab(strided.scenario);
    const { session } = lab;
    await lab.paint();
    const feature = {
      id: 'one',
      title: 'One',
      start: () => ({ Component: () => null, keys: [{ does: 'something', keys: { e: () => undefined } }] }),
    };
    const groups = debuggerKeys(session, startTabs(session, [feature]));
    const commands = keyCommandsOf(groups);
    const listed = groups.flatMap(({ rows }) => rows).flatMap(keyLabelsOf);
    for (const label of ['←', '→', 'Shift+F8', 'G', '?', 'H', 'E', '1']) assert.ok(listed.includes(label), label);
    assert.equal(groups.find(({ title }) => title === 'One')?.rows[0]?.does, 'something');
    const { term } = session.viewer.cursor.value;
    commands.get('ArrowRight')?.();
    assert.equal(session.viewer.cursor.value.term, term + 1);
    commands.get('?')?.();
    assert.equal(session.layout.isKeyListOpen.value, true);
    commands.get('h')?.();
    assert.equal(session.layout.isCoachShown.value, true);
  });
});
