import * as vscode from 'vscode';
import type { ByteSource } from '../../formats/common/byteSource.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { formatBytes } from '../../scenario/text/format.ts';
import { fileReasonOf } from './fileReason.ts';

/**
 * A file of any file system as a source: VS Code reads files as a whole only, so that it is read when it
 * is first needed, and kept while the source lives. One larger than `limit` bytes is refused before that.
 */
export async function openWholeFile(uri: vscode.Uri, name: string, limit: number): Promise<Result<ByteSource>> {
  const size = await fileSizeOf(uri, name);
  if (!size.ok) return size;
  if (size.value > limit) {
    return refuse(
      'memory',
      `${name} has ${formatBytes(size.value)} and can be read as a whole only, more than the memory cap of ${formatBytes(limit)} (setting convt.memoryCap).`,
    );
  }
  let whole: Promise<Result<Uint8Array>> | null = null;
  return ok({
    name,
    size: size.value,
    read: async (from, length) => {
      const bytes = await (whole ??= readWhole(uri, name));
      if (!bytes.ok) return bytes;
      if (from + length > bytes.value.length) return cutOff(name);
      return ok(Uint8Array.from(bytes.value.subarray(from, from + length)).buffer);
    },
  });
}

/** A file's size in bytes; a refusal of what is no file that can be read. */
export async function fileSizeOf(uri: vscode.Uri, name: string): Promise<Result<number>> {
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.Directory) !== 0) {
      return refuse('file', `${name} cannot be read: it is a folder.`);
    }
    return ok(size);
  } catch (error) {
    return refuse('file', `${name} cannot be read: ${fileReasonOf(error, uri)}.`);
  }
}

/** The refusal of a file that has become shorter since its size was asked for. */
export function cutOff(name: string): Result<never> {
  return refuse('file', `${name} has become shorter while it was being read.`);
}

async function readWhole(uri: vscode.Uri, name: string): Promise<Result<Uint8Array>> {
  try {
    return ok(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    return refuse('file', `${name} cannot be read: ${fileReasonOf(error, uri)}.`);
  }
}
