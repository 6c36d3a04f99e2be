import { open } from 'node:fs/promises';
import type * as vscode from 'vscode';
import type { ByteSource } from '../../formats/common/byteSource.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { fileReasonOf } from './fileReason.ts';
import { cutOff, openWholeFile, fileSizeOf } from './openWholeFile.ts';

/**
 * A file as a source. On a disk it is read by ranges, each with a handle of its own, so that nothing is
 * left open and no size is too large; on any other file system see {@link openWholeFile}, which `limit`
 * (bytes) is for. `name` is what refusals call it.
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
      // The system reads at most 2 GiB at a time.
      const { bytesRead } = await handle.read(bytes, done, length - done, from + done);
      if (bytesRead === 0) return cutOff(name);
      done += bytesRead;
    }
    return ok(bytes.buffer);
  } finally {
    await handle.close();
  }
}
