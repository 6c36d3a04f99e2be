import assert from 'node:assert/strict';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { strided } from '../../../src/scenario/presets/small.ts';
import { playSpeeds, speedText } from '../../../webview/store/playback.ts';
import { sessionLab, type SessionLab } from './sessionLab.ts';

/** 4×4 → 8×8, k3: unfolded, every element has 9 terms. */
const scenario: Scenario = strided.scenario;

async function labAt(cursor: { readonly y: number; readonly x: number; readonly term: number }): Promise<SessionLab> {
  const lab = await sessionLab(scenario);
  await lab.paint();
  lab.session.navigation.moveTo(cursor);
  return lab;
}

describe('playback', () => {
  it('steps at once, then three times a second', async () => {
    const lab = await labAt({ y: 1, x: 1, term: 0 });
    const { playback, viewer } = lab.session;
    playback.toggle();
    assert.equal(viewer.cursor.value.term, 1);
    lab.clock.advance(333);
    assert.equal(viewer.cursor.value.term, 1);
    lab.clock.advance(1);
    assert.equal(viewer.cursor.value.term, 2);
    // Two thirds of a second more: two more steps.
    lab.clock.advance(667);
    assert.equal(viewer.cursor.value.term, 4);
  });

  it('is as many times faster as the speed says, also when it changes on the way', async () => {
    for (const speed of playSpeeds) {
      const lab = await labAt({ y: 1, x: 1, term: 0 });
      const { playback, viewer } = lab.session;
      playback.setSpeed(speed);
      playback.toggle();
      // Just over two steps of a third of a second, divided by the speed, after the first one.
      lab.clock.advance((2 * 1000) / 3 / speed + 1);
      assert.equal(viewer.cursor.value.term, 3, speedText(speed));
    }
    const lab = await labAt({ y: 1, x: 1, term: 0 });
    const { playback, viewer } = lab.session;
    playback.changeSpeed(-1);
    playback.toggle();
    lab.clock.advance(600);
    assert.equal(viewer.cursor.value.term, 1);
    for (let i = 0; i < 9; i += 1) playback.changeSpeed(1);
    assert.equal(playback.speed.value, 16);
    lab.clock.advance(1000 / 48 + 0.1);
    assert.equal(viewer.cursor.value.term, 2);
    playback.pause();
    assert.equal(playback.mode.value, null);
  });

  it('plays the elements of a row of the output and ends with the row', async () => {
    const lab = await labAt({ y: 2, x: 5, term: 4 });
    const { playback, viewer } = lab.session;
    playback.toggle('elements');
    assert.equal(viewer.cursor.value.x, 6);
    lab.clock.advance(10_000);
    assert.equal(playback.mode.value, null);
    assert.deepEqual([viewer.cursor.value.y, viewer.cursor.value.x], [2, 7]);
    playback.toggle('elements');
    assert.deepEqual([viewer.cursor.value.y, viewer.cursor.value.x], [3, 0]);
    assert.equal(playback.mode.value, 'elements');
    playback.pause();
  });

  it('remembers its speed', async () => {
    const lab = await labAt({ y: 0, x: 0, term: 0 });
    lab.session.playback.setSpeed(4);
    lab.session.saved.saveNow();
    const again = await sessionLab(scenario, { saved: lab.saved() });
    assert.equal(again.session.playback.speed.value, 4);
    const other = await sessionLab(scenario, { saved: { playSpeed: 3 } });
    assert.equal(other.session.playback.speed.value, 1);
  });
});
