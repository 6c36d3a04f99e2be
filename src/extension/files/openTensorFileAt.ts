import * as vscode from 'vscode';
import { refuse, type Result } from '../../engine/core/refusal.ts';
import type { Beside } from '../../formats/common/byteSource.ts';
import { quoted } from '../../formats/common/quoted.ts';
import type { RawLayout } from '../../formats/common/rawLayout.ts';
import { openRaw } from '../../formats/openRaw.ts';
import type { TensorFile } from '../../formats/common/tensorFile.ts';
import { openFile } from './openFile.ts';
import { readSettings } from '../shared/settings.ts';

/**
 * Opens a tensor file by reading its headers, or a file of raw numbers by a layout. Refusals call the file `name`, by default
 * its own name.
 */
export async function openTensorFileAt(
  uri: vscode.Uri,
  name = fileNameOf(uri),
  layout: RawLayout | null = null,
): Promise<Result<TensorFile>> {
  const { memoryCap } = readSettings();
  const source = await openFile(uri, name, memoryCap);
  if (!source.ok) return source;
  if (layout !== null) return openRaw(source.value, layout);
  const { openTensorFile } = await import('../../formats/openTensorFile.ts');
  return await openTensorFile(source.value, besideOf(uri, memoryCap));
}

/** Returns a file's name without its folders. */
export function fileNameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** Returns a function that opens files in the folder of `uri` or below it, and refuses all others. */
export function besideOf(uri: vscode.Uri, limit: number): Beside {
  // Files that must be read as a whole stay in memory, all shards of a checkpoint together.
  let left = limit;
  return async (path) => {
    const parts = path.split(/[\\/]/);
    if (path === '' || /^([\\/]|[a-z]:)/i.test(path) || parts.includes('..')) {
      return refuse('file', `${fileNameOf(uri)} names ${quoted(path)}, which is not a path within its own folder.`);
    }
    // No file system has longer names, and the sentence about a missing file would repeat it.
    if (parts.some((part) => part.length > 255)) {
      return refuse(
        'file',
        `${fileNameOf(uri)} names ${quoted(path)}, which is longer than the name of a file can be.`,
      );
    }
    const place = vscode.Uri.joinPath(uri, '..', ...parts);
    const source = await openFile(place, path, left);
    if (source.ok && source.value.isKept === true) left -= source.value.size;
    return source;
  };
}
