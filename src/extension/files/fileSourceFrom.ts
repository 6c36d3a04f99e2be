import type * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { FileSource } from '../../scenario/document/scenario.ts';
import { relativeTensorPath } from '../../scenario/document/withTensor.ts';

/**
 * Returns how a scenario whose paths start from `base` names a tensor of a file. Refused if the file is on another
 * machine or file system than the scenario, because a path cannot say so.
 */
export function fileSourceFrom(base: vscode.Uri | null, file: vscode.Uri, key: string): Result<FileSource> {
  const sameSystem =
    base === null ? file.scheme === 'file' : base.scheme === file.scheme && base.authority === file.authority;
  if (!sameSystem) {
    return refuse(
      'file',
      `${file.toString(true)} is not on the scenario's file system, so the scenario cannot name it by a path. Copy the file there.`,
    );
  }
  return ok({ file: relativeTensorPath(base?.path ?? null, file.path, key) });
}
