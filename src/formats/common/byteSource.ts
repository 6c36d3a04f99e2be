import { ok, type Result } from '../../engine/core/refusal.ts';

/**
 * Bytes that are somewhere else and are read by ranges: of a checkpoint of many gigabytes only what a
 * tensor needs. Files, remote files and buffers are such sources; this room knows none of them.
 */
export interface ByteSource {
  /** What refusals call it: the path as the user wrote it. */
  readonly name: string;
  readonly size: number;
  /**
   * The bytes `from` … `from + length − 1`, which lie within `size`, in a buffer of exactly that length; a
   * refusal where they cannot be had.
   */
  read(from: number, length: number): Promise<Result<ArrayBuffer>>;
}

/** Finds a file beside another one (an ONNX model's external data), by a relative path without "..". */
export type Beside = (path: string) => Promise<Result<ByteSource>>;

/** A buffer as a source. */
export function bufferSource(bytes: ArrayBuffer, name: string): ByteSource {
  return {
    name,
    size: bytes.byteLength,
    read: (from, length) => Promise.resolve(ok(bytes.slice(from, from + length))),
  };
}
