import assert from 'node:assert/strict';
import { signal } from '@preact/signals';
import { coachShown, firstStepped } from '../../../src/protocol/hostMessages.ts';
import { strided } from '../../../src/scenario/presets/small.ts';
import { sessionLab } from './sessionLab.ts';

describe('what a session tells the host about its user', () => {
  it('is the first step, once', async () => {
    const lab = await sessionLab(strided.scenario);
    const { session, host } = lab;
    await lab.paint();
    let steps = 0;
    host.channel.on(firstStepped, () => {
      steps += 1;
    });
    session.perform('next-mismatch');
    await lab.settle();
    assert.equal(steps, 0);
    for (const action of ['step', 'step-back', 'step'] as const) session.perform(action);
    await lab.settle();
    assert.equal(steps, 1);
  });

  it('is that the hints were dismissed', async () => {
    const lab = await sessionLab(strided.scenario);
    const { session, host } = lab;
    const said: boolean[] = [];
    host.channel.on(coachShown, (shown) => said.push(shown));
    session.layout.showCoach(false);
    await lab.settle();
    assert.deepEqual([session.layout.isCoachShown.value, said], [false, [false]]);
  });
});

describe('the action that explains', () => {
  it('opens the explanation of the verdict', async () => {
    const { session } = await sessionLab(strided.scenario);
    // Without a feature that explains verdicts there is nothing to open.
    session.perform('explain');
    let opened = 0;
    session.join({
      verdictExplainer: { report: signal(null), isOpen: signal(false), open: () => void (opened += 1) },
    });
    session.perform('explain');
    assert.equal(opened, 1);
  });
});

describe('a move to a mismatch', () => {
  it('opens the first tab that follows the cursor, unless one is open', async () => {
    const lab = await sessionLab(strided.scenario);
    const { session } = lab;
    await lab.paint();
    const opened: string[] = [];
    const [first, second] = [signal(false), signal(true)];
    session.join({ cursorView: { isOpen: first, open: () => opened.push('first') } });
    session.join({ cursorView: { isOpen: second, open: () => opened.push('second') } });
    session.perform('next-mismatch');
    assert.deepEqual(opened, []);
    second.value = false;
    session.perform('previous-mismatch');
    assert.deepEqual(opened, ['first']);
  });
});
