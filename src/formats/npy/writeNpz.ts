import { ZipWriter } from '@zip.js/zip.js/lib/zip-core-writer.js';

/** A tensor of an `.npz` file: its key, and the bytes of its `.npy` file. */
export type NpzMember = readonly [key: string, npy: Uint8Array<ArrayBuffer>];

/** The modification time that NumPy gives every member, so that equal tensors make equal files. */
const fixedTime = new Date(1980, 0, 1);

/**
 * Returns the bytes of an `.npz` file whose members are stored uncompressed, as `numpy.savez` does.
 * `numpy.load(file)[key]` reads one.
 */
export async function writeNpz(members: readonly NpzMember[]): Promise<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new TransformStream();
  const collected = new Response(readable).arrayBuffer();
  const options = { level: 0, useWebWorkers: false, extendedTimestamp: false, lastModDate: fixedTime };
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
