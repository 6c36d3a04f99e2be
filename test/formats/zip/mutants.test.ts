import assert from 'node:assert/strict';
import fc from 'fast-check';
import { elementCount } from '../../../src/engine/core/tensor.ts';
import { archiveOf } from './archive.ts';
import { cases, fixture, open } from './fixtures.ts';

/** A caller's memory check: larger tensors are not read. */
const mostElements = 1 << 20;

/** Bytes to change and their new values; the directory is near the end. */
const change = fc.record({
  at: fc.nat(1_000_000),
  value: fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)),
});

/** Opens a damaged file and reads all that it lists. Each entry must give a tensor of its shape or a sentence. */
async function readAll(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<void> {
  const file = await open(bytes, name);
  if (!file.ok) {
    assert.ok(file.refusal.message.includes(name), file.refusal.message);
    return;
  }
  for (const entry of file.value.entries) {
    if (elementCount(entry.shape) > mostElements) continue;
    const tensor = await file.value.read(entry);
    if (tensor.ok) assert.equal(tensor.value.data.length, elementCount(entry.shape));
    else assert.match(tensor.refusal.message, /\.$/);
  }
}

describe('mutants of the fixtures', () => {
  const folder = cases.map(({ file }) => file).filter((file) => file !== 'stored.npz');

  for (const name of folder) {
    it(`are read or refused: ${name}`, async () => {
      const whole = fixture(name);
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
          const bytes = whole.slice();
          for (const { at, value } of changes) bytes[at % bytes.length] = value;
          await readAll(bytes, name);
        }),
        { numRuns: name === 'deflated.npz' ? 80 : 250 },
      );
    });
  }

  it('are read or refused if only the pickle is changed and its checksum is valid', async () => {
    for (const name of ['nested.pt', 'views.pt', 'classes.pt', 'version3.pt', 'protocol4.pt']) {
      const pickle = pickleOf(fixture(name));
      const storage = { path: 'm/data/0', data: new Uint8Array(192) };
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
          const data = pickle.slice();
          for (const { at, value } of changes) data[at % data.length] = value;
          await readAll(archiveOf([{ path: 'm/data.pkl', data }, storage]), name);
        }),
        { numRuns: 600 },
      );
    }
  });
});

/** The stored `data.pkl` of an archive: from its protocol to its end. */
function pickleOf(bytes: Uint8Array): Uint8Array {
  const buffer = Buffer.from(bytes);
  const directory = buffer.lastIndexOf('data.pkl');
  const size = buffer.readUInt32LE(buffer.lastIndexOf('PK\x01\x02', directory, 'latin1') + 24);
  const local = buffer.indexOf('data.pkl');
  const start = buffer.indexOf(0x80, local);
  return buffer.subarray(start, start + size);
}
