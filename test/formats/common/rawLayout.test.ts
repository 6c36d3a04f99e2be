import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bufferSource } from '../../../src/formats/common/byteSource.ts';
import { rawKey, rawLayoutLike, rawLayoutOf } from '../../../src/formats/common/rawLayout.ts';
import { isTensorPath, tensorPathOf, tensorPathText } from '../../../src/formats/common/tensorPath.ts';
import { mayBeRaw, openRaw, rawKeyLike } from '../../../src/formats/openRaw.ts';
import { accepted, fixture, refused } from '../tensorCases.ts';

describe('raw numbers', () => {
  it('are named by dtype and shape behind the file, which no other path looks like', () => {
    assert.deepEqual(tensorPathOf('y.bin:float32:1x3x6x6'), { file: 'y.bin', key: ':float32:1x3x6x6' });
    assert.deepEqual(tensorPathOf('C:\\out\\y.raw:>f4:6×6'), { file: 'C:\\out\\y.raw', key: ':>f4:6×6' });
    assert.deepEqual(tensorPathOf('y:bfloat16'), { file: 'y', key: ':bfloat16' });
    assert.ok(isTensorPath('y.raw:float16:2x2'));
    for (const text of [
      'randn:1x50x28x28',
      'C:\\y.bin',
      'y.bin:float33:2',
      'y.bin:float32:2x',
      ':float32:2',
      'a.pt#b:c',
    ]) {
      assert.equal(rawLayoutOf(tensorPathOf(text).key ?? ''), null, text);
    }
    for (const text of ['y.bin:float32:1x3x6x6', 'y:bfloat16']) assert.equal(tensorPathText(tensorPathOf(text)), text);
    const layout = rawLayoutOf(':>f4:6x6');
    assert.deepEqual(layout, { element: 'float32', little: false, shape: [6, 6] });
    assert.equal(rawKey(layout as NonNullable<typeof layout>), ':>float32:6x6');
  });

  it('are read in the order of their bytes, if there are exactly as many', async () => {
    const bytes = new ArrayBuffer(12);
    const view = new DataView(bytes);
    [1.5, -2, 3].forEach((value, i) => view.setFloat32(4 * i, value, false));
    const file = accepted(openRaw(bufferSource(bytes, 'y.bin'), { element: 'float32', little: false, shape: [3, 1] }));
    const entry = file.entries[0] as (typeof file.entries)[number];
    assert.deepEqual(entry, { key: ':>float32:3x1', element: 'float32', shape: [3, 1] });
    assert.deepEqual([...accepted(await file.read(entry)).data], [1.5, -2, 3]);
    const short = openRaw(bufferSource(bytes, 'y.bin'), { element: 'float32', little: true, shape: [2, 2] });
    assert.match(
      refused(short),
      /^y\.bin cannot be read so: float32 of shape \(2, 2\) takes 16 bytes, and it has 12\.$/,
    );
    const odd = openRaw(bufferSource(bytes, 'y.bin'), { element: 'float64', little: true, shape: null });
    assert.match(refused(odd), /12 bytes are not a whole number of float64/);
  });

  it('are taken to be like the tensor that they are compared with, in a dtype that fits their bytes', async () => {
    assert.equal(rawLayoutLike(432, [1, 3, 6, 6], 'float32')?.element, 'float32');
    assert.equal(rawLayoutLike(216, [1, 3, 6, 6], 'bfloat16')?.element, 'bfloat16');
    assert.equal(rawLayoutLike(216, [1, 3, 6, 6], 'float32')?.element, 'float16');
    assert.equal(rawLayoutLike(431, [1, 3, 6, 6], 'float32'), null);
    const raw = bufferSource(fixture('cli-files/y.bin'), 'y.bin');
    assert.equal(await rawKeyLike(raw, [1, 3, 6, 8], 'float32'), ':float32:1x3x6x8');
    assert.ok(await mayBeRaw(raw));
    // An output of zeros, such as of a kernel that wrote nothing, is one as well.
    const zeros = bufferSource(new ArrayBuffer(4096), 'y.bin');
    assert.equal(await rawKeyLike(zeros, [1, 4, 16, 16], 'float32'), ':float32:1x4x16x16');
    // A file that says what it is is never taken for raw numbers.
    const npy = fixture('cli-files/y.npy');
    assert.equal(await rawKeyLike(bufferSource(npy, 'y.npy'), [npy.byteLength / 4], 'float32'), null);
  });

  it('are refused or read for any layout and any bytes', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.nat(2 ** 31), { maxLength: 6 }), fc.nat(64), (word, sizes, length) => {
        const key = `:${fc.sample(fc.constantFrom('float32', 'f8', '>i2', word), 1)[0] ?? ''}:${sizes.join('x')}`;
        const layout = rawLayoutOf(key);
        if (layout === null) return;
        const opened = openRaw(bufferSource(new ArrayBuffer(length), 'y'), layout);
        assert.ok(opened.ok || opened.refusal.message.endsWith('.'));
      }),
      { numRuns: 500 },
    );
  });
});
