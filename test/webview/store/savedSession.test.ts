import assert from 'node:assert/strict';
import { signal } from '@preact/signals';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { serializeScenario } from '../../../src/scenario/document/serializeScenario.ts';
import { type Draft, type DraftField, refuseNumberText } from '../../../webview/store/drafts.ts';
import { sessionLab } from './sessionLab.ts';
import { refusedArgument, smallScenario, withStride } from './smallScenario.ts';

describe('what a session saves', () => {
  it('comes back on the next page: call, cursor, view and what features add', async () => {
    const first = await sessionLab(smallScenario);
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
    assert.equal(form.scenario.value && serializeScenario(form.scenario.value), serializeScenario(smallScenario));
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
    const lab = await sessionLab(smallScenario, { saved });
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
    const first = await sessionLab(smallScenario);
    await first.paint();
    const field: DraftField = { id: 'input.N', kind: 'number', name: 'N', argument: 'input' };
    const typed: Draft = { field, text: '1x', refusal: refuseNumberText(field, '1x'), instead: 'N = 1' };
    first.session.form.edit(withStride(0), 'typing');
    first.session.drafts.keep(typed);
    first.session.saved.saveNow();
    const saved = structuredClone(first.saved());

    const next = await sessionLab(smallScenario, { saved });
    await next.paint();
    assert.equal(next.session.form.scenario.value?.params.stride[0], 0);
    assert.equal(refusedArgument(next), 'stride');
    assert.deepEqual(next.session.drafts.all.value, [typed]);
    // The figure shows the call, and Escape and Reset lead back to it.
    assert.equal(next.session.runner.currentRun.value?.scenario.params.stride[0], 2);
    assert.equal(next.session.document.initialScenario.value?.params.stride[0], 2);
    assert.equal(next.session.escape(), true);
    await next.paint();
    assert.deepEqual([next.session.form.scenario.value.params.stride[0], next.session.drafts.all.value], [2, []]);
    assert.deepEqual(next.host.edits, []);

    // A size beyond the written-out values is not written out to be saved.
    const written: Scenario = { ...smallScenario, input: { shape: [1, 1, 2, 2], values: [1, 2, 3, 4] } };
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
    const other = await sessionLab(withStride(3)(smallScenario), { saved });
    await other.paint();
    assert.deepEqual([other.session.form.scenario.value?.params.stride[0], other.session.drafts.all.value], [3, []]);
    assert.equal(refusedArgument(other), undefined);
  });

  it('is made anew only by the part that has changed', async () => {
    const lab = await sessionLab(smallScenario);
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
    const lab = await sessionLab(smallScenario);
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
