import assert from 'node:assert/strict';
import { elementCount } from '../../../src/engine/core/tensor.ts';
import type { TensorPart } from '../../../src/engine/views/tensorPart.ts';
import { type ByteSource, bufferSource } from '../../../src/formats/common/byteSource.ts';
import { readPart } from '../../../src/formats/common/readPart.ts';
import { openTensorFile } from '../../../src/formats/openTensorFile.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { accepted, locateKey, readNumbers, refused } from '../tensorCases.ts';
import { archiveOf } from '../zip/archive.ts';

/** Contains 0, 1, 2, …, so that every element equals its own flat index. */
const counted = (shape: readonly number[]) =>
  writeNpy(
    tensorOf(
      'float32',
      shape,
      Array.from({ length: elementCount(shape) }, (_, i) => i),
    ),
  );

/** A source that counts what is read of it. */
function countedSource(bytes: Uint8Array<ArrayBuffer>, name: string) {
  const source = bufferSource(bytes.buffer, name);
  const reads: number[] = [];
  const counting: ByteSource = {
    ...source,
    read: (from, length) => {
      reads.push(length);
      return source.read(from, length);
    },
  };
  return { source: counting, reads };
}

const noneBeside = () => Promise.reject(new Error('no file beside'));
const total = (reads: readonly number[]): number => reads.reduce((sum, length) => sum + length, 0);
const slice = (shape: readonly number[], axis: number, at: number): TensorPart =>
  shape.map((count, i) => (i === axis ? { from: at, count: 1, step: 1 } : { from: 0, count, step: 1 }));

describe('a part of a stored tensor', () => {
  const shape = [64, 100, 200];
  const open = async () => {
    const { source, reads } = countedSource(counted(shape), 'x.npy');
    const stored = await locateKey(accepted(await openTensorFile(source, noneBeside)), '');
    reads.length = 0;
    return { stored, reads };
  };

  it('is one range of the file if its elements are', async () => {
    const { stored, reads } = await open();
    const values = await readNumbers(stored, slice(shape, 0, 40));
    assert.deepEqual(values.slice(0, 3), [800_000, 800_001, 800_002]);
    assert.deepEqual(reads, [100 * 200 * 4]);
  });

  it('leaves out what lies far between its elements', async () => {
    // A million numbers between two rows of 200.
    const far = [3, 5000, 200];
    const { source, reads } = countedSource(counted(far), 'x.npy');
    const stored = await locateKey(accepted(await openTensorFile(source, noneBeside)), '');
    reads.length = 0;
    const values = await readNumbers(stored, slice(far, 1, 7));
    assert.deepEqual([values[0], values[200], values[400]], [1400, 1_001_400, 2_001_400]);
    assert.deepEqual(reads, [800, 800, 800]);
  });

  it('reads along what lies close between its elements, in few ranges', async () => {
    const { stored, reads } = await open();
    const values = await readNumbers(stored, slice(shape, 2, 3));
    assert.deepEqual(values.slice(0, 3), [3, 203, 403]);
    assert.ok(reads.length <= 2, `${reads.length} reads`);
  });

  it('is read in ranges of limited size, and stops between two', async () => {
    // 8 MB, of which at most 4 MiB are read at a time.
    const large = [2000, 1000];
    const { source, reads } = countedSource(counted(large), 'x.npy');
    const stored = await locateKey(accepted(await openTensorFile(source, noneBeside)), '');
    reads.length = 0;
    const whole = large.map((count) => ({ from: 0, count, step: 1 }));
    assert.equal((await readNumbers(stored, whole))[1_999_999], 1_999_999);
    assert.ok(reads.length >= 2 && reads.every((length) => length <= 2 ** 22), reads.join(', '));
    reads.length = 0;
    let asked = 0;
    refused(await readPart(stored, whole, () => ++asked > 1));
    assert.equal(reads.length, 1);
  });
});

describe('a part of a compressed member', () => {
  const shape = [50, 100, 100];
  const data = counted(shape);
  const open = async (claims: { readonly crc?: number } = {}) => {
    const bytes = archiveOf([{ path: 'x.npy', data, deflated: true, ...claims }]);
    const { source, reads } = countedSource(bytes, 'x.npz');
    const stored = await locateKey(accepted(await openTensorFile(source, noneBeside)), 'x');
    reads.length = 0;
    return { stored, reads, size: bytes.length };
  };

  it('is inflated as far as it is needed, and once', async () => {
    const { stored, reads, size } = await open();
    assert.equal(stored.isDirect, false);
    assert.equal((await readNumbers(stored, slice(shape, 0, 1)))[0], 10_000);
    const first = total(reads);
    assert.ok(first < size / 2, `${first} of ${size} bytes`);
    const [later, again] = await Promise.all([
      readNumbers(stored, slice(shape, 0, 49)),
      readNumbers(stored, slice(shape, 0, 1)),
    ]);
    assert.equal(later[0], 490_000);
    assert.equal(again[9], 10_009);
    const all = total(reads);
    assert.equal((await readNumbers(stored, slice(shape, 0, 30)))[0], 300_000);
    assert.equal(total(reads), all, 'nothing is read again');
  });

  it('is refused at the end of a member that is damaged', async () => {
    const { stored } = await open({ crc: 1 });
    accepted(await readPart(stored, slice(shape, 0, 1)));
    assert.match(refused(await readPart(stored, slice(shape, 0, 49))), /"x\.npy" in x\.npz is damaged/);
  });
});
