import { ZipWriter } from '@zip.js/zip.js/lib/zip-core-writer.js';

/** A tensor of an `.npz` file: its key, and the bytes of its `.npy` file. */
export type NpzMember = readonly [key: string, npy: Uint8Array<ArrayBuffer>];

/** The time that NumPy gives every member, so that the same tensors make the same file. */
const noTime = new Date(1980, 0, 1);

/** The bytes of an `.npz` file, its members stored as `numpy.savez` stores them: `numpy.load(file)[key]`. */
export async function writeNpz(members: readonly NpzMember[]): Promise<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new TransformStream();
  const collected = new Response(readable).arrayBuffer();
  const options = { level: 0, useWebWorkers: false, extendedTimestamp: false, lastModDate: noTime };
  // The library's own types name the DOM's streams.
  const writer = new ZipWriter(writable, options);
  for (const [key, npy] of members) {
    await writer.add(`${key}.npy`, {
      readable: new Blob([npy]).stream(),
      size: npy.length,
    });
  }
  await writer.close();
  return new Uint8Array(await collected);
}
