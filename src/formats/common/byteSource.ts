import { ok, type Result } from '../../engine/core/refusal.ts';

/**
 * Bytes that are stored elsewhere and read by ranges, so that only what a tensor needs is read of a checkpoint of many
 * gigabytes. A file, a remote file or a buffer can be such a source.
 */
export interface ByteSource {
  /** The name that refusals use: the path as the user wrote it. */
  readonly name: string;
  readonly size: number;
  /**
   * Returns the bytes `from` … `from + length − 1`, which must lie within `size`, in a buffer of exactly that length,
   * or a refusal if they cannot be read.
   */
  read(from: number, length: number): Promise<Result<ArrayBuffer>>;
}

/** Opens a file beside another one, such as the external data of an ONNX model. `path` is relative and has no "..". */
export type Beside = (path: string) => Promise<Result<ByteSource>>;

/** Returns a buffer as a source. */
export function bufferSource(bytes: ArrayBuffer, name: string): ByteSource {
  return {
    name,
    size: bytes.byteLength,
    read: (from, length) => Promise.resolve(ok(bytes.slice(from, from + length))),
  };
}
