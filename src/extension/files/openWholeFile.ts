import * as vscode from 'vscode';
import type { ByteSource } from '../../formats/common/byteSource.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { formatBytes } from '../../scenario/text/format.ts';
import { fileReasonOf } from './fileReason.ts';

/**
 * Opens a file of any of VS Code's file systems as a byte source. VS Code can only read a file as a whole, so the first
 * read loads it, and the source keeps it. A file larger than `limit` bytes is refused before it is read.
 */
export async function openWholeFile(uri: vscode.Uri, name: string, limit: number): Promise<Result<ByteSource>> {
  const size = await fileSizeOf(uri, name);
  if (!size.ok) return size;
  if (size.value > limit) {
    return refuse(
      'memory',
      `${name} has ${formatBytes(size.value)} and must be read as a whole, which exceeds the memory cap of ${formatBytes(limit)} (setting convt.memoryCap).`,
    );
  }
  let whole: Promise<Result<Uint8Array>> | null = null;
  return ok({
    name,
    size: size.value,
    isKept: true,
    read: async (from, length) => {
      const bytes = await (whole ??= readWhole(uri, name));
      if (!bytes.ok) return bytes;
      if (from + length > bytes.value.length) return cutOff(name);
      return ok(Uint8Array.from(bytes.value.subarray(from, from + length)).buffer);
    },
  });
}

/** Returns a file's size in bytes. A folder, and a file that cannot be read, are refused. */
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

/** Returns the refusal of a file that has become shorter since its size was read. */
export function cutOff(name: string): Result<never> {
  return refuse('file', `${name} became shorter while it was being read.`);
}

async function readWhole(uri: vscode.Uri, name: string): Promise<Result<Uint8Array>> {
  try {
    return ok(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    return refuse('file', `${name} cannot be read: ${fileReasonOf(error, uri)}.`);
  }
}
