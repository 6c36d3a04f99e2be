import assert from 'node:assert/strict';
import { ok } from '../../../src/engine/core/refusal.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { historyChanged, scenarioChanged } from '../../../src/protocol/hostMessages.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { type Draft, type DraftField, refuseNumberText } from '../../../webview/store/drafts.ts';
import { sessionLab } from './sessionLab.ts';
import { refusedArgument, smallScenario, strideOf, withStride } from './smallScenario.ts';

describe('undo in a session', () => {
  const document = { origin: { kind: 'document', readonly: false } } as const;

  it('is asked of the host for a panel, after the edit that waits', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    assert.equal(lab.session.form.stepHistory('undo'), false, 'there is nothing to undo');
    lab.session.form.edit(withStride(3), 'typing');
    assert.equal(lab.session.form.stepHistory('undo'), true);
    await lab.settle();
    assert.deepEqual([lab.host.edits.map(strideOf), lab.host.steps], [[3], ['undo']]);
    lab.host.channel.emit(historyChanged, { canUndo: false, canRedo: true });
    lab.host.channel.emit(scenarioChanged, ok(smallScenario));
    await lab.paint();
    assert.equal(lab.session.runner.currentRun.value?.scenario.params.stride[0], 2);
    lab.session.perform('redo');
    await lab.settle();
    assert.deepEqual(lab.host.steps, ['undo', 'redo']);
  });

  it('of a choice of a preset restores what Reset restored before, and redo the preset', async () => {
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    const { form, document: own } = lab.session;
    const preset = { ...withStride(4)(smallScenario), name: 'A preset' };
    form.edit(withStride(3));
    form.choosePreset(preset);
    await lab.paint();
    assert.equal(own.initialScenario.value, preset);
    const shown = async (scenario: Scenario) => {
      lab.host.channel.emit(scenarioChanged, ok(scenario));
      await lab.paint();
      return own.initialScenario.value?.name;
    };
    assert.equal(await shown(withStride(3)(smallScenario)), smallScenario.name);
    assert.equal(await shown(smallScenario), smallScenario.name);
    assert.equal(await shown(withStride(3)(smallScenario)), smallScenario.name);
    assert.equal(await shown(preset), 'A preset');
    form.edit(withStride(5));
    assert.equal(await shown(preset), 'A preset');
    assert.equal(await shown(withStride(3)(smallScenario)), smallScenario.name);
    form.reset();
    await lab.paint();
    assert.equal(form.scenario.value?.params.stride[0], 2);
  });

  it('takes back a refused edit, which the host does not have', async () => {
    for (const options of [{}, document]) {
      const lab = await sessionLab(smallScenario, options);
      await lab.paint();
      lab.session.form.edit(withStride(0), 'typing');
      assert.equal(lab.session.form.stepHistory('undo'), true);
      await lab.settle();
      assert.equal(lab.session.form.scenario.value?.params.stride[0], 2);
      assert.equal(refusedArgument(lab), undefined);
      assert.deepEqual([lab.host.edits, lab.host.steps], [[], []]);
    }
  });

  it('is left to VS Code for a document, except for what its text does not have yet', async () => {
    const lab = await sessionLab(smallScenario, document);
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
    const lab = await sessionLab(smallScenario, document);
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
  const checked: Scenario = { ...smallScenario, actual: { file: 'y.npy' } };

  it('leaves the call in the figure, with a refusal and nothing to go back to', async () => {
    const lab = await sessionLab(null);
    lab.host.disk.set('y.npy', writeNpy(tensorOf('float32', [1, 2, 5, 6], new Array<number>(60).fill(0))).buffer);
    lab.session.form.show(checked);
    await lab.paint();
    const { runner, form } = lab.session;
    assert.equal(refusedArgument(lab), 'actual');
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
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    const bytes = writeNpy(tensorOf('float32', [3], [1, 2, 3])).buffer;
    lab.host.opened = ok({ source: { file: 'y.npy' }, element: 'float32', shape: [3], bytes });
    await lab.session.form.takeTensor('actual', 'file:///y.npy');
    await lab.paint();
    assert.equal(refusedArgument(lab), 'actual');
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
    const lab = await sessionLab(smallScenario);
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
    const lab = await sessionLab(smallScenario);
    await lab.paint();
    lab.session.drafts.keep(draft(''));
    assert.equal(lab.session.drafts.of('input.N')?.refusal.message, 'N must not be empty.');
    lab.session.form.choosePreset(withStride(3)(smallScenario));
    assert.equal(lab.session.drafts.of('input.N'), null);
  });

  it('say of a number that is too long what is possible', () => {
    const { message } = refuseNumberText(field, '12345678901234567890');
    assert.equal(message.replace(/\s/g, ' '), 'N must be at most 9 007 199 254 740 991.');
  });
});
