import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { opened, refusalOf } from './fixtures.ts';
import { accepted, readKey } from '../tensorCases.ts';

const values = Array.from({ length: 20_000 }, (_, i) => Math.sin(i * i));
const npy = writeNpy(tensorOf('float32', [20, 1000], values));

/** Compresses the bytes in members that begin at the given places. */
function inMembers(bytes: Uint8Array, cuts: readonly number[], level = 6): Uint8Array<ArrayBuffer> {
  const places = [0, ...cuts, bytes.length];
  const members = places.slice(1).map((end, i) => gzipSync(bytes.subarray(places[i], end), { level }));
  return Uint8Array.from(Buffer.concat(members));
}

describe('a gzip file of several members', () => {
  it('is read as what the members hold one after another, wherever they are cut', async () => {
    const cuts = fc.array(fc.nat(npy.length), { maxLength: 6 }).map((each) => each.sort((a, b) => a - b));
    await fc.assert(
      fc.asyncProperty(cuts, fc.integer({ min: 0, max: 9 }), async (each, level) => {
        const file = await opened(inMembers(npy, each, level), 'x.npy.gz');
        assert.deepEqual([...accepted(await readKey(file, '')).data], [...Float32Array.from(values)]);
      }),
      { numRuns: 40 },
    );
  });

  it('is refused if a member is damaged, the last one is cut off, or other bytes follow', async () => {
    const bytes = inMembers(npy, [10_000, 50_000]);
    const damaged = Uint8Array.from(bytes);
    // A trailer's CRC-32 begins eight bytes before the next member.
    const second = gzipSync(npy.subarray(0, 10_000)).length;
    damaged[second - 8] = (damaged[second - 8] ?? 0) ^ 1;
    assert.match(await refusalOf(damaged, 'x.npy.gz'), /^x\.npy\.gz is damaged or cut off \(the CRC-32 .*: unpack it/);
    assert.match(
      await refusalOf(bytes.slice(0, -100), 'x.npy.gz'),
      /^x\.npy\.gz is damaged or cut off \(.*\): unpack it, or download or copy it again/,
    );
    assert.match(await refusalOf(bytes.slice(0, -3), 'x.npy.gz'), /is damaged or cut off/);
    assert.match(
      await refusalOf(Uint8Array.from([...bytes, ...Buffer.from('<html></html>')]), 'x.npy.gz'),
      /has bytes after its gzip data that are not gzip/,
    );
  });
});
