import assert from 'node:assert/strict';
import { ok, refuse } from '../../../src/engine/core/refusal.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import { type Tensor, tensorOf } from '../../../src/engine/core/tensor.ts';
import { readPart } from '../../../src/formats/common/readPart.ts';
import { storedInMemory } from '../../../src/formats/common/tensorStorage.ts';
import type { TensorEntry } from '../../../src/formats/common/tensorFile.ts';
import { compareStored, nextStoredMismatch, type Pacing } from '../../../src/formats/differences/compareStored.ts';
import { comparePair, type FilePair, storedOptionsOf } from '../../../src/formats/differences/comparePair.ts';
import { pairEntries } from '../../../src/formats/differences/pairEntries.ts';
import {
  compareChanged,
  compareFilesRequest,
  type CompareInfo,
  comparePairRequest,
  compareReadyRequest,
  nextMismatchRequest,
  pairsCompared,
  readComparedRequest,
} from '../../../src/protocol/tensorMessages.ts';
import { createComparisonState } from '../../../webview/compare/comparisonState.ts';
import { pageLab } from '../store/pageLab.ts';

type Tensors = Readonly<Record<string, Tensor>>;

const pacing: Pacing = {
  run: (steps) => Promise.resolve({ value: finish(steps) }),
  rest: () => Promise.resolve(),
  report: () => undefined,
};

function entriesOf(tensors: Tensors): readonly TensorEntry[] {
  return Object.entries(tensors).map(([key, { dtype, shape }]) => ({ key, element: dtype, shape }));
}

function fileOf(tensors: Tensors): FilePair['a'] {
  return {
    format: 'npz',
    name: 'file.npz',
    entries: entriesOf(tensors),
    leftOut: [],
    layers: [],
    read: ({ key }) => Promise.resolve(ok(tensors[key] as Tensor)),
    locate: ({ key }) => Promise.resolve(ok(storedInMemory(tensors[key] as Tensor))),
  };
}

/** 0 … 11, one number of which may be one larger. */
const counted = (changed: number | null): Tensor =>
  tensorOf(
    'float32',
    [2, 2, 3],
    Array.from({ length: 12 }, (_, i) => (i === changed ? i + 1 : i)),
  );

/** Opens a page that compares two files, with a host that compares them in memory. */
async function compareLab(a: Tensors, b: Tensors, saved: unknown = null) {
  const lab = pageLab(saved);
  const { host } = lab;
  const reads: string[] = [];
  const asked: number[] = [];
  let files = { a: fileOf(a), b: fileOf(b) };
  const infoOf = (): CompareInfo => {
    const key = files.a.entries.length === 1 ? '' : null;
    return {
      state: { a: { uri: 'file:///a.npz', key }, b: { uri: 'file:///b.npz', key } },
      a: { label: 'a.npz', tensors: files.a.entries.length },
      b: { label: 'b.npz', tensors: files.b.entries.length },
      pairs: pairEntries(files.a.entries, files.b.entries),
    };
  };
  const pairOf = (index: number) => {
    const { a: one, b: other } = infoOf().pairs[index] ?? assert.fail('no such pair');
    assert.ok(one && other);
    return { one, other };
  };
  const storedOf = async (index: number) => {
    const { one, other } = pairOf(index);
    const [stored, beside] = [await files.a.read(one), await files.b.read(other)];
    assert.ok(stored.ok && beside.ok);
    return { a: storedInMemory(stored.value), b: storedInMemory(beside.value) };
  };
  host.handle(compareReadyRequest, () => ok(infoOf()));
  host.handle(comparePairRequest, async ({ pair, tolerance }) => {
    asked.push(pair);
    const { one, other } = pairOf(pair);
    const compared = await compareStored(await storedOf(pair), storedOptionsOf(one, other, tolerance), pacing);
    return compared.ok ? ok({ comparison: compared.value, worstValues: [], ulp: 'float32' }) : compared;
  });
  host.handle(readComparedRequest, async ({ pair, side, part }) => {
    reads.push(side);
    const entry = infoOf().pairs[pair]?.[side] ?? assert.fail('no such tensor');
    const tensor = await files[side].read(entry);
    assert.ok(tensor.ok);
    const bytes = await readPart(storedInMemory(tensor.value), part);
    return bytes.ok ? ok({ element: entry.element, little: true, bytes: bytes.value }) : bytes;
  });
  host.handle(nextMismatchRequest, async ({ pair, tolerance, from, by }) => {
    const { one, other } = pairOf(pair);
    return await nextStoredMismatch(
      await storedOf(pair),
      storedOptionsOf(one, other, tolerance).tolerance,
      from,
      by,
      pacing,
    );
  });
  host.handle(compareFilesRequest, async ({ tolerance, round }) => {
    for (const [index, pair] of infoOf().pairs.entries()) {
      const found = await comparePair(pair, files, { tolerance, admit: () => ok(null), pacing });
      if (found.ok) host.emit(pairsCompared, { round, differences: [[index, found.value]] });
    }
    return ok([]);
  });
  const state = createComparisonState(lab.ports);
  /** Waits until everything that was asked has been answered. */
  const rest = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await lab.settle();
  };
  await state.open();
  await rest();
  const change = async (nextA: Tensors, nextB: Tensors): Promise<void> => {
    files = { a: fileOf(nextA), b: fileOf(nextB) };
    host.emit(compareChanged, ok(infoOf()));
    await rest();
  };
  return { ...lab, state, reads, asked, rest, change };
}

type Lab = Awaited<ReturnType<typeof compareLab>>;

const mismatchesOf = ({ state }: Lab): number | undefined => state.current.value?.compared?.comparison.mismatches.count;
const selectedKey = ({ state }: Lab): string | undefined => state.current.value?.pair.b?.key;

describe('the comparison of two tensors', () => {
  const one = { y: counted(null) };

  it('starts at the largest difference, and reads each tensor once', async () => {
    const lab = await compareLab(one, { y: counted(9) });
    assert.equal(lab.state.phase.value.kind, 'done');
    assert.deepEqual(lab.reads, ['a', 'b']);
    assert.equal(mismatchesOf(lab), 1);
    // np.unravel_index(9, (2, 2, 3)) == (1, 1, 0)
    assert.deepEqual(lab.state.leading.value, [1]);
    assert.deepEqual([lab.state.viewer.cursor.value.y, lab.state.viewer.cursor.value.x], [1, 0]);
  });

  it('is made again with another tolerance without reading the tensors again, and saves the tolerance', async () => {
    const lab = await compareLab(one, { y: counted(9) });
    lab.state.changeTolerance({ atol: 2 });
    await lab.rest();
    assert.equal(lab.state.current.value?.compared?.comparison.verdict, 'close');
    assert.deepEqual([lab.reads.length, lab.asked.length], [2, 2]);
    const saved = lab.saved();
    assert.deepEqual(saved, { ...lab.state.info.value?.state, tolerance: { atol: 2 } });
    const next = await compareLab(one, { y: counted(9) }, saved);
    assert.equal(next.state.current.value?.compared?.comparison.tolerance.atol, 2);
  });

  it('reads both files again when one has changed, keeps the plane, and steps to the mismatch', async () => {
    const lab = await compareLab(one, { y: counted(9) });
    await lab.change({ y: counted(null) }, { y: counted(2) });
    assert.equal(lab.reads.length, 4);
    assert.equal(lab.state.current.value?.compared?.comparison.maxAbs?.at, 2);
    assert.deepEqual(lab.state.leading.value, [1]);
    await lab.state.goToMismatch(1);
    assert.deepEqual(lab.state.leading.value, [0]);
  });

  it('shows why a file is refused, and keeps the last comparison', async () => {
    const lab = await compareLab(one, { y: counted(9) });
    lab.host.emit(compareChanged, refuse('file', 'a.npz is gone.'));
    await lab.rest();
    assert.deepEqual(lab.state.phase.value, { kind: 'refused', message: 'a.npz is gone.' });
    assert.notEqual(lab.state.current.value, null);
  });

  it('draws tensors of two shapes without a difference', async () => {
    const lab = await compareLab(one, { y: tensorOf('float32', [3], [1, 2, 3]) });
    assert.equal(lab.state.phase.value.kind, 'done');
    const shown = lab.state.current.value;
    assert.deepEqual([shown?.compared, shown?.a?.shape, shown?.b?.shape], [null, [2, 2, 3], [3]]);
  });
});

describe('the comparison of two files', () => {
  const before = { same: counted(null), gone: counted(1), w: counted(null), v: counted(null) };
  const after = { same: counted(null), w: counted(9), v: counted(4), late: counted(null) };
  const listed = ({ state }: Lab): readonly string[] =>
    state.list.visibleRows.value.map(({ pair, difference }) => {
      return `${(pair.b ?? pair.a)?.key ?? ''} ${difference?.status ?? ''}`;
    });

  it('lists what differs, and shows the first tensor whose values differ', async () => {
    const lab = await compareLab(before, after);
    assert.deepEqual(listed(lab), ['gone removed', 'w changed', 'v changed', 'late added']);
    assert.equal(selectedKey(lab), 'w');
    lab.state.list.shown.value = 'all';
    assert.deepEqual(listed(lab)[0], 'same equal');
  });

  it('shows a tensor that changed before one that is close', async () => {
    const close = tensorOf(
      'float32',
      [2, 2, 3],
      counted(null).data.map((x) => x * (1 + 2 ** -23)),
    );
    const lab = await compareLab(before, { ...after, same: close });
    assert.equal(listed(lab)[0], 'same close');
    assert.equal(selectedKey(lab), 'w');
    const onlyClose = await compareLab({ same: counted(null), gone: counted(1) }, { same: close, late: counted(1) });
    assert.equal(selectedKey(onlyClose), 'same');
  });

  it('goes from row to row, at the largest difference of each', async () => {
    const lab = await compareLab(before, after);
    lab.state.step(1);
    await lab.rest();
    assert.equal(selectedKey(lab), 'v');
    // np.unravel_index(4, (2, 2, 3)) == (0, 1, 1)
    assert.deepEqual(lab.state.leading.value, [0]);
    lab.state.step(1);
    await lab.rest();
    assert.deepEqual([selectedKey(lab), lab.state.current.value?.a], ['late', null]);
    lab.state.step(1);
    await lab.rest();
    assert.equal(selectedKey(lab), 'late');
  });

  it('keeps the selected tensor when a file has changed, and after a reload', async () => {
    const lab = await compareLab(before, after);
    lab.state.step(1);
    await lab.rest();
    await lab.change(before, { ...after, v: counted(5) });
    assert.equal(selectedKey(lab), 'v');
    const saved = lab.saved();
    assert.ok(typeof saved === 'object' && saved !== null && 'selected' in saved);
    assert.equal(saved.selected, 'v');
  });

  it('sorts by a column, with what has no number last', async () => {
    const lab = await compareLab(before, {
      ...after,
      w: tensorOf(
        'float32',
        [2, 2, 3],
        counted(9).data.map((x) => x * 2),
      ),
    });
    const { order } = lab.state.list;
    order.value = { column: 'max-abs', isDescending: true };
    assert.deepEqual(listed(lab), ['w changed', 'v changed', 'gone removed', 'late added']);
    order.value = { column: 'max-abs', isDescending: false };
    assert.deepEqual(listed(lab), ['v changed', 'w changed', 'gone removed', 'late added']);
    order.value = { column: 'tensor', isDescending: true };
    assert.deepEqual(listed(lab), ['w changed', 'v changed', 'late added', 'gone removed']);
  });

  it('ignores the differences of a comparison that was replaced', async () => {
    const lab = await compareLab(before, after);
    lab.host.emit(pairsCompared, { round: 0, differences: [[0, { status: 'changed', values: null, reason: null }]] });
    await lab.rest();
    assert.equal(lab.state.list.rows.value[0]?.difference?.status, 'equal');
  });
});
