import assert from 'node:assert/strict';
import { ok, refuse } from '../../../src/engine/core/refusal.ts';
import { elementCount } from '../../../src/engine/core/tensor.ts';
import { StatisticsScan } from '../../../src/engine/views/statistics.ts';
import { type AxisRange, shapeOfPart, type TensorPart } from '../../../src/engine/views/tensorPart.ts';
import { nothingMissing } from '../../../src/formats/common/layerNode.ts';
import type { TensorEntry } from '../../../src/formats/common/tensorFile.ts';
import {
  fileChanged,
  type FileInfo,
  fileReadyRequest,
  readRawRequest,
  readPartRequest,
  saveTensorRequest,
  statisticsRequest,
} from '../../../src/protocol/tensorMessages.ts';
import { createFileState, type FileState, isListVisible } from '../../../webview/tensors/fileState.ts';
import { pixelWords } from '../../../webview/tensors/pixelWords.ts';
import { cellIndex } from '../../../webview/tensors/sliceName.ts';
import type { VisibleTensor } from '../../../webview/tensors/tensorReader.ts';
import { pageLab } from '../store/pageLab.ts';

const weight: TensorEntry = { key: 'weight', element: 'float32', shape: [2, 3] };
const bias: TensorEntry = { key: 'bias', element: 'float32', shape: [3] };
const infoOf = (...entries: TensorEntry[]): FileInfo => ({
  format: 'npz',
  name: 'model.npz',
  entries,
  leftOut: [],
  layers: [],
  unusable: null,
});

/** The value of the element at an index in the host's tensors: its digits are the index. */
const valueAt = (index: readonly number[]): number => index.reduce((value, i) => value * 100 + i, 1);

/** The bytes of a part, as float32 or uint8. */
function bytesOf(
  part: TensorPart,
  element: TensorEntry['element'],
  value: (index: readonly number[]) => number,
): ArrayBuffer {
  const shape = shapeOfPart(part);
  const index = part.map(({ from }) => from);
  const values = new Float64Array(elementCount(shape));
  for (let flat = 0; flat < values.length; flat++) {
    values[flat] = value(index);
    for (let axis = part.length - 1; axis >= 0; axis--) {
      const { from, count, step } = part[axis] as AxisRange;
      index[axis] = (index[axis] as number) + step;
      if ((index[axis] as number) < from + count * step) break;
      index[axis] = from;
    }
  }
  return element === 'uint8' ? Uint8Array.from(values).buffer : Float32Array.from(values).buffer;
}

/** A promise that is fulfilled when `open` is called. */
function gateOf(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

interface LabOptions {
  readonly saved?: unknown;
  readonly value?: (index: readonly number[]) => number;
  /** Waits before each answer to a request for a part. */
  readonly hold?: () => Promise<void>;
  readonly isDirect?: boolean;
}

async function fileLab(info: FileInfo, { saved, value = valueAt, hold, isDirect = true }: LabOptions = {}) {
  const lab = pageLab(saved);
  const reads: { readonly key: string; readonly counts: readonly number[]; readonly preview: boolean }[] = [];
  lab.host.handle(fileReadyRequest, () => ok(info));
  lab.host.handle(statisticsRequest, () => refuse('file', 'not summarised'));
  lab.host.handle(readPartRequest, async ({ key, part, onlyIfDirect }) => {
    reads.push({ key, counts: shapeOfPart(part), preview: onlyIfDirect });
    await hold?.();
    if (onlyIfDirect && !isDirect) return ok(null);
    const { element } = info.entries.find((entry) => entry.key === key) ?? weight;
    return ok({ element, little: true, bytes: bytesOf(part, element, value) });
  });
  const file = createFileState(lab.ports);
  await file.open();
  await lab.settle();
  return { ...lab, file, reads, keys: () => reads.map(({ key }) => key) };
}

/** The picture on the page. */
function shownIn({ reader }: FileState): VisibleTensor {
  const phase = reader.phase.value;
  assert.ok(phase.kind === 'shown', phase.kind);
  return phase.shown;
}

/** The index and the value of a cell on the page. */
function cellIn(file: FileState, row: number, column: number): string {
  const shown = shownIn(file);
  return `${cellIndex(shown.axes, shown.indices, { row, column })} ${pixelWords(shown, { row, column })}`;
}

describe('the page of a tensor file', () => {
  it('shows a file of raw numbers once the user has said how they are stored', async () => {
    const lab = pageLab();
    const raw: TensorEntry = { key: ':float32:2x2', element: 'float32', shape: [2, 2] };
    const answers = [ok(null), refuse('file', 'It is gone.'), ok({ ...infoOf(raw), format: 'raw' as const })];
    lab.host.handle(fileReadyRequest, () => refuse('file', 'y.bin does not begin as a tensor file does.'));
    lab.host.handle(readRawRequest, () => answers.shift() ?? ok(null));
    lab.host.handle(statisticsRequest, () => refuse('file', 'not summarised'));
    lab.host.handle(readPartRequest, ({ part }) =>
      ok({ element: 'float32', little: true, bytes: bytesOf(part, 'float32', valueAt) }),
    );
    const file = createFileState(lab.ports);
    await file.open();
    for (const kind of ['refused', 'refused', 'done']) {
      await file.readRaw();
      await lab.settle();
      assert.equal(file.phase.value.kind, kind);
    }
    assert.equal(shownIn(file).entry.key, ':float32:2x2');
  });

  it('shows a tensor at once: a layer’s weight, else a weight of four axes, else the first', async () => {
    const four = (key: string): TensorEntry => ({ key, element: 'float32', shape: [1, 1, 2, 2] });
    const first = async (info: FileInfo) => shownIn((await fileLab(info)).file).entry.key;
    assert.equal(await first(infoOf(bias, weight)), 'bias');
    assert.equal(await first(infoOf(bias, four('x'), four('up.weight'))), 'up.weight');
    assert.equal(await first(infoOf(bias, four('x'))), 'x');
    const layer = {
      name: 'up',
      weight: 'w2',
      bias: null,
      missing: nothingMissing,
      weightShape: null,
      refused: null,
      summary: '',
    };
    assert.equal(await first({ ...infoOf(four('up.weight'), four('w2')), layers: [layer] }), 'w2');
  });

  it('reads a small tensor once and whole, however often it is selected and whatever is shown of it', async () => {
    const { file, keys, reads, settle } = await fileLab(infoOf(weight, bias));
    for (const entry of [weight, bias, weight]) {
      file.showTensor(entry);
      await settle();
    }
    file.chooseAxes({ rows: 1, columns: 0, colours: null });
    await settle();
    assert.deepEqual(keys(), ['weight', 'bias']);
    assert.deepEqual(reads[0]?.counts, [2, 3]);
    // Row 2, column 1 of the transpose.
    assert.equal(cellIn(file, 2, 1), '[1, 2] 10102');
  });

  it('shows the tensor selected last, whatever arrives after it', async () => {
    const { file, settle } = await fileLab(infoOf(weight, bias));
    file.showTensor({ ...weight, key: 'w2' });
    file.showTensor(bias);
    assert.equal(file.reader.phase.value.kind, 'reading');
    await settle();
    assert.equal(shownIn(file).entry.key, 'bias');
  });

  it('stops reading when it is asked to, and resumes', async () => {
    const { file, settle } = await fileLab(infoOf(weight, bias));
    file.showTensor(bias);
    file.reader.stop();
    await settle();
    assert.equal(file.reader.phase.value.kind, 'none');
    file.reader.resume();
    await settle();
    assert.equal(shownIn(file).entry.key, 'bias');
  });

  it('reads the selected tensor again when the file has changed, and keeps what was shown last when it is refused', async () => {
    const { file, host, keys, settle } = await fileLab(infoOf(weight));
    host.emit(fileChanged, ok(infoOf(weight)));
    await settle();
    assert.deepEqual(keys(), ['weight', 'weight']);
    host.emit(fileChanged, refuse('file', 'model.npz is cut off.'));
    await settle();
    assert.equal(file.phase.value.kind, 'refused');
    assert.equal(file.info.value?.name, 'model.npz');
  });

  it('comes back with its filter, its selection and what was chosen for each tensor', async () => {
    const first = await fileLab(infoOf(weight, bias));
    first.file.filter.value = 'bias';
    first.file.chooseAxes({ rows: 1, columns: 0, colours: null });
    first.file.chooseColouring({ map: 'error', limits: { low: -1, high: 3 } });
    first.file.showTensor(bias);
    await first.settle();
    const next = await fileLab(infoOf(weight, bias), { saved: JSON.parse(JSON.stringify(first.saved())) as unknown });
    assert.equal(next.file.filter.value, 'bias');
    assert.deepEqual(
      next.file.visibleEntries.value.map(({ key }) => key),
      ['bias'],
    );
    assert.equal(shownIn(next.file).entry.key, 'bias');
    next.file.showTensor(weight);
    await next.settle();
    assert.deepEqual(shownIn(next.file).axes, { rows: 1, columns: 0, colours: null });
    assert.deepEqual(next.file.picture.value.colouring, { map: 'error', isLog: false, limits: { low: -1, high: 3 } });
  });

  it('ignores a saved state that is not its own', async () => {
    const pictures = {
      weight: { axes: { rows: 7, columns: 'x' }, indices: ['a', 99], colouring: { limits: { low: 2, high: 1 } } },
      bias: 3,
    };
    const { file } = await fileLab(infoOf(weight, bias), { saved: { key: 'weight', pictures, closed: 4, list: 'no' } });
    assert.deepEqual(shownIn(file).axes, { rows: 0, columns: 1, colours: null });
    assert.deepEqual(file.picture.value.colouring.limits, null);
  });

  it('hides the list of a file of one tensor, until the user wants it', async () => {
    const one = (await fileLab(infoOf(weight))).file;
    assert.equal(isListVisible(one), false);
    one.isListShown.value = true;
    assert.equal(isListVisible(one), true);
    assert.equal(isListVisible((await fileLab(infoOf(weight, bias))).file), true);
  });

  it('has the whole tensor saved by the host', async () => {
    const { file, host, settle } = await fileLab(infoOf(weight));
    const asked: unknown[] = [];
    host.handle(saveTensorRequest, (params) => {
      asked.push(params);
      return ok('/there/w.npy');
    });
    file.saveTensor('weight');
    await settle();
    assert.deepEqual(asked, [{ key: 'weight', suggestedName: 'model.npz-weight.npy' }]);
    assert.equal(file.viewer.messages.notice.value, 'Saved /there/w.npy');
  });
});

describe('the picture of a large tensor', () => {
  // 8 MB, of which a slice has 40 kB.
  const large: TensorEntry = { key: 'x', element: 'float32', shape: [20, 10, 100, 100] };
  // Whole in float32.
  const value = ([, b = 0, c = 0, d = 0]: readonly number[]): number => b * 10_000 + c * 100 + d;

  it('is read slice by slice, each once', async () => {
    const { file, reads, settle } = await fileLab(infoOf(large), { value });
    assert.deepEqual(
      reads.map(({ counts }) => counts),
      [[1, 1, 100, 100]],
    );
    assert.equal(cellIn(file, 4, 5), '[0, 0, 4, 5] 405');
    file.chooseIndex(1, 7);
    // The slice before stays until the next one is there.
    assert.equal(cellIn(file, 4, 5), '[0, 0, 4, 5] 405');
    await settle();
    assert.equal(cellIn(file, 4, 5), '[0, 7, 4, 5] 70405');
    file.chooseIndex(1, 0);
    file.chooseIndex(1, 7);
    await settle();
    assert.equal(reads.length, 2);
  });

  it('stays at its element when other axes are chosen', async () => {
    const { file, reads, settle } = await fileLab(infoOf(large), { value });
    file.chooseIndex(0, 3);
    file.chooseIndex(1, 7);
    await settle();
    file.viewer.cursor.value = { n: 0, c: 0, term: 0, y: 20, x: 30 };
    file.chooseAxes({ rows: 3, columns: 1, colours: null });
    await settle();
    assert.deepEqual(reads.at(-1)?.counts, [1, 10, 1, 100]);
    const { y, x } = file.viewer.cursor.value;
    assert.deepEqual([y, x], [30, 7]);
    const shown = shownIn(file);
    assert.equal(cellIndex(shown.axes, shown.indices, { row: y, column: x }), '[3, 7, 20, 30]');
  });

  it('goes back to the slice that stays when reading the next one is cancelled', async () => {
    const { file, settle } = await fileLab(infoOf(large), { value });
    file.chooseIndex(0, 3);
    file.reader.stop();
    await settle();
    assert.equal(file.picture.value.indices[0], 0);
    assert.equal(shownIn(file).indices[0], 0);
  });

  it('has a preview if a slice takes time to send and nothing is shown, and keeps what is shown until the next slice', async () => {
    // Slices of 2 MB.
    const deep: TensorEntry = { key: 'd', element: 'float32', shape: [3, 1000, 500] };
    const lab = await fileLab(infoOf(deep));
    assert.deepEqual(
      lab.reads.map(({ counts, preview }) => [counts, preview]),
      [
        [[1, 334, 250], true],
        [[1, 1000, 500], false],
      ],
    );
    lab.file.chooseIndex(0, 1);
    await lab.settle();
    assert.deepEqual(
      lab.reads.slice(2).map(({ counts, preview }) => [counts, preview]),
      [[[1, 1000, 500], false]],
    );
  });

  describe('of one slice of many megabytes', () => {
    // 4.8 MB in blocks of at most a million elements: 1000 rows.
    const wide: TensorEntry = { key: 'm', element: 'float32', shape: [1200, 1000] };
    const last = (index: readonly number[]): number => index.at(-1) ?? 0;

    it('has a preview first, and then the whole in blocks', async () => {
      const gate = gateOf();
      let asked = 0;
      const lab = await fileLab(infoOf(wide), {
        value: last,
        hold: () => (++asked === 1 ? Promise.resolve() : gate.opened),
      });
      const phase = lab.file.reader.phase.value;
      assert.ok(phase.kind === 'reading' && phase.preview !== null, phase.kind);
      // At most 360 rows and columns: every 4th and every 3rd.
      assert.deepEqual(lab.reads[0], { key: 'm', counts: [300, 334], preview: true });
      assert.equal(phase.preview.tensor.data[333], 333 * 3);
      gate.open();
      while (lab.file.reader.phase.value.kind !== 'shown') await lab.settle();
      assert.equal(lab.reads.length, 1 + 2);
      assert.equal(cellIn(lab.file, 1199, 998), '[1199, 998] 998');
    });

    it('has no preview if all bytes before must be read', async () => {
      const gate = gateOf();
      let asked = 0;
      const lab = await fileLab(infoOf(wide), {
        value: last,
        isDirect: false,
        hold: () => (++asked === 1 ? Promise.resolve() : gate.opened),
      });
      const phase = lab.file.reader.phase.value;
      assert.ok(phase.kind === 'reading' && phase.preview === null, phase.kind);
      gate.open();
    });
  });
});

describe('a tensor that may be an image', () => {
  const hwc = (element: TensorEntry['element'], ...shape: number[]): TensorEntry => ({ key: 'i', element, shape });

  it('is one if it has bytes and three or four colours', async () => {
    const value = (index: readonly number[]): number => index[2] ?? 0;
    const { file } = await fileLab(infoOf(hwc('uint8', 16, 20, 3)), { value });
    assert.deepEqual(shownIn(file).axes, { rows: 0, columns: 1, colours: 2 });
    assert.equal(cellIn(file, 5, 6), '[5, 6, :] (0, 1, 2)');
    const first = await fileLab(infoOf(hwc('uint8', 4, 16, 20)), { value });
    assert.deepEqual(shownIn(first.file).axes, { rows: 1, columns: 2, colours: 0 });
  });

  it('is one if its numbers are from 0 to 1', async () => {
    const image = await fileLab(infoOf(hwc('float32', 16, 20, 3)), { value: () => 0.5 });
    assert.deepEqual(shownIn(image.file).axes, { rows: 0, columns: 1, colours: 2 });
    const matrix = await fileLab(infoOf(hwc('float32', 16, 20, 3)), { value: () => -0.5 });
    assert.deepEqual(shownIn(matrix.file).axes, { rows: 1, columns: 2, colours: null });
    assert.equal(matrix.reads.length, 1);
  });

  it('is read again as a matrix if it is large and no image', async () => {
    const { file, reads } = await fileLab(infoOf(hwc('float32', 2, 700, 500, 3)), {
      value: () => 2,
    });
    while (file.reader.phase.value.kind !== 'shown') await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(shownIn(file).axes, { rows: 2, columns: 3, colours: null });
    assert.deepEqual(reads.at(-1)?.counts, [1, 1, 500, 3]);
  });
});

describe('the statistics of a file’s tensors', () => {
  const statistics = (() => {
    const scan = new StatisticsScan('float32', false);
    while (!scan.isDone) {
      scan.add([1, 2]);
      scan.endPass();
    }
    return scan.result();
  })();
  const huge = (key: string): TensorEntry => ({ key, element: 'float32', shape: [100, 1000, 1000] });

  async function statisticsLab(...entries: TensorEntry[]) {
    const lab = pageLab();
    const asked: string[] = [];
    const gates: (() => void)[] = [];
    lab.host.handle(fileReadyRequest, () => ok(infoOf(...entries)));
    lab.host.handle(readPartRequest, ({ part }) =>
      ok({ element: 'float32', little: true, bytes: new ArrayBuffer(4 * elementCount(shapeOfPart(part))) }),
    );
    lab.host.handle(statisticsRequest, async ({ key }, { progress }) => {
      asked.push(key);
      progress({ stage: 'statistics', done: 1, total: 4 });
      await new Promise<void>((resolve) => gates.push(resolve));
      return ok(statistics);
    });
    const file = createFileState(lab.ports);
    await file.open();
    await lab.settle();
    return {
      ...lab,
      file,
      asked,
      finish: async () => {
        gates.shift()?.();
        await lab.settle();
        await lab.settle();
      },
    };
  }

  it('are computed one at a time, the selected tensor’s first, and a large one’s only if it is selected', async () => {
    const { file, asked, finish, settle } = await statisticsLab(bias, weight, huge('h'));
    file.statistics.want(weight);
    file.statistics.want(huge('h'));
    assert.deepEqual(asked, ['bias']);
    file.showTensor(huge('h'));
    await settle();
    await finish();
    assert.deepEqual(asked, ['bias', 'h']);
    assert.deepEqual(file.statistics.current.value, { key: 'h', step: { stage: 'statistics', done: 1, total: 4 } });
    await finish();
    await finish();
    assert.deepEqual(asked, ['bias', 'h', 'weight']);
    assert.deepEqual(file.statistics.known.value.get('h'), { kind: 'known', statistics });
  });

  it('can be cancelled, and are computed when they are needed again', async () => {
    const { file, asked, finish, settle } = await statisticsLab(huge('h'));
    file.statistics.stop('h');
    await settle();
    assert.deepEqual(file.statistics.known.value.get('h'), { kind: 'cancelled' });
    assert.equal(file.statistics.current.value, null);
    file.statistics.need(huge('h'));
    await settle();
    await finish();
    await finish();
    assert.deepEqual(asked, ['h', 'h']);
    assert.equal(file.statistics.known.value.get('h')?.kind, 'known');
  });

  it('of a large tensor give way when another is selected', async () => {
    const { file, asked, settle } = await statisticsLab(huge('h'), bias);
    file.showTensor(bias);
    await settle();
    assert.deepEqual(asked, ['h', 'bias']);
    assert.equal(file.statistics.known.value.has('h'), false);
  });
});
