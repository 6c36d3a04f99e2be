import assert from 'node:assert/strict';
import { refuse } from '../../src/engine/core/refusal.ts';
import { tensorOf } from '../../src/engine/core/tensor.ts';
import { type ByteSource, bufferSource } from '../../src/formats/common/byteSource.ts';
import { writeNpy } from '../../src/formats/npy/writeNpy.ts';
import { openTensorFile } from '../../src/formats/openTensorFile.ts';
import { findTensorEntry } from '../../src/formats/readTensorAsNpy.ts';
import { checkpointOf } from './pytorch/checkpoint.ts';
import { accepted } from './tensorCases.ts';
import { archiveOf } from './zip/archive.ts';

const count = 100_000;
const keyOf = (i: number): string => `layer${Math.floor(i / 100)}.weight${i % 100}`;
const alone = () => Promise.resolve(refuse('file', 'nothing is beside it'));

/** A source that counts how often it is read. */
function counted(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): { readonly source: ByteSource; readonly reads: () => number } {
  const inner = bufferSource(bytes.buffer, name);
  let reads = 0;
  const read: ByteSource['read'] = (from, length) => {
    reads++;
    return inner.read(from, length);
  };
  return { source: { ...inner, read }, reads: () => reads };
}

describe('a file of 100,000 tensors', () => {
  const npy = (i: number) => writeNpy(tensorOf('float32', [2, 2], [i, 2, 3, 4]));
  const archive = archiveOf(Array.from({ length: count }, (_, i) => ({ path: `${keyOf(i)}.npy`, data: npy(i) })));
  const checkpoint = checkpointOf(Array.from({ length: count }, (_, i) => keyOf(i)));

  it('is listed whole, a .npz with few reads for its 100,000 headers', async () => {
    const { source, reads } = counted(archive, 'm.npz');
    const file = accepted(await openTensorFile(source, alone));
    assert.equal(file.entries.length, count);
    assert.deepEqual(file.leftOut, []);
    assert.ok(reads() < 200, `${reads()} reads`);
    const entry = file.entries[54_321];
    assert.ok(entry);
    assert.deepEqual([...accepted(await file.read(entry)).data], [54_321, 2, 3, 4]);
  }).timeout(60_000);

  it('is listed whole, a .pt', async () => {
    const file = accepted(await openTensorFile(bufferSource(checkpoint.buffer, 'm.pt'), alone));
    assert.equal(file.entries.length, count);
    assert.deepEqual(file.leftOut, []);
    const entry = file.entries[54_321];
    assert.equal(entry?.key, keyOf(54_321));
    assert.deepEqual([...accepted(await file.read(entry)).data], [1, 2, 3, 4]);
  }).timeout(60_000);

  it('gives the tensor of a key in a .npz without the headers of the others', async () => {
    const { source, reads } = counted(archive, 'm.npz');
    const { file, entry } = accepted(await findTensorEntry(source, keyOf(98_765), alone));
    assert.ok(reads() < 12, `${reads()} reads`);
    assert.deepEqual([...accepted(await file.read(entry)).data], [98_765, 2, 3, 4]);
  }).timeout(60_000);
});
