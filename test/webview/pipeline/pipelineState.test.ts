import assert from 'node:assert/strict';
import { columnOf } from '../../../src/engine/provenance/provenance.ts';
import { strided } from '../../../src/scenario/presets/small.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { layoutScheme } from '../../../webview/pipeline/figure/layoutScheme.ts';
import { windowStart } from '../../../webview/pipeline/figure/schemeCells.ts';
import { createPipelineState } from '../../../webview/pipeline/pipelineState.ts';
import type { Session } from '../../../webview/store/session.ts';
import { followCursor } from '../../../webview/viewer/followCursor.ts';
import { paneFrameOf } from '../../../webview/viewer/frame.ts';
import { sessionLab } from '../store/sessionLab.ts';

const size = (rows: number, columns: number) => ({ rows, columns, header: 60, footer: 0 });

/** Follows the cursor as the panes U and Y do after a run has been drawn; returns their first visible columns. */
function place({ runner, viewer }: Session, width = 1144) {
  const run = runner.currentRun.peek();
  assert.ok(run !== null);
  const { viewports, cursor } = viewer;
  const stage = (id: string) => run.stages.find((each) => each.id === id) ?? assert.fail(id);
  const view = (id: string) => stage(id).view(cursor.peek());
  const sizes = (id: string) => size(view(id).rows, view(id).columns);
  const block = run.geometry.w.outputSize;
  const layout = layoutScheme(
    {
      topImages: [sizes('input'), sizes('padded')],
      leftImages: [sizes('weight'), sizes('rotated')],
      top: sizes('unfolded'),
      left: sizes('kernel-matrix'),
      product: sizes('product'),
      block,
    },
    width,
  );
  const { window } = layout;
  assert.ok(window !== null, 'the matrix does not fit');
  const panes = [
    { role: 'top', id: 'unfolded' },
    { role: 'product', id: 'product' },
  ] as const;
  for (const { role, id } of panes) {
    const port = viewports.scheme(role);
    const { rows, columns } = view(id);
    const highlight = stage(id).highlight(cursor.peek());
    const column = windowStart(highlight.element?.column ?? 0, window, block, columns);
    const frame = paneFrameOf(layout[role], rows, columns, port.get());
    port.set(followCursor(frame, port.get(), highlight, column));
  }
  return { window, columns: panes.map(({ role }) => viewports.scheme(role).get().column) };
}

const withStride =
  (stride: number) =>
  (before: Scenario): Scenario => ({ ...before, params: { ...before.params, stride: [stride, 2] } });

describe('the windows of the figure', () => {
  it('are placed around the cursor again after every edit of the geometry', async () => {
    const lab = await sessionLab(strided.scenario);
    createPipelineState(lab.session);
    await lab.paint();
    const { form, viewer, runner } = lab.session;
    // Ho × Wo = 8 × 8. The cursor starts in the middle: column 4 · 8 + 4 of U.
    assert.deepEqual([viewer.cursor.value.y, viewer.cursor.value.x], [4, 4]);
    // Three output rows fit: those of columns 24 to 47.
    assert.deepEqual(place(lab.session), { window: 24, columns: [24, 24] });
    for (const stride of [3, 5, 2]) {
      form.edit(withStride(stride));
      await lab.paint();
      // The run of the edit has another shape, so the previous window is gone before a pane is drawn.
      assert.deepEqual(viewer.viewports.all.value, {}, String(stride));
      const { geometry } = runner.currentRun.value ?? assert.fail('no run');
      const column = columnOf(geometry, viewer.cursor.value);
      const { window, columns } = place(lab.session);
      for (const first of columns) assert.ok(first <= column && column < first + window, `${column} from ${first}`);
    }
  });

  it('stay where they are if an edit changes only numbers', async () => {
    const lab = await sessionLab(strided.scenario);
    createPipelineState(lab.session);
    await lab.paint();
    const zoomed = { zoom: 2, row: 1, column: 30 };
    lab.session.viewer.viewports.scheme('top').set(zoomed);
    lab.session.form.edit((before) => ({ ...before, seed: before.seed + 1 }));
    await lab.paint();
    assert.deepEqual(lab.session.viewer.viewports.scheme('top').get(), zoomed);
  });
});

describe('a pane that follows the cursor', () => {
  const box = { width: 100, height: 40, cellWidth: 10, cellHeight: 10 };
  const at = (row: number, column: number) => ({ element: null, term: { row, column } });

  it('begins at the column of its window, also if the frame is there already but the viewport is not', () => {
    const before = { zoom: 1, row: 0, column: 300 };
    // 20 columns of 10 px, of which 10 are visible: the frame is clamped to column 10.
    const frame = paneFrameOf(box, 4, 20, before);
    assert.equal(frame.column, 10);
    assert.deepEqual(followCursor(frame, before, at(0, 15), 10), { zoom: 1, row: 0, column: 10 });
    const there = { zoom: 1, row: 0, column: 10 };
    assert.equal(followCursor(paneFrameOf(box, 4, 20, there), there, at(0, 15), 10), there);
  });

  it('scrolls as little as makes the term visible if it is zoomed, window or not', () => {
    const before = { zoom: 2, row: 0, column: 0 };
    // Cells of 20 px: 5 columns and 2 rows are visible.
    const frame = paneFrameOf(box, 4, 20, before);
    assert.deepEqual(followCursor(frame, before, at(1, 7), 3), { zoom: 2, row: 0, column: 3 });
    assert.equal(followCursor(frame, before, at(1, 4), 3), before);
  });
});
