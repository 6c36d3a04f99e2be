import assert from 'node:assert/strict';
import { refuse, ok } from '../../../src/engine/core/refusal.ts';
import { scenarioChanged, settingsChanged } from '../../../src/protocol/hostMessages.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { sessionLab } from './sessionLab.ts';
import { refusedArgument, smallScenario, strideOf, withStride } from './smallScenario.ts';

describe('the session', () => {
  it('runs what the host opens, without making an edit of it', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    assert.equal(lab.session.runner.phase.value.kind, 'done');
    // (3 − 1)·2 + 2: PyTorch's output size.
    assert.deepEqual(lab.session.runner.currentRun.value?.geometry.outputShape, [1, 2, 6, 6]);
    assert.deepEqual(lab.host.edits, []);
    assert.deepEqual(lab.host.titles, ['Small']);
    assert.equal(lab.engine.runs.length, 1);
  });

  it('is empty where the host has nothing and nothing was saved', async () => {
    const lab = await sessionLab(null);
    assert.equal(lab.session.runner.phase.value.kind, 'empty');
    assert.equal(lab.engine.runs.length, 0);
  });

  it('runs an edit once and tells the host once', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    lab.session.form.edit(withStride(3));
    await lab.paint();
    assert.deepEqual(lab.host.edits.map(strideOf), [3]);
    assert.deepEqual(
      lab.engine.runs.map(({ scenario }) => strideOf(scenario)),
      [2, 3],
    );
    assert.equal(lab.session.runner.currentRun.value?.scenario.params.stride[0], 3);
  });

  for (const seed of [-5, 0.5, 1e300, NaN]) {
    it(`refuses the seed ${seed}, and restores the one before`, async () => {
      const lab = await sessionLab(smallScenario);
      await lab.paint();
      lab.session.form.edit((before) => ({ ...before, seed }));
      await lab.paint();
      assert.equal(refusedArgument(lab), 'seed');
      assert.equal(lab.session.runner.validScenario.value?.seed, 0);
      assert.deepEqual(lab.host.edits, []);
      assert.ok(lab.session.form.restoreValid());
      await lab.paint();
      assert.equal(refusedArgument(lab), undefined);
      assert.equal(lab.session.form.scenario.value?.seed, 0);
    });
  }

  it('abandons the run before an edit once', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    const { engine } = lab.session.ports.workers;
    let cancels = 0;
    const cancel = engine.cancel.bind(engine);
    engine.cancel = () => {
      cancels += 1;
      cancel();
    };
    lab.session.form.edit(withStride(3));
    assert.equal(cancels, 1, 'the edit');
    await lab.settle();
    assert.equal(cancels, 2, 'the question to the engine');
  });

  it('runs a burst of typing once, after its last key, and commits it once, when its field loses the focus', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    for (const stride of [3, 4, 5]) {
      lab.session.form.edit(withStride(stride), 'typing');
      lab.clock.advance(100);
    }
    await lab.settle();
    assert.equal(lab.engine.runs.length, 1);
    assert.equal(lab.session.runner.phase.value.kind, 'computing');
    lab.clock.advance(20);
    await lab.paint();
    assert.equal(lab.engine.runs.length, 2);
    assert.deepEqual(lab.host.edits, []);
    lab.session.form.settle();
    await lab.settle();
    assert.deepEqual(lab.host.edits.map(strideOf), [5]);
    assert.equal(lab.engine.runs.length, 2);
  });

  it('commits a burst of typing that rests in its field, and what follows as the same step', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    lab.session.form.edit(withStride(1), 'typing');
    lab.clock.advance(1000);
    lab.session.form.edit(withStride(12), 'typing');
    lab.session.form.settle();
    lab.session.form.edit(withStride(3), 'typing');
    lab.session.form.settle();
    await lab.settle();
    assert.deepEqual(
      lab.host.edits.map((edited, i) => [strideOf(edited), lab.host.continued[i]]),
      [
        [1, false],
        [12, true],
        [3, false],
      ],
    );
  });

  it('commits the first step of a stepper at once and the rest of its burst together', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    for (const stride of [3, 4, 5]) lab.session.form.edit(withStride(stride), 'stepping');
    await lab.settle();
    assert.deepEqual(lab.host.edits.map(strideOf), [3]);
    lab.clock.advance(120);
    await lab.settle();
    assert.deepEqual(lab.host.edits.map(strideOf), [3, 5]);
  });

  it('shows the verdict before the pictures', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    const before = lab.session.runner.currentRun.value;
    lab.session.form.edit(withStride(3));
    await lab.settle();
    assert.notEqual(lab.session.runner.pendingRun.value, null);
    assert.equal(lab.session.runner.currentRun.value, before, 'the pictures are still those of the run before');
    assert.equal(lab.session.runner.phase.value.kind, 'computing');
    await lab.paint();
    assert.equal(lab.session.runner.pendingRun.value, null);
    assert.notEqual(lab.session.runner.currentRun.value, before);
    assert.deepEqual(lab.phases, ['empty', 'computing', 'judged', 'done', 'computing', 'judged', 'done']);
  });

  it('draws the pending pictures before it takes up anything newer', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.settle();
    assert.notEqual(lab.session.runner.pendingRun.value, null);
    lab.session.form.edit(withStride(3));
    assert.equal(lab.session.runner.currentRun.value?.scenario.params.stride[0], 2);
  });

  it('drops the answer of a run that a newer one has replaced', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    lab.engine.manner = 'waits';
    lab.session.form.edit(withStride(3));
    await lab.settle();
    lab.session.form.edit(withStride(4));
    await lab.settle();
    lab.engine.release();
    await lab.paint();
    assert.equal(lab.session.runner.currentRun.value?.scenario.params.stride[0], 4);
    assert.deepEqual(lab.phases.slice(-3), ['computing', 'judged', 'done']);
  });

  it('stops on Escape and keeps the last pictures; it can be run again', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    lab.engine.manner = 'waits';
    lab.session.form.edit(withStride(3));
    await lab.settle();
    assert.equal(lab.session.escape(), true);
    assert.equal(lab.session.runner.phase.value.kind, 'cancelled');
    lab.engine.release();
    await lab.paint();
    assert.equal(lab.session.runner.phase.value.kind, 'cancelled', 'the late answer changes nothing');
    assert.equal(lab.session.runner.currentRun.value?.scenario.params.stride[0], 2);
    lab.engine.manner = 'answers';
    lab.session.form.runAgain();
    await lab.paint();
    assert.equal(lab.session.runner.currentRun.value.scenario.params.stride[0], 3);
  });

  it('commits the waiting edit of a burst before Escape stops its run', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    lab.session.form.edit(withStride(3), 'typing');
    assert.equal(lab.session.escape(), true);
    await lab.settle();
    assert.deepEqual(lab.host.edits.map(strideOf), [3]);
    assert.equal(lab.session.runner.phase.value.kind, 'cancelled');
  });

  it('runs again in another worker when one dies', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    lab.engine.manner = 'dies';
    lab.session.form.edit(withStride(3));
    // The first death is answered in the new worker.
    await lab.settle();
    const end = lab.session.runner.phase.value;
    assert.deepEqual(end, { kind: 'failed', error: 'The engine stopped twice: out of memory' });
    assert.equal(lab.engine.runs.length, 3, 'the run was tried twice');
    lab.engine.manner = 'answers';
    lab.session.form.runAgain();
    await lab.paint();
    assert.equal(lab.session.runner.phase.value.kind, 'done');
    assert.equal(lab.engine.spawned, 3);
  });

  it('takes over what the host undoes, and does not echo it', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    lab.session.form.edit(withStride(3));
    await lab.paint();
    lab.host.channel.emit(scenarioChanged, ok(smallScenario));
    await lab.paint();
    assert.equal(lab.session.form.scenario.value?.params.stride[0], 2);
    assert.equal(lab.session.runner.currentRun.value?.scenario.params.stride[0], 2);
    assert.equal(lab.host.edits.length, 1);
  });

  it('says why a document is refused, and keeps its last pictures', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    lab.host.channel.emit(scenarioChanged, refuse('scenario', 'The document is empty.'));
    await lab.settle();
    assert.equal(refusedArgument(lab), 'scenario');
    assert.notEqual(lab.session.runner.currentRun.value, null);
  });

  it('keeps the last valid run under a refused edit, and Escape goes back to it', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    const run = lab.session.runner.currentRun.value;
    lab.session.form.edit(withStride(0));
    await lab.paint();
    assert.equal(refusedArgument(lab), 'stride');
    assert.equal(lab.session.form.scenario.value?.params.stride[0], 0, 'the form shows what was typed');
    assert.equal(lab.session.runner.currentRun.value, run);
    assert.deepEqual(lab.host.edits, []);
    assert.equal(lab.session.escape(), true);
    assert.equal(lab.session.form.scenario.value.params.stride[0], 2);
    assert.equal(lab.session.runner.phase.value.kind, 'done');
    assert.equal(lab.engine.runs.length, 1, 'nothing is computed again');
    assert.equal(lab.session.escape(), false);
  });

  it('lets a run go on under a refusal, and goes back to its call', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    lab.engine.manner = 'waits';
    lab.session.form.edit(withStride(3));
    await lab.settle();
    lab.session.form.edit(withStride(0));
    lab.engine.release();
    await lab.paint();
    assert.equal(lab.session.runner.phase.value.kind, 'refused');
    assert.equal(lab.session.runner.currentRun.value?.scenario.params.stride[0], 3);
    lab.session.escape();
    assert.equal(lab.session.form.scenario.value?.params.stride[0], 3);
  });

  it('sends nothing to the host for an edit that changes nothing', async () => {
    const lab = await sessionLab(smallScenario, { origin: { kind: 'document', readonly: false } });
    await lab.paint();
    lab.session.form.edit((before) => structuredClone(before));
    lab.session.form.edit(withStride(3), 'typing');
    lab.session.form.edit(withStride(2), 'typing');
    lab.session.form.settle();
    lab.session.form.edit(withStride(0));
    lab.session.escape();
    await lab.paint();
    assert.deepEqual(lab.host.edits, []);
    assert.equal(lab.session.runner.currentRun.value?.scenario.params.stride[0], 2);
  });

  it('refuses a document that is too large, before anything is asked of the engine, and has nothing to go back to', async () => {
    const large: Scenario = { ...smallScenario, input: { fill: 'randn', shape: [1, 1, 1e14, 1e14] } };
    const lab = await sessionLab(large);
    await lab.paint();
    assert.equal(refusedArgument(lab), 'memory');
    assert.equal(lab.engine.runs.length, 0);
    assert.equal(lab.session.form.fallback.value, null);
    assert.equal(lab.session.escape(), false);
    assert.deepEqual(lab.host.edits, []);
  });

  it('goes back, as an edit, to the call before one that the host has made and that is refused', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    const other: Scenario = { ...smallScenario, weight: { fill: 'randn', shape: [5, 2, 2, 2] } };
    lab.host.channel.emit(scenarioChanged, ok(other));
    await lab.paint();
    assert.equal(refusedArgument(lab), 'weight');
    assert.equal(lab.session.escape(), true);
    await lab.paint();
    assert.deepEqual(lab.host.edits, [smallScenario]);
    assert.equal(lab.session.runner.phase.value.kind, 'done');
  });

  it('checks a call again when the limit of memory changes', async () => {
    const lab = await sessionLab(smallScenario, { memoryCap: 100 });
    await lab.paint();
    assert.equal(refusedArgument(lab), 'memory');
    lab.host.channel.emit(settingsChanged, { memoryCap: 2 ** 30 });
    await lab.paint();
    assert.equal(lab.session.runner.phase.value.kind, 'done');
    assert.deepEqual(lab.host.edits, []);
  });

  it('changes nothing of a document that cannot be written', async () => {
    const lab = await sessionLab(smallScenario, { origin: { kind: 'document', readonly: true } });
    await lab.paint();
    lab.session.form.edit(withStride(3));
    lab.session.form.choosePreset(withStride(4)(smallScenario));
    await lab.paint();
    assert.deepEqual(lab.host.edits, []);
    assert.equal(lab.session.form.scenario.value?.params.stride[0], 2);
  });

  it('asks every feature on Escape, questions before a refused edit and background work after it', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    const asked: string[] = [];
    let isAsking = true;
    lab.session.join({
      cancelQuestion: () => {
        asked.push('question');
        const was = isAsking;
        isAsking = false;
        return was;
      },
      cancelBackground: () => {
        asked.push('background');
        return true;
      },
    });
    lab.session.form.edit(withStride(0));
    assert.equal(lab.session.escape(), true);
    assert.deepEqual(asked, ['question']);
    assert.equal(refusedArgument(lab), 'stride', 'the question was stopped first');
    lab.session.escape();
    assert.equal(refusedArgument(lab), undefined);
    assert.deepEqual(asked, ['question', 'question']);
    assert.equal(lab.session.escape(), true);
    assert.deepEqual(asked.at(-1), 'background');
  });
});

describe('the command for other frameworks', () => {
  it('is handed to the feature that shows them', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    let shown = 0;
    lab.session.join({});
    lab.session.join({ showFrameworks: () => shown++ });
    lab.session.perform('show-frameworks');
    assert.equal(shown, 1);
  });
});

describe('two sessions', () => {
  it('stand beside each other without sharing anything', async () => {
    const one = await sessionLab(smallScenario);
    const other = await sessionLab(withStride(3)(smallScenario));
    await one.paint();
    await other.paint();
    one.session.navigation.moveTo({ y: 0, x: 0 });
    one.session.viewer.clips.value = { input: 1 };
    assert.equal(one.session.runner.currentRun.value?.geometry.h.outputSize, 6);
    assert.equal(other.session.runner.currentRun.value?.geometry.h.outputSize, 8);
    assert.deepEqual(other.session.viewer.clips.value, {});
    assert.notDeepEqual(other.session.viewer.cursor.value, one.session.viewer.cursor.value);
  });
});
