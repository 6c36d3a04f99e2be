import assert from 'node:assert/strict';
import { defaultParams } from '../../../src/engine/core/call.ts';
import { sessionLab } from './sessionLab.ts';
import { smallScenario } from './smallScenario.ts';

describe('the cursor of a session', () => {
  it('starts in the middle and stays inside the output of every run', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    const { viewer, navigation, form } = lab.session;
    // Unfolded, every element has kH·kW = 4 terms.
    assert.deepEqual(viewer.cursor.value, { n: 0, c: 1, y: 3, x: 3, term: 2 });
    assert.deepEqual(navigation.moveTo({ y: 99, x: -1, term: 99 }), { n: 0, c: 1, y: 5, x: 0, term: 3 });
    form.edit((before) => ({ ...before, input: { fill: 'randn', shape: [1, 1, 1, 1] } }));
    await lab.paint();
    assert.deepEqual(viewer.cursor.value, { n: 0, c: 1, y: 1, x: 0, term: 3 });
  });

  it('steps through terms and elements to the end and back', async () => {
    const lab = await sessionLab({
      ...smallScenario,
      params: defaultParams,
      weight: { fill: 'randn', shape: [1, 1, 2, 2] },
    });
    await lab.paint();
    const { viewer, navigation, perform } = lab.session;
    perform('first');
    perform('first');
    assert.deepEqual(viewer.cursor.value, { n: 0, c: 0, y: 0, x: 0, term: 0 });
    for (let step = 0; step < 4; step += 1) perform('step');
    assert.deepEqual(viewer.cursor.value, { n: 0, c: 0, y: 0, x: 1, term: 0 });
    perform('step-back');
    assert.deepEqual(viewer.cursor.value, { n: 0, c: 0, y: 0, x: 0, term: 3 });
    navigation.moveTo({ y: 3, x: 3, term: 3 });
    assert.equal(navigation.stepTerm(1), false);
    assert.equal(navigation.stepElement(1), false);
  });

  it('plays to the end of the element and says where it is', async () => {
    const lab = await sessionLab({ ...smallScenario, params: defaultParams });
    await lab.paint();
    const { viewer, playback, navigation } = lab.session;
    navigation.moveTo({ y: 1, x: 1, term: 0 });
    playback.toggle();
    assert.equal(playback.mode.value, 'terms');
    lab.clock.advance(1000);
    assert.equal(playback.mode.value, null);
    assert.equal(viewer.cursor.value.term, 3);
    assert.match(lab.session.messages.announcement.value, /^Paused\. Output n 0, c 1, y 1, x 1/);
  });
});
