import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Result } from '../../src/engine/core/refusal.ts';
import { elementCount } from '../../src/engine/core/tensor.ts';
import { type ByteSource, bufferSource } from '../../src/formats/common/byteSource.ts';
import { elementFormats } from '../../src/formats/common/element.ts';
import type { TensorFile } from '../../src/formats/common/tensorFile.ts';

type Open = (source: ByteSource) => Promise<Result<TensorFile>>;

/** A byte replaced, a run of bytes removed, put twice, or zeros or ones put in. */
type Mutation = readonly [kind: number, at: number, value: number, length: number];

function mutate(bytes: Uint8Array, [kind, place, value, length]: Mutation): Uint8Array {
  const at = place % Math.max(1, bytes.length);
  const changed = Uint8Array.from(bytes);
  switch (kind) {
    case 0:
      return changed.fill(value, at, at + 1);
    case 1:
      return changed.fill(255, at, at + length);
    case 2:
      return Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + length));
    case 3:
      return Uint8Array.of(...bytes.subarray(0, at + length), ...bytes.subarray(at));
    default:
      return Uint8Array.of(...bytes.subarray(0, at), value, ...bytes.subarray(at));
  }
}

const mutation: fc.Arbitrary<Mutation> = fc.tuple(
  fc.nat(4),
  fc.nat(100_000),
  fc.nat(255),
  fc.integer({ min: 1, max: 12 }),
);

/** A source that fails the test if a range beyond its end is read. */
function strict(bytes: ArrayBuffer): ByteSource {
  const source = bufferSource(bytes, 'mutant');
  return {
    ...source,
    read: (from, length) => {
      const within = Number.isSafeInteger(from) && from >= 0 && from + length <= source.size;
      assert.ok(within && length >= 0, `asked for ${from} + ${length} of ${source.size}`);
      return source.read(from, length);
    },
  };
}

/** Opens a file and reads all of it. Refusals must be sentences; tensors must match their entries and need no more bytes than the file has. */
export async function survives(open: Open, bytes: ArrayBuffer): Promise<boolean> {
  const file = await open(strict(bytes));
  if (!file.ok) {
    assert.match(file.refusal.message, /^[^\n]{1,600}\.$/);
    return false;
  }
  for (const entry of file.value.entries) {
    const size = elementCount(entry.shape) * elementFormats[entry.element].bytes;
    // A computed tensor may be larger than the file: whoever reads one asks for its size before.
    if (entry.through !== undefined && size > 2 ** 20) continue;
    const tensor = await file.value.read(entry);
    if (!tensor.ok) {
      assert.match(tensor.refusal.message, /^[^\n]{1,600}\.$/);
      continue;
    }
    assert.equal(tensor.value.data.length, elementCount(entry.shape));
    assert.deepEqual(tensor.value.shape, entry.shape);
    const isBounded = entry.through !== undefined || elementCount(entry.shape) <= bytes.byteLength;
    assert.ok(isBounded || size === 0, `${size} bytes`);
  }
  for (const layer of file.value.layers) layer.params([1, 2, 3, 4], layer.weightShape ?? [2, 1, 2, 2]);
  return true;
}

/** `runs` mutants of these bytes, of up to three mutations each, all survive. */
export async function assertSurvives(open: Open, bytes: ArrayBuffer, runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
      const mutant = mutations.reduce(mutate, new Uint8Array(bytes));
      await survives(open, Uint8Array.from(mutant).buffer);
    }),
    { numRuns: runs },
  );
}
