/** What Git stores in place of a file that Git LFS keeps elsewhere. */
export interface LfsPointer {
  /** SHA-256 of the file's content, 64 hexadecimal digits. */
  readonly oid: string;
  /** The size of the content in bytes. */
  readonly size: number;
}

/** The most bytes that a pointer has. */
export const largestPointer = 1024;

/** Reads the pointer of Git LFS (https://git-lfs.com/spec/v1) in the first bytes of a file; null if there is none. */
export function lfsPointerIn(bytes: Uint8Array): LfsPointer | null {
  if (bytes.length > largestPointer) return null;
  const text = String.fromCharCode(...bytes);
  if (!text.startsWith('version https://git-lfs')) return null;
  const oid = /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1];
  const size = /^size (\d+)$/m.exec(text)?.[1];
  return oid === undefined || size === undefined ? null : { oid, size: Number(size) };
}
