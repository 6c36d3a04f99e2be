import assert from 'node:assert/strict';
import { crc32, deflateRawSync } from 'node:zlib';
import { tensorOf as numbers } from '../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { archiveOf, type Member } from './archive.ts';
import { fixture, open, opened, refusalOf } from './fixtures.ts';

const npy = writeNpy(numbers('float32', [2, 3], [1, 2, 3, 4, 5, 6]));
const good: Member = { path: 'good.npy', data: npy };

/** Returns why the tensor of this member cannot be read, whether opening or reading finds it. */
async function whyNot(member: Partial<Member>): Promise<string> {
  const bytes = archiveOf([{ path: 'x.npy', data: npy, ...member }, good]);
  const file = await opened(bytes, 'a.npz');
  const entry = file.entries.find(({ key }) => key === 'x');
  if (entry === undefined) return file.leftOut.join();
  const tensor = await file.read(entry);
  assert.ok(!tensor.ok, 'it was read');
  return tensor.refusal.message;
}

/** Makes a header of an array of `count` bytes, without the data. */
function header(count: number): Buffer {
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${count},), }`.padEnd(118);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\0', 'latin1'), Buffer.from([118, 0]), Buffer.from(text)]);
}

describe('hostile ZIP archives', () => {
  it('refuses members that are encrypted, of unknown methods, damaged', async () => {
    assert.match(await whyNot({ flags: 1 }), /"x\.npy" in a\.npz is encrypted: unpack the archive with its password/);
    assert.match(await whyNot({ method: 12 }), /compressed by method 12, and only stored and deflated.*numpy\.savez/);
    assert.match(await whyNot({ method: 9 }), /compressed by method 9/);
    assert.match(await whyNot({ crc: 1 }), /"x\.npy" in a\.npz is damaged: .* CRC-32/);
    assert.match(await whyNot({ crc: 1, deflated: true }), /CRC-32/);
    const broken = deflateRawSync(npy);
    broken.fill(0xff, 20);
    assert.match(await whyNot({ data: broken, method: 8, size: npy.length }), /broken deflate data/);
    const cut = deflateRawSync(npy).subarray(0, 60);
    assert.match(await whyNot({ data: cut, method: 8, size: npy.length }), /broken deflate|inflates to/);
  });

  it('refuses an archive that names a member twice, or whose members share bytes', async () => {
    const twice = archiveOf([good, { ...good }]);
    assert.match(await refusalOf(twice, 'a.npz'), /two members named "good\.npy"/);
    const shared = archiveOf([good, { ...good, path: 'too.npy', at: 0 }]);
    assert.match(await refusalOf(shared, 'a.npz'), /share bytes: "good\.npy" and "too\.npy"/);
  });

  it('refuses false sizes without allocating memory for them', async () => {
    assert.match(await whyNot({ size: 4_000_000_000 }), /cannot inflate to 4000000000 bytes: it has only 152/);
    assert.match(await whyNot({ size: 4_000_000_000, deflated: true }), /cannot inflate to 4000000000 bytes/);
    // Larger and smaller than the inflated stream, within the largest ratio of deflate.
    const more = Buffer.concat([header(90_000), Buffer.alloc(80_000)]);
    assert.match(
      await whyNot({ data: more, deflated: true, size: 128 + 90_000 }),
      /inflates to 80128 bytes; 90128 are needed/,
    );
    const less = Buffer.concat([header(70_000), Buffer.alloc(80_000)]);
    assert.match(
      await whyNot({ data: less, deflated: true, size: 128 + 70_000 }),
      /inflates to more than the 70128 bytes/,
    );
  });

  it('stops a ZIP bomb at the size in its directory, and lists it without inflating it', async () => {
    const bomb = Buffer.concat([header(1000), Buffer.alloc(100 << 20)]);
    const data = deflateRawSync(bomb);
    const crc = crc32(bomb);
    const before = process.memoryUsage().rss;
    assert.match(await whyNot({ data, method: 8, size: 1128, crc }), /inflates to more than the 1128/);
    const listed = await opened(archiveOf([{ path: 'x.npy', data, method: 8, size: bomb.length, crc }, good]), 'a.npz');
    assert.match(listed.leftOut.join(), /x\.npy: it is longer than its header says/);
    assert.ok(process.memoryUsage().rss - before < 100 << 20);
  });

  it('refuses a ZIP archive of other things', async () => {
    const other = archiveOf([{ path: 'word/document.xml', data: Buffer.from('<w/>') }]);
    assert.match(await refusalOf(other, 'a.pt'), /a\.pt is a ZIP archive without tensors: .*PyTorch.*NumPy/);
    assert.match(
      await refusalOf(Uint8Array.from(Buffer.from('PK and nothing more of it')), 'a.pt'),
      /not a complete ZIP/,
    );
    const nothing = archiveOf([{ path: 'x.npy', data: Buffer.from('hello') }]);
    assert.match(await refusalOf(nothing, 'a.npz'), /no readable tensor: x\.npy: it is not a \.npy file/);
    const two = archiveOf(['a/data.pkl', 'b/data.pkl'].map((path) => ({ path, data: Buffer.from('N.') })));
    assert.match(await refusalOf(two, 'a.pt'), /more than one data\.pkl: "a\/data\.pkl", "b\/data\.pkl"/);
  });

  it('refuses a directory of the same member again and again, and one that claims more than it can hold', async () => {
    const entry = archiveOf([{ path: 'x', data: Buffer.alloc(0) }]);
    const central = entry.slice(31, 31 + 47);
    const count = 200_000;
    const bytes = Buffer.alloc(count * central.length + 98);
    for (let i = 0; i < count; i++) bytes.set(central, i * central.length);
    const end = count * central.length;
    bytes.write('PK\x06\x06', end, 'latin1');
    bytes.writeBigUInt64LE(44n, end + 4);
    bytes.writeBigUInt64LE(BigInt(count), end + 32);
    bytes.writeBigUInt64LE(BigInt(end), end + 40);
    bytes.write('PK\x06\x07', end + 56, 'latin1');
    bytes.writeBigUInt64LE(BigInt(end), end + 64);
    bytes.writeUInt32LE(1, end + 72);
    bytes.write('PK\x05\x06', end + 76, 'latin1');
    bytes.fill(0xff, end + 84, end + 96);
    assert.match(await refusalOf(Uint8Array.from(bytes), 'a.npz'), /share bytes: "x" and "x"/);
    for (const claimed of [2n ** 20n, 2n ** 40n, 2n ** 63n]) {
      bytes.writeBigUInt64LE(claimed, end + 32);
      assert.match(await refusalOf(Uint8Array.from(bytes), 'a.npz'), /claims \d+ members in 9400000 bytes/);
    }
  });

  it('passes on the refusal of a source that cannot be read', async () => {
    const bytes = fixture('tensor.pt');
    for (let good = 0; good < 12; good++) {
      let reads = 0;
      const result = await open(
        {
          name: 'x.pt',
          size: bytes.length,
          read: (from, length) =>
            Promise.resolve(
              reads++ < good
                ? { ok: true, value: bytes.slice(from, from + length).buffer }
                : { ok: false, refusal: { argument: 'file', message: 'The disk is gone.' } },
            ),
        },
        'x.pt',
      );
      if (result.ok) break;
      assert.equal(result.refusal.message, 'The disk is gone.');
    }
  });
});
