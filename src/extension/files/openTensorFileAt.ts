import * as vscode from 'vscode';
import { refuse, type Result } from '../../engine/core/refusal.ts';
import type { Beside } from '../../formats/common/byteSource.ts';
import { openTensorFile } from '../../formats/openTensorFile.ts';
import type { TensorFile } from '../../formats/common/tensorFile.ts';
import { openFile } from './openFile.ts';
import { readSettings } from '../shared/settings.ts';

/** Reads a tensor file's headers. `name` is what refusals call it; by default the file's own. */
export async function openTensorFileAt(uri: vscode.Uri, name = fileNameOf(uri)): Promise<Result<TensorFile>> {
  const { memoryCap } = readSettings();
  const source = await openFile(uri, name, memoryCap);
  return source.ok ? await openTensorFile(source.value, besideOf(uri, memoryCap)) : source;
}

/** A file's name without its folders. */
export function fileNameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** Finds files in the folder of another and below it, and nowhere else. */
export function besideOf(uri: vscode.Uri, limit: number): Beside {
  return async (path) => {
    const parts = path.split(/[\\/]/);
    if (path === '' || /^([\\/]|[a-z]:)/i.test(path) || parts.includes('..')) {
      return refuse(
        'file',
        `${fileNameOf(uri)} names ${JSON.stringify(path)}, which is no path within its own folder.`,
      );
    }
    return await openFile(vscode.Uri.joinPath(uri, '..', ...parts), path, limit);
  };
}
