import assert from 'node:assert/strict';
import { CellKind } from '../../../src/engine/geometry/geometry.ts';
import type { MatrixView } from '../../../src/engine/geometry/matrixView.ts';
import { createMorphing } from '../../../webview/store/morphing.ts';
import { morphedView } from '../../../webview/viewer/morphedView.ts';
import { FakeClock } from './fakeClock.ts';

function viewOf(rows: readonly (readonly number[])[], kind: CellKind = CellKind.value): MatrixView {
  return {
    rows: rows.length,
    columns: rows[0]?.length ?? 0,
    value: (row, column) => rows[row]?.[column] ?? NaN,
    kind: () => kind,
  };
}

function valuesOf(view: MatrixView): readonly (readonly number[])[] {
  return Array.from({ length: view.rows }, (_, row) =>
    Array.from({ length: view.columns }, (__, column) => view.value(row, column)),
  );
}

describe('a picture that turns into another', () => {
  it('goes from the old values to the new ones', () => {
    const [from, to] = [viewOf([[0, 4]]), viewOf([[2, 0]])];
    assert.deepEqual(valuesOf(morphedView(from, to, 0)), [[0, 4]]);
    assert.deepEqual(valuesOf(morphedView(from, to, 0.25)), [[0.5, 3]]);
    assert.deepEqual(valuesOf(morphedView(from, to, 1)), [[2, 0]]);
  });

  it('stretches the old picture to the size of the new one', () => {
    const [from, to] = [
      viewOf([[1, 2]]),
      viewOf([
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ]),
    ];
    assert.deepEqual(valuesOf(morphedView(from, to, 0)), [
      [1, 1, 2, 2],
      [1, 1, 2, 2],
    ]);
  });

  it('takes a value that is not finite, and the kind of a cell, from the nearer picture', () => {
    const [from, to] = [viewOf([[Infinity]], CellKind.padding), viewOf([[3]])];
    const near = (share: number): readonly unknown[] => {
      const view = morphedView(from, to, share);
      return [view.value(0, 0), view.kind(0, 0)];
    };
    assert.deepEqual(near(0.4), [Infinity, CellKind.padding]);
    assert.deepEqual(near(0.6), [3, CellKind.value]);
  });

  it('has no old picture if that is empty', () => {
    const to = viewOf([[3]]);
    assert.equal(morphedView(viewOf([]), to, 0.5), to);
  });
});

describe('the morphing of a page', () => {
  const from = viewOf([[1]]);

  it('takes its time, and then lets go of what it started from', () => {
    const clock = new FakeClock();
    const morphing = createMorphing(clock, () => false);
    let isReleased = false;
    morphing.remember('output', from);
    morphing.prepare(() => (isReleased = true));
    assert.equal(morphing.viewBefore('output'), null);
    morphing.start();
    assert.deepEqual([morphing.share.peek(), morphing.viewBefore('output')], [0, from]);
    clock.advance(150);
    const share = morphing.share.peek();
    assert.ok(share > 0 && share < 1, String(share));
    assert.equal(isReleased, false);
    clock.advance(1000);
    assert.deepEqual([morphing.share.peek(), isReleased, morphing.viewBefore('output')], [1, true, null]);
  });

  it('shows the new pictures at once without motion', () => {
    const morphing = createMorphing(new FakeClock(), () => true);
    let isReleased = false;
    morphing.remember('output', from);
    morphing.prepare(() => (isReleased = true));
    morphing.start();
    assert.deepEqual([morphing.share.peek(), isReleased], [1, true]);
  });

  it('does nothing for a run that nobody has announced', () => {
    const morphing = createMorphing(new FakeClock(), () => false);
    morphing.remember('output', from);
    morphing.start();
    assert.equal(morphing.share.peek(), 1);
  });
});
