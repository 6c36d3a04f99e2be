import type * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { FileSource } from '../../scenario/document/scenario.ts';
import { relativeTensorPath } from '../../scenario/document/withTensor.ts';

/**
 * How a scenario whose paths start from `base` names a tensor of a file; refused where the file is on
 * another machine or file system than the scenario, of which a path says nothing.
 */
export function sourceIn(base: vscode.Uri | null, file: vscode.Uri, key: string): Result<FileSource> {
  const sameSystem =
    base === null ? file.scheme === 'file' : base.scheme === file.scheme && base.authority === file.authority;
  if (!sameSystem) {
    return refuse(
      'file',
      `${file.toString(true)} is not on the file system that the scenario is on, so that no path leads from there to it.`,
    );
  }
  return ok({ file: relativeTensorPath(base?.path ?? null, file.path, key) });
}
