import { ok, type Result } from '../../engine/core/refusal.ts';

/**
 * Bytes that are stored elsewhere (in a file, on a server, in a buffer) and read range by range. Of a checkpoint of
 * many gigabytes, only what a tensor needs is read.
 */
export interface ByteSource {
  /** The path as the user wrote it, for error messages. */
  readonly name: string;
  readonly size: number;
  /** True if all bytes stay in memory once some have been read, because they cannot be read by ranges. */
  readonly isKept?: boolean;
  /**
   * Returns the bytes `from` … `from + length − 1`, which must lie within `size`, in a buffer of exactly that length.
   * Returns a refusal if they cannot be read.
   */
  read(from: number, length: number): Promise<Result<ArrayBuffer>>;
}

/**
 * Opens a file relative to the folder of another file, such as the external data of an ONNX model. `path` must be
 * relative and contain no "..".
 */
export type Beside = (path: string) => Promise<Result<ByteSource>>;

/** Returns a buffer as a source. */
export function bufferSource(bytes: ArrayBuffer, name: string): ByteSource {
  return {
    name,
    size: bytes.byteLength,
    read: (from, length) => Promise.resolve(ok(bytes.slice(from, from + length))),
  };
}
