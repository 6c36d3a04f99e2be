import assert from 'node:assert/strict';
import { ok } from '../../src/engine/core/refusal.ts';
import type { ByteSource } from '../../src/formats/common/byteSource.ts';
import { cases, fixture, opened, refusalOf, tensorOf } from './zip/fixtures.ts';

/** A source that records which ranges are read. */
function noted(bytes: Uint8Array<ArrayBuffer>, name: string) {
  const ranges: [number, number][] = [];
  const source: ByteSource = {
    name,
    size: bytes.length,
    read: (from, length) => {
      assert.ok(from >= 0 && length >= 0 && from + length <= bytes.length, `${from} ${length}`);
      ranges.push([from, length]);
      return Promise.resolve(ok(bytes.slice(from, from + length).buffer));
    },
  };
  return { source, ranges };
}

describe('opening .npz and PyTorch files', () => {
  for (const { file: name, tensors, leftOut } of cases) {
    it(`gives the tensors that NumPy and PyTorch wrote: ${name}`, async () => {
      const { source } = noted(fixture(name), name);
      const file = await opened(source, name);
      assert.equal(file.format, name.endsWith('.npz') ? 'npz' : 'pytorch');
      assert.deepEqual(
        file.entries.map(({ key, element, shape }) => [key, element, shape]),
        tensors.map(({ key, element, shape }) => [key, element, shape]),
      );
      for (const { key, shape, values } of tensors) {
        const tensor = await tensorOf(file, key);
        assert.deepEqual(tensor.shape, shape, key);
        assert.deepEqual([...tensor.data], values.map(Number), key);
      }
      assert.equal(file.leftOut.length, leftOut.length, file.leftOut.join('\n'));
      for (const [i, line] of leftOut.entries()) assert.ok(file.leftOut[i]?.startsWith(line), file.leftOut[i]);
    });
  }

  it('names the reason for every member that it leaves out', async () => {
    const { leftOut } = await opened(fixture('mixed.npz'), 'mixed.npz');
    assert.match(leftOut.join('\n'), /read\.me: it is not a \.npy file/);
    assert.match(leftOut.join('\n'), /objects\.npy: it has no readable tensor: a NumPy array of Python objects/);
    assert.match(leftOut.join('\n'), /short\.npy: it is cut off: .* needs 96 bytes of data/);
    assert.match(leftOut.join('\n'), /none\.npy: it is not a \.npy file/);
  });

  it('reads of a stored storage only the range that the view spans', async () => {
    const { source, ranges } = noted(fixture('views.pt'), 'views.pt');
    const file = await opened(source, 'views.pt');
    await tensorOf(file, 'rows');
    ranges.length = 0;
    await tensorOf(file, 'rows');
    // Rows 1 and 2 of 4 × 6 float32 numbers.
    assert.deepEqual(
      ranges.map(([, length]) => length),
      [48],
    );
  });

  it('lists a stored .npz without reading its data', async () => {
    const { source, ranges } = noted(fixture('stored.npz'), 'stored.npz');
    const file = await opened(source, 'stored.npz');
    ranges.length = 0;
    await tensorOf(file, 'f8');
    assert.deepEqual(
      ranges.map(([, length]) => length),
      [128 + 80],
    );
  });

  it('finds every tensor by its key wherever the entry comes from', async () => {
    const file = await opened(fixture('stored.npz'), 'stored.npz');
    const [entry] = file.entries;
    assert.ok(entry);
    assert.ok((await file.read({ ...entry })).ok);
    const other = await file.read({ ...entry, key: 'nothing' });
    assert.ok(!other.ok && other.refusal.message.includes('stored.npz has no tensor'));
  });

  it('refuses every file that is cut off, wherever it is cut', async () => {
    for (const name of ['tensor.pt', 'zip64.npz', 'zip64-directory.npz', 'deflated.npz']) {
      const whole = fixture(name);
      for (let length = 0; length < whole.length; length++) await refusalOf(whole.slice(0, length), name);
    }
  });
});
