import assert from 'node:assert/strict';
import { signal } from '@preact/signals';
import { readFileSync } from 'node:fs';
import { refuse, ok } from '../../../src/engine/core/refusal.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { historyChanged, scenarioChanged, settingsChanged } from '../../../src/protocol/hostMessages.ts';
import { defaultParams } from '../../../src/engine/core/call.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { parseScenario } from '../../../src/scenario/document/parseScenario.ts';
import { serializeScenario } from '../../../src/scenario/document/serializeScenario.ts';
import { type Draft, type DraftField, refuseNumberText } from '../../../webview/store/drafts.ts';
import { sessionLab, type SessionLab } from './sessionLab.ts';

const small: Scenario = {
  version: 1,
  name: 'Small',
  dtype: 'float32',
  seed: 0,
  formulation: 'unfold-matmul',
  input: { fill: 'randn', shape: [1, 1, 3, 3] },
  weight: { fill: 'randn', shape: [1, 2, 2, 2] },
  bias: null,
  params: { ...defaultParams, stride: [2, 2] },
  tolerance: {},
};

const withStride =
  (stride: number) =>
  (before: Scenario): Scenario => ({
    ...before,
    params: { ...before.params, stride: [stride, stride] },
  });

const strideOf = ({ params }: Scenario): number => params.stride[0];

const refusalIn = ({ session }: SessionLab): string | undefined => session.runner.refusal.value?.argument;

describe('the session', () => {
  it('runs what the host opens, without making an edit of it', async () => {
    const lab = await sessionLab(small);
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
    const lab = await sessionLab(small);
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
      const lab = await sessionLab(small);
      await lab.paint();
      lab.session.form.edit((before) => ({ ...before, seed }));
      await lab.paint();
      assert.equal(refusalIn(lab), 'seed');
      assert.equal(lab.session.runner.validScenario.value?.seed, 0);
      assert.deepEqual(lab.host.edits, []);
      assert.ok(lab.session.form.restoreValid());
      await lab.paint();
      assert.equal(refusalIn(lab), undefined);
      assert.equal(lab.session.form.scenario.value?.seed, 0);
    });
  }

  it('abandons the run before an edit once', async () => {
    const lab = await sessionLab(small);
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
    const lab = await sessionLab(small);
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
    const lab = await sessionLab(small);
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
    const lab = await sessionLab(small);
    await lab.paint();
    for (const stride of [3, 4, 5]) lab.session.form.edit(withStride(stride), 'stepping');
    await lab.settle();
    assert.deepEqual(lab.host.edits.map(strideOf), [3]);
    lab.clock.advance(120);
    await lab.settle();
    assert.deepEqual(lab.host.edits.map(strideOf), [3, 5]);
  });

  it('shows the verdict before the pictures', async () => {
    const lab = await sessionLab(small);
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
    const lab = await sessionLab(small);
    await lab.settle();
    assert.notEqual(lab.session.runner.pendingRun.value, null);
    lab.session.form.edit(withStride(3));
    assert.equal(lab.session.runner.currentRun.value?.scenario.params.stride[0], 2);
  });

  it('drops the answer of a run that a newer one has replaced', async () => {
    const lab = await sessionLab(small);
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
    const lab = await sessionLab(small);
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
    const lab = await sessionLab(small);
    await lab.paint();
    lab.session.form.edit(withStride(3), 'typing');
    assert.equal(lab.session.escape(), true);
    await lab.settle();
    assert.deepEqual(lab.host.edits.map(strideOf), [3]);
    assert.equal(lab.session.runner.phase.value.kind, 'cancelled');
  });

  it('runs again in another worker when one dies', async () => {
    const lab = await sessionLab(small);
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
    const lab = await sessionLab(small);
    await lab.paint();
    lab.session.form.edit(withStride(3));
    await lab.paint();
    lab.host.channel.emit(scenarioChanged, ok(small));
    await lab.paint();
    assert.equal(lab.session.form.scenario.value?.params.stride[0], 2);
    assert.equal(lab.session.runner.currentRun.value?.scenario.params.stride[0], 2);
    assert.equal(lab.host.edits.length, 1);
  });

  it('says why a document is refused, and keeps its last pictures', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    lab.host.channel.emit(scenarioChanged, refuse('scenario', 'The document is empty.'));
    await lab.settle();
    assert.equal(refusalIn(lab), 'scenario');
    assert.notEqual(lab.session.runner.currentRun.value, null);
  });

  it('keeps the last valid run under a refused edit, and Escape goes back to it', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    const run = lab.session.runner.currentRun.value;
    lab.session.form.edit(withStride(0));
    await lab.paint();
    assert.equal(refusalIn(lab), 'stride');
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
    const lab = await sessionLab(small);
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
    const lab = await sessionLab(small, { origin: { kind: 'document', readonly: false } });
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
    const large: Scenario = { ...small, input: { fill: 'randn', shape: [1, 1, 1e14, 1e14] } };
    const lab = await sessionLab(large);
    await lab.paint();
    assert.equal(refusalIn(lab), 'memory');
    assert.equal(lab.engine.runs.length, 0);
    assert.equal(lab.session.form.fallback.value, null);
    assert.equal(lab.session.escape(), false);
    assert.deepEqual(lab.host.edits, []);
  });

  it('goes back, as an edit, to the call before one that the host has made and that is refused', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    const other: Scenario = { ...small, weight: { fill: 'randn', shape: [5, 2, 2, 2] } };
    lab.host.channel.emit(scenarioChanged, ok(other));
    await lab.paint();
    assert.equal(refusalIn(lab), 'weight');
    assert.equal(lab.session.escape(), true);
    await lab.paint();
    assert.deepEqual(lab.host.edits, [small]);
    assert.equal(lab.session.runner.phase.value.kind, 'done');
  });

  it('checks a call again when the limit of memory changes', async () => {
    const lab = await sessionLab(small, { memoryCap: 100 });
    await lab.paint();
    assert.equal(refusalIn(lab), 'memory');
    lab.host.channel.emit(settingsChanged, { memoryCap: 2 ** 30 });
    await lab.paint();
    assert.equal(lab.session.runner.phase.value.kind, 'done');
    assert.deepEqual(lab.host.edits, []);
  });

  it('changes nothing of a document that cannot be written', async () => {
    const lab = await sessionLab(small, { origin: { kind: 'document', readonly: true } });
    await lab.paint();
    lab.session.form.edit(withStride(3));
    lab.session.form.choosePreset(withStride(4)(small));
    await lab.paint();
    assert.deepEqual(lab.host.edits, []);
    assert.equal(lab.session.form.scenario.value?.params.stride[0], 2);
  });

  it('asks every feature on Escape, questions before a refused edit and background work after it', async () => {
    const lab = await sessionLab(small);
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
    assert.equal(refusalIn(lab), 'stride', 'the question was stopped first');
    lab.session.escape();
    assert.equal(refusalIn(lab), undefined);
    assert.deepEqual(asked, ['question', 'question']);
    assert.equal(lab.session.escape(), true);
    assert.deepEqual(asked.at(-1), 'background');
  });
});

describe('undo in a session', () => {
  const document = { origin: { kind: 'document', readonly: false } } as const;

  it('is asked of the host for a panel, after the edit that waits', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    assert.equal(lab.session.form.stepHistory('undo'), false, 'there is nothing to undo');
    lab.session.form.edit(withStride(3), 'typing');
    assert.equal(lab.session.form.stepHistory('undo'), true);
    await lab.settle();
    assert.deepEqual([lab.host.edits.map(strideOf), lab.host.steps], [[3], ['undo']]);
    lab.host.channel.emit(historyChanged, { canUndo: false, canRedo: true });
    lab.host.channel.emit(scenarioChanged, ok(small));
    await lab.paint();
    assert.equal(lab.session.runner.currentRun.value?.scenario.params.stride[0], 2);
    lab.session.perform('redo');
    await lab.settle();
    assert.deepEqual(lab.host.steps, ['undo', 'redo']);
  });

  it('of a choice of a preset restores what Reset restored before, and redo the preset', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    const { form, document: own } = lab.session;
    const preset = { ...withStride(4)(small), name: 'A preset' };
    form.edit(withStride(3));
    form.choosePreset(preset);
    await lab.paint();
    assert.equal(own.initialScenario.value, preset);
    const shown = async (scenario: Scenario) => {
      lab.host.channel.emit(scenarioChanged, ok(scenario));
      await lab.paint();
      return own.initialScenario.value?.name;
    };
    assert.equal(await shown(withStride(3)(small)), small.name);
    assert.equal(await shown(small), small.name);
    assert.equal(await shown(withStride(3)(small)), small.name);
    assert.equal(await shown(preset), 'A preset');
    form.edit(withStride(5));
    assert.equal(await shown(preset), 'A preset');
    assert.equal(await shown(withStride(3)(small)), small.name);
    form.reset();
    await lab.paint();
    assert.equal(form.scenario.value?.params.stride[0], 2);
  });

  it('takes back a refused edit, which the host does not have', async () => {
    for (const options of [{}, document]) {
      const lab = await sessionLab(small, options);
      await lab.paint();
      lab.session.form.edit(withStride(0), 'typing');
      assert.equal(lab.session.form.stepHistory('undo'), true);
      await lab.settle();
      assert.equal(lab.session.form.scenario.value?.params.stride[0], 2);
      assert.equal(refusalIn(lab), undefined);
      assert.deepEqual([lab.host.edits, lab.host.steps], [[], []]);
    }
  });

  it('is left to VS Code for a document, except for what its text does not have yet', async () => {
    const lab = await sessionLab(small, document);
    await lab.paint();
    lab.session.form.edit(withStride(3), 'typing');
    assert.equal(lab.session.form.stepHistory('undo'), true);
    await lab.paint();
    assert.equal(lab.session.form.scenario.value?.params.stride[0], 2);
    lab.session.form.edit(withStride(4));
    await lab.settle();
    assert.equal(lab.session.form.stepHistory('undo'), false);
    assert.equal(lab.session.form.stepHistory('redo'), false);
    assert.deepEqual([lab.host.edits.map(strideOf), lab.host.steps], [[4], []]);
  });

  it('waits for an edit of a document that is on its way', async () => {
    const lab = await sessionLab(small, document);
    await lab.paint();
    lab.session.form.edit(withStride(4));
    assert.equal(lab.session.form.stepHistory('undo'), true);
    await lab.settle();
    // The edit first.
    assert.deepEqual([lab.host.edits.map(strideOf), lab.host.steps], [[4], ['undo']]);
    assert.equal(lab.session.form.stepHistory('undo'), false);
  });
});

describe('an output of another shape in a session', () => {
  const checked: Scenario = { ...small, actual: { file: 'y.npy' } };

  it('leaves the call in the figure, with a refusal and nothing to go back to', async () => {
    const lab = await sessionLab(null);
    lab.host.disk.set('y.npy', writeNpy(tensorOf('float32', [1, 2, 5, 6], new Array<number>(60).fill(0))).buffer);
    lab.session.form.show(checked);
    await lab.paint();
    const { runner, form } = lab.session;
    assert.equal(refusalIn(lab), 'actual');
    // (3 − 1)·2 + 2 = 6 rows and columns.
    assert.equal(runner.refusal.value?.message, "y.npy is 5×6; this call's output is 6×6.");
    assert.deepEqual(runner.currentRun.value?.geometry.outputShape, [1, 2, 6, 6]);
    assert.deepEqual(form.callGeometry.value?.outputShape, [1, 2, 6, 6]);
    assert.equal(form.scenario.value?.actual?.file, 'y.npy', 'the form keeps the file');
    assert.equal(form.fallback.value, null);
    assert.equal(lab.session.escape(), false);
    assert.deepEqual(lab.host.edits, []);
  });

  it('is taken back by Escape if there was a call before', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    const bytes = writeNpy(tensorOf('float32', [3], [1, 2, 3])).buffer;
    lab.host.opened = ok({ source: { file: 'y.npy' }, element: 'float32', shape: [3], bytes });
    await lab.session.form.takeTensor('actual', 'file:///y.npy');
    await lab.paint();
    assert.equal(refusalIn(lab), 'actual');
    assert.equal(lab.session.escape(), true);
    await lab.paint();
    assert.deepEqual(
      lab.host.edits.map(({ actual }) => actual?.file),
      ['y.npy', undefined],
    );
    assert.equal(lab.session.runner.phase.value.kind, 'done');
  });
});

describe('drafts in a session', () => {
  const field: DraftField = { id: 'input.N', kind: 'number', name: 'N', argument: 'input' };
  const draft = (text: string): Draft => ({ field, text, refusal: refuseNumberText(field, text), instead: 'N = 1' });

  it('stay with their refusal while other fields are edited, until Escape', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    const { drafts, form } = lab.session;
    drafts.keep(draft('1x'));
    drafts.keep(draft('1x64'));
    form.edit(withStride(3));
    await lab.paint();
    assert.deepEqual(
      drafts.all.value.map(({ text, refusal }) => [text, refusal.message]),
      [['1x64', 'N must be a whole number.']],
    );
    assert.equal(lab.session.escape(), true);
    assert.deepEqual(drafts.all.value, []);
    assert.equal(form.scenario.value?.params.stride[0], 3, 'the call stays');
    assert.equal(lab.session.escape(), false);
  });

  it('belong to their call: a preset drops them', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    lab.session.drafts.keep(draft(''));
    assert.equal(lab.session.drafts.of('input.N')?.refusal.message, 'N must not be empty.');
    lab.session.form.choosePreset(withStride(3)(small));
    assert.equal(lab.session.drafts.of('input.N'), null);
  });

  it('say of a number that is too long what is possible', () => {
    const { message } = refuseNumberText(field, '12345678901234567890');
    assert.equal(message.replace(/\s/g, ' '), 'N must be at most 9 007 199 254 740 991.');
  });
});

describe('the cursor of a session', () => {
  it('starts in the middle and stays inside the output of every run', async () => {
    const lab = await sessionLab(small);
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
    const lab = await sessionLab({ ...small, params: defaultParams, weight: { fill: 'randn', shape: [1, 1, 2, 2] } });
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
    const lab = await sessionLab({ ...small, params: defaultParams });
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

describe('the files of a session', () => {
  const numbers = Array.from({ length: 9 }, (_, i) => i / 4);
  const npy = (): ArrayBuffer => writeNpy(tensorOf('float32', [1, 1, 3, 3], numbers)).buffer;
  const ofFile: Scenario = { ...small, input: { file: 'x.npy' } };

  async function fileLab(): Promise<SessionLab> {
    const lab = await sessionLab(null);
    lab.host.disk.set('x.npy', npy());
    lab.session.form.show(ofFile);
    await lab.paint();
    assert.equal(lab.session.runner.phase.value.kind, 'done');
    return lab;
  }

  it('are read once and given to the worker once, however many steps follow', async () => {
    const lab = await fileLab();
    for (const stride of [3, 4, 5]) {
      lab.session.form.edit(withStride(stride));
      await lab.paint();
    }
    assert.deepEqual(lab.host.reads, ['x.npy']);
    assert.deepEqual(lab.engine.given, [{ path: 'x.npy', byteLength: npy().byteLength }]);
    assert.equal(lab.engine.runs.length, 4);
    assert.ok(lab.engine.runs.every(({ files }) => files.length === 1 && files[0]?.[0] === 'x.npy'));
    assert.deepEqual([...(lab.session.runner.currentRun.value?.run.call.input.data ?? [])], numbers);
  });

  it('are transferred: the page keeps their shapes alone, and validates edits by them', async () => {
    const lab = await fileLab();
    lab.session.form.edit((before) => ({ ...before, weight: { fill: 'randn', shape: [2, 2, 2, 2] } }));
    assert.equal(refusalIn(lab), 'weight', 'Cin = 1 of the file is not Cin = 2 of the weight');
    assert.equal(lab.engine.runs.length, 1);
  });

  it('are read and given again when the host says that they changed', async () => {
    const lab = await fileLab();
    lab.host.disk.set('x.npy', writeNpy(tensorOf('float32', [1, 1, 2, 2], [1, 2, 3, 4])).buffer);
    lab.host.channel.emit(scenarioChanged, ok(ofFile));
    await lab.paint();
    assert.equal(lab.host.reads.length, 2);
    assert.equal(lab.engine.given.length, 2);
    assert.deepEqual(lab.engine.forgotten, [1]);
    assert.deepEqual([...(lab.session.runner.currentRun.value?.run.call.input.data ?? [])], [1, 2, 3, 4]);
  });

  it('decide the precision of a call for which nobody chose one, with the output to check', async () => {
    const files = ['half_x', 'half_w', 'half_y', 'half_sums', 'half_sums_wrong'].map((name) => `${name}.npy`);
    const lab = await sessionLab(null);
    for (const name of files) {
      const bytes = readFileSync(new URL(`../../fixtures/verdicts/${name}`, import.meta.url));
      lab.host.disk.set(name, new Uint8Array(bytes).buffer);
      lab.host.elements.set(name, name.includes('sums') ? 'float32' : 'float16');
    }
    const { runner, form } = lab.session;
    /** Shows a document; returns the precisions of run and form, and the verdict. */
    const judged = async (actual: string | null, more: object = {}): Promise<readonly unknown[]> => {
      const text = {
        version: 1,
        input: { file: 'half_x.npy' },
        weight: { file: 'half_w.npy' },
        stride: 2,
        padding: 1,
        ...(actual === null ? {} : { actual: { file: actual } }),
        ...more,
      };
      const parsed = parseScenario(JSON.stringify(text));
      assert.ok(parsed.ok);
      form.show(parsed.value);
      await lab.paint();
      assert.equal(form.precision.value, runner.currentRun.value?.run.profile);
      assert.equal(form.callGeometry.value?.dtype, form.precision.value);
      return [form.precision.value, runner.currentRun.value?.run.comparison.verdict];
    };
    assert.deepEqual(await judged(null), ['float16', 'rounding']);
    assert.deepEqual(await judged('half_y.npy'), ['float16', 'rounding']);
    assert.deepEqual(await judged('half_sums.npy'), ['tf32', 'rounding']);
    // The rounding of float16 would hide this error.
    assert.deepEqual(await judged('half_sums_wrong.npy'), ['tf32', 'mismatch']);
    assert.deepEqual(await judged('half_sums_wrong.npy', { dtype: 'float16' }), ['float16', 'rounding']);
    lab.host.elements.set('half_w.npy', 'float32');
    lab.host.channel.emit(scenarioChanged, ok({ ...small }));
    await lab.paint();
    assert.deepEqual(await judged('half_y.npy'), ['float32', 'mismatch']);
    // The document stays as its author wrote it.
    assert.deepEqual(lab.host.edits, []);
  });

  it('are forgotten when the scenario names them no more', async () => {
    const lab = await fileLab();
    lab.session.form.edit((before) => ({ ...before, input: small.input }));
    await lab.paint();
    assert.deepEqual(lab.engine.forgotten, [1]);
    assert.deepEqual(lab.engine.runs.at(-1)?.files, []);
  });

  it('are read and given again when the worker that had them has died', async () => {
    const lab = await fileLab();
    lab.engine.manner = 'dies';
    lab.session.form.edit(withStride(3));
    await lab.settle();
    lab.engine.manner = 'answers';
    lab.session.form.runAgain();
    await lab.paint();
    assert.equal(lab.session.runner.phase.value.kind, 'done');
    assert.deepEqual([...(lab.session.runner.currentRun.value?.run.call.input.data ?? [])], numbers);
    assert.equal(lab.host.reads.length, 3, 'once for each worker');
  });

  it('take one request when they are dropped', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    lab.host.opened = ok({ source: { file: 'x.npy' }, element: 'float32', shape: [1, 1, 3, 3], bytes: npy() });
    await lab.session.form.takeTensor('input', 'file:///x.npy');
    await lab.paint();
    assert.deepEqual(lab.host.reads, []);
    assert.deepEqual(
      lab.engine.given.map(({ path }) => path),
      ['x.npy'],
    );
    assert.deepEqual(
      lab.host.edits.map(({ input }) => input),
      [{ file: 'x.npy' }],
    );
    assert.deepEqual([...(lab.session.runner.currentRun.value?.run.call.input.data ?? [])], numbers);
  });

  it('are refused where they cannot be read', async () => {
    const lab = await sessionLab(ofFile);
    await lab.paint();
    assert.equal(lab.session.runner.refusal.value?.message, 'x.npy could not be found.');
    assert.equal(lab.engine.runs.length, 0);
  });
});

describe('the command for other frameworks', () => {
  it('is handed to the feature that shows them', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    let shown = 0;
    lab.session.join({});
    lab.session.join({ showFrameworks: () => shown++ });
    lab.session.perform('show-frameworks');
    assert.equal(shown, 1);
  });
});

describe('what a session saves', () => {
  it('comes back on the next page: call, cursor, view and what features add', async () => {
    const first = await sessionLab(small);
    await first.paint();
    const tab = { save: () => ({ tab: 'code' }), restore: () => undefined };
    first.session.join({ saved: tab });
    first.session.navigation.moveTo({ y: 1, x: 2, term: 1 });
    first.session.viewer.clips.value = { input: 0.5 };
    first.session.viewer.viewports.own('input').set({ zoom: 2, row: 1, column: 0 });
    first.session.layout.collapsed.value = ['data'];
    first.session.saved.saveNow();
    const state = structuredClone(first.saved());

    const next = await sessionLab(null, { saved: state });
    const restored: unknown[] = [];
    next.session.join({ saved: { save: () => ({}), restore: (record) => restored.push(record.tab) } });
    await next.paint();
    const { form, viewer, layout } = next.session;
    assert.equal(form.scenario.value && serializeScenario(form.scenario.value), serializeScenario(small));
    assert.deepEqual(viewer.cursor.value, { n: 0, c: 1, y: 1, x: 2, term: 1 });
    assert.deepEqual(viewer.clips.value, { input: 0.5 });
    assert.deepEqual(viewer.viewports.own('input').get(), { zoom: 2, row: 1, column: 0 });
    assert.deepEqual(layout.collapsed.value, ['data']);
    assert.deepEqual(restored, ['code']);
  });

  it('gives way to what the host says, and drops what cannot be made out', async () => {
    const saved = {
      scenario: '{',
      cursor: { n: 0, c: 'x' },
      clips: { input: -1, weight: 2 },
      viewports: { input: { zoom: 0.5, row: 0, column: 0 } },
      pixelChoices: { input: 'median', weight: 'max' },
      collapsed: 'data',
    };
    const lab = await sessionLab(small, { saved });
    await lab.paint();
    const { viewer, layout, form } = lab.session;
    assert.equal(form.scenario.value?.name, 'Small');
    assert.deepEqual(viewer.clips.value, { weight: 2 });
    assert.deepEqual(viewer.viewports.all.value, {});
    assert.deepEqual(viewer.pixelShows.value, { weight: 'max' });
    assert.deepEqual(layout.collapsed.value, []);
    assert.deepEqual(viewer.cursor.value, { n: 0, c: 1, y: 3, x: 3, term: 2 }, 'the middle');
  });

  it('has the texts that are no values, and a refused edit', async () => {
    const first = await sessionLab(small);
    await first.paint();
    const field: DraftField = { id: 'input.N', kind: 'number', name: 'N', argument: 'input' };
    const typed: Draft = { field, text: '1x', refusal: refuseNumberText(field, '1x'), instead: 'N = 1' };
    first.session.form.edit(withStride(0), 'typing');
    first.session.drafts.keep(typed);
    first.session.saved.saveNow();
    const saved = structuredClone(first.saved());

    const next = await sessionLab(small, { saved });
    await next.paint();
    assert.equal(next.session.form.scenario.value?.params.stride[0], 0);
    assert.equal(refusalIn(next), 'stride');
    assert.deepEqual(next.session.drafts.all.value, [typed]);
    // The figure shows the call, and Escape and Reset lead back to it.
    assert.equal(next.session.runner.currentRun.value?.scenario.params.stride[0], 2);
    assert.equal(next.session.document.initialScenario.value?.params.stride[0], 2);
    assert.equal(next.session.escape(), true);
    await next.paint();
    assert.deepEqual([next.session.form.scenario.value.params.stride[0], next.session.drafts.all.value], [2, []]);
    assert.deepEqual(next.host.edits, []);

    // A size beyond the written-out values is not written out to be saved.
    const written: Scenario = { ...small, input: { shape: [1, 1, 2, 2], values: [1, 2, 3, 4] } };
    const large = await sessionLab(written);
    await large.paint();
    large.session.form.edit((before) => ({
      ...before,
      input: { shape: [999_999_999, 1, 2, 2], values: [1, 2, 3, 4] },
    }));
    large.session.saved.saveNow();
    const resumed = await sessionLab(written, { saved: structuredClone(large.saved()) });
    assert.deepEqual(resumed.session.form.scenario.value?.input, written.input);

    // Over a call that has changed meanwhile they make no sense.
    const other = await sessionLab(withStride(3)(small), { saved });
    await other.paint();
    assert.deepEqual([other.session.form.scenario.value?.params.stride[0], other.session.drafts.all.value], [3, []]);
    assert.equal(refusalIn(other), undefined);
  });

  it('is made anew only by the part that has changed', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    const own = signal(1);
    let made = 0;
    const save = () => ({ own: own.value, made: ++made });
    lab.session.join({ saved: { save, restore: () => undefined } });
    for (const x of [1, 2]) {
      lab.session.navigation.moveTo({ x });
      lab.session.saved.saveNow();
    }
    assert.deepEqual(lab.saved(), { ...(lab.saved() as object), own: 1, made: 1 });
    own.value = 2;
    lab.session.saved.saveNow();
    assert.deepEqual(lab.saved(), { ...(lab.saved() as object), own: 2, made: 2 });
  });

  it('is written at most five times a second', async () => {
    const lab = await sessionLab(small);
    await lab.paint();
    lab.clock.advance(200);
    const before = lab.saved();
    assert.equal(lab.session.saved.isSaved.value, true);
    for (const x of [0, 1, 2]) lab.session.navigation.moveTo({ x });
    assert.equal(lab.session.saved.isSaved.value, false);
    assert.equal(lab.saved(), before);
    lab.clock.advance(200);
    assert.equal(lab.session.saved.isSaved.value, true);
    assert.notEqual(lab.saved(), before);
  });
});

describe('two sessions', () => {
  it('stand beside each other without sharing anything', async () => {
    const one = await sessionLab(small);
    const other = await sessionLab(withStride(3)(small));
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
