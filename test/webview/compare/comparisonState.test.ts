import assert from 'node:assert/strict';
import { ok, refuse } from '../../../src/engine/core/refusal.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import {
  compareChanged,
  type CompareInfo,
  compareReadyRequest,
  readSideRequest,
} from '../../../src/protocol/tensorMessages.ts';
import { createComparisonState } from '../../../webview/compare/comparisonState.ts';
import { pageLab } from '../store/pageLab.ts';

const entry = { key: '', element: 'float32', shape: [2, 2, 3] } as const;
const info: CompareInfo = {
  state: { a: { uri: 'file:///a.npy', key: '' }, b: { uri: 'file:///b.npy', key: '' } },
  a: { label: 'a.npy', entry, stored: 'float32' },
  b: { label: 'b.npy', entry, stored: 'float32' },
};

/** Opens a page that compares 0 … 11 with the same numbers except one. */
async function compareLab(saved?: unknown) {
  const lab = pageLab(saved);
  const reads: string[] = [];
  let other = 9;
  lab.host.handle(compareReadyRequest, () => ok(info));
  lab.host.handle(readSideRequest, ({ side }) => {
    reads.push(side);
    const values = Array.from({ length: 12 }, (_, i) => (side === 'b' && i === other ? i + 1 : i));
    return ok(writeNpy(tensorOf('float32', entry.shape, values)).buffer);
  });
  const state = createComparisonState(lab.ports);
  await state.open();
  await lab.settle();
  return { ...lab, state, reads, change: (at: number) => (other = at) };
}

describe('the page of a comparison', () => {
  it('starts at the largest difference', async () => {
    const { state, reads } = await compareLab();
    assert.equal(state.phase.value.kind, 'done');
    assert.deepEqual(reads, ['a', 'b']);
    assert.equal(state.current.value?.comparison.mismatches.count, 1);
    // np.unravel_index(9, (2, 2, 3)) == (1, 1, 0)
    assert.deepEqual(state.leading.value, [1]);
    assert.deepEqual([state.viewer.cursor.value.y, state.viewer.cursor.value.x], [1, 0]);
  });

  it('compares with another tolerance without reading the files again, and saves the tolerance', async () => {
    const { state, reads, compared, saved, settle } = await compareLab();
    state.changeTolerance({ atol: 2 });
    await settle();
    assert.equal(state.current.value?.comparison.verdict, 'close');
    assert.deepEqual([reads.length, compared()], [2, 2]);
    assert.deepEqual(saved(), { ...info.state, tolerance: { atol: 2 } });
    const next = await compareLab(saved());
    assert.equal(next.state.current.value?.tolerance.atol, 2);
  });

  it('reads both files again when one has changed, and keeps the plane', async () => {
    const { state, host, reads, change, settle } = await compareLab();
    change(2);
    host.emit(compareChanged, ok(info));
    await settle();
    assert.equal(reads.length, 4);
    assert.equal(state.current.value?.comparison.maxAbs?.at, 2);
    assert.deepEqual(state.leading.value, [1]);
    state.goToMismatch(1);
    assert.deepEqual(state.leading.value, [0]);
  });

  it('shows why a file is refused, and keeps the last comparison', async () => {
    const { state, host, settle } = await compareLab();
    host.emit(compareChanged, refuse('file', 'a.npy is gone.'));
    await settle();
    assert.deepEqual(state.phase.value, { kind: 'refused', message: 'a.npy is gone.' });
    assert.notEqual(state.current.value, null);
  });
});
