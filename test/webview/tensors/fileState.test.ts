import assert from 'node:assert/strict';
import { ok, refuse } from '../../../src/engine/core/refusal.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import type { TensorEntry } from '../../../src/formats/common/tensorFile.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import {
  fileChanged,
  type FileInfo,
  fileReadyRequest,
  readTensorRequest,
  summaryRequest,
} from '../../../src/protocol/tensorMessages.ts';
import { createFileState, type FileState } from '../../../webview/tensors/fileState.ts';
import { pageLab } from '../store/pageLab.ts';

const weight: TensorEntry = { key: 'weight', element: 'float32', shape: [2, 3] };
const bias: TensorEntry = { key: 'bias', element: 'float32', shape: [3] };
const infoOf = (...entries: TensorEntry[]): FileInfo => ({
  format: 'npz',
  name: 'model.npz',
  entries,
  leftOut: [],
  layers: [],
});

async function fileLab(info: FileInfo, saved?: unknown) {
  const lab = pageLab(saved);
  const reads: string[] = [];
  lab.host.handle(fileReadyRequest, () => ok(info));
  lab.host.handle(summaryRequest, () => refuse('file', 'not summarised'));
  lab.host.handle(readTensorRequest, ({ key }) => {
    reads.push(key);
    const { shape } = info.entries.find((entry) => entry.key === key) ?? weight;
    return ok(writeNpy(tensorOf('float32', shape, [1, 2, 3, 4, 5, 6].slice(0, shape.length === 1 ? 3 : 6))).buffer);
  });
  const file = createFileState(lab.ports);
  await file.open();
  await lab.settle();
  return { ...lab, file, reads };
}

/** The key of the tensor on the page; null if there is none. */
function shownKey({ reader }: FileState): string | null {
  const phase = reader.phase.value;
  return phase.kind === 'shown' ? phase.shown.entry.key : null;
}

describe('the page of a tensor file', () => {
  it('shows the tensor of a file of one, and nothing of several before one is selected', async () => {
    const one = await fileLab(infoOf(weight));
    assert.equal(one.file.reader.phase.value.kind, 'shown');
    const several = await fileLab(infoOf(weight, bias));
    assert.equal(several.file.reader.phase.value.kind, 'none');
    assert.deepEqual(several.reads, []);
  });

  it('reads a tensor once, however often it is selected', async () => {
    const { file, reads, settle } = await fileLab(infoOf(weight, bias));
    for (const entry of [weight, bias, weight]) {
      file.showTensor(entry);
      await settle();
    }
    assert.deepEqual(reads, ['weight', 'bias']);
    assert.equal(shownKey(file), 'weight');
  });

  it('shows the tensor selected last, whatever arrives after it', async () => {
    const { file, settle } = await fileLab(infoOf(weight, bias));
    file.showTensor(weight);
    file.showTensor(bias);
    assert.equal(file.reader.phase.value.kind, 'reading');
    await settle();
    assert.equal(shownKey(file), 'bias');
  });

  it('stops reading when it is asked to', async () => {
    const { file, settle } = await fileLab(infoOf(weight, bias));
    file.showTensor(weight);
    file.reader.stop();
    await settle();
    assert.equal(file.reader.phase.value.kind, 'none');
  });

  it('reads the selected tensor again when the file has changed, and keeps what was shown last when it is refused', async () => {
    const { file, host, reads, settle } = await fileLab(infoOf(weight));
    host.emit(fileChanged, ok(infoOf(weight)));
    await settle();
    assert.deepEqual(reads, ['weight', 'weight']);
    host.emit(fileChanged, refuse('file', 'model.npz is cut off.'));
    await settle();
    assert.equal(file.phase.value.kind, 'refused');
    assert.equal(file.info.value?.name, 'model.npz');
  });

  it('comes back with its filter and its selection', async () => {
    const first = await fileLab(infoOf(weight, bias));
    first.file.filter.value = 'bias';
    first.file.showTensor(bias);
    await first.settle();
    const next = await fileLab(infoOf(weight, bias), first.saved());
    assert.equal(next.file.filter.value, 'bias');
    assert.deepEqual(
      next.file.visibleEntries.value.map(({ key }) => key),
      ['bias'],
    );
    assert.equal(next.file.reader.phase.value.kind, 'shown');
  });
});
