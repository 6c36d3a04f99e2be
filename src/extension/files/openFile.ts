import { open } from 'node:fs/promises';
import type * as vscode from 'vscode';
import type { ByteSource } from '../../formats/common/byteSource.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { fileReasonOf } from './fileReason.ts';
import { cutOff, openWholeFile, fileSizeOf } from './openWholeFile.ts';

/**
 * Opens a file as a byte source. A file on a disk is read by ranges, each with a handle of its own, so that no handle
 * stays open and the size is not limited. A file on any other file system is read as a whole (see
 * {@link openWholeFile}), up to `limit` bytes. Refusals call the file `name`.
 */
export async function openFile(uri: vscode.Uri, name: string, limit: number): Promise<Result<ByteSource>> {
  if (uri.scheme !== 'file') return await openWholeFile(uri, name, limit);
  const size = await fileSizeOf(uri, name);
  if (!size.ok) return size;
  const read: ByteSource['read'] = async (from, length) => {
    try {
      return await readRange(uri.fsPath, name, from, length);
    } catch (error) {
      return refuse('file', `${name} cannot be read: ${fileReasonOf(error, uri)}.`);
    }
  };
  return ok({ name, size: size.value, read });
}

async function readRange(path: string, name: string, from: number, length: number): Promise<Result<ArrayBuffer>> {
  const handle = await open(path, 'r');
  try {
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      // One read returns at most 2 GiB.
      const { bytesRead } = await handle.read(bytes, done, length - done, from + done);
      if (bytesRead === 0) return cutOff(name);
      done += bytesRead;
    }
    return ok(bytes.buffer);
  } finally {
    await handle.close();
  }
}
