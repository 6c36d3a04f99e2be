import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { refuse } from '../../../src/engine/core/refusal.ts';
import { type Beside, bufferSource } from '../../../src/formats/common/byteSource.ts';
import { openTensorFile } from '../../../src/formats/openTensorFile.ts';
import type { TensorFile } from '../../../src/formats/common/tensorFile.ts';
import { assertSurvives } from '../hostileFiles.ts';
import { accepted, fixture, readKey, refused } from '../tensorCases.ts';

type Expected = Readonly<Record<string, readonly number[]>>;

/** The output of unpacked.py: files, and what PyTorch put into them. */
const expected = JSON.parse(Buffer.from(fixture('unpacked/unpacked.json')).toString()) as Readonly<
  Record<'archive' | 'optimizer' | 'cut' | 'keys', Expected>
>;

const nothing: Beside = (path) => Promise.resolve(refuse('file', `${path} does not exist.`));
const inArchive: Beside = (path) => {
  const url = new URL(`../../fixtures/unpacked/archive/${path}`, import.meta.url);
  return existsSync(url)
    ? Promise.resolve({ ok: true, value: bufferSource(fixture(`unpacked/archive/${path}`), path) })
    : nothing(path);
};
const open = (file: string, beside = nothing) =>
  openTensorFile(bufferSource(fixture(`unpacked/${file}`), file), beside);

async function assertTensors(file: TensorFile, tensors: Expected): Promise<void> {
  assert.deepEqual(file.entries.map(({ key }) => key).sort(), Object.keys(tensors).sort());
  for (const [key, values] of Object.entries(tensors)) {
    assert.deepEqual([...accepted(await readKey(file, key)).data], values, key);
  }
}

describe('what stands in place of a file of torch.save', () => {
  it('is the folder that unpacking it gives: its data.pkl opens with the storages beside it', async () => {
    const file = accepted(await open('archive/data.pkl', inArchive));
    assert.equal(file.format, 'pytorch');
    await assertTensors(file, expected.archive);
    assert.deepEqual(file.leftOut, ['epoch: int']);
    assert.match(
      refused(await open('archive/data.pkl')),
      /was unpacked from a file of torch\.save, and its tensors are in the folder "data" beside it, which is not there/,
    );
    await assertSurvives(
      (source) => openTensorFile({ ...source, name: 'data.pkl' }, inArchive),
      fixture('unpacked/archive/data.pkl'),
      150,
    );
  });

  it('is an optimizer, whose state has parameters as keys: they are numbered as in its state_dict, and bytes are text', async () => {
    await assertTensors(accepted(await open('optimizer.pt')), expected.optimizer);
    await assertTensors(accepted(await open('keys.pt')), expected.keys);
  });

  it('is a file from before PyTorch 1.6 that is cut off: what it still has is read, and the end is named', async () => {
    const file = accepted(await open('cut.pth'));
    await assertTensors(file, expected.cut);
    assert.match(
      file.leftOut[0] ?? '',
      /^the file is cut off: its storages end at byte \d+, the file at byte \d+; copy or/,
    );
  });
});
