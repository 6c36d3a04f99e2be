import * as vscode from 'vscode';
import { messageOf } from '../../engine/core/messageOf.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { formatBytes } from '../../scenario/text/format.ts';
import type { GitRepository } from './gitApi.ts';
import { pathIn } from './git.ts';

/** A version of the files of a repository: those on the disk, those in the index, or those of a commit. */
export type GitVersion = { readonly kind: 'working tree' } | { readonly kind: 'index' } | GitCommitVersion;

/** The files of a commit. `ref` is its name or its id. */
export interface GitCommitVersion {
  readonly kind: 'commit';
  readonly ref: string;
}

/** A version of one file. */
export interface GitFile {
  /** The size of its content in bytes. */
  readonly size: number;
}

/** Returns the name by which the Git extension knows a version; null for the files on the disk. */
export function refOf(version: GitVersion): string | null {
  switch (version.kind) {
    case 'working tree':
      return null;
    case 'index':
      return '';
    case 'commit':
      return version.ref;
  }
}

/**
 * Finds a file in a version. Null if the version has no such file, or it is no regular one: a folder, a submodule, a
 * symbolic link.
 */
export async function findGitFile(
  repository: GitRepository,
  version: GitVersion,
  uri: vscode.Uri,
): Promise<GitFile | null> {
  const ref = refOf(version);
  try {
    if (ref === null) {
      const { type, size } = await vscode.workspace.fs.stat(uri);
      return type === vscode.FileType.File ? { size } : null;
    }
    const { mode, size } = await repository.getObjectDetails(ref, pathIn(repository, uri));
    return mode.startsWith('100') ? { size } : null;
  } catch {
    return null;
  }
}

/** Reads a file that {@link findGitFile} found. Refuses one of more than `limit` bytes before it is read. */
export async function readGitFile(
  repository: GitRepository,
  version: GitVersion,
  uri: vscode.Uri,
  { size }: GitFile,
  limit: number,
): Promise<Result<Uint8Array>> {
  const path = pathIn(repository, uri);
  if (size > limit) return refuse('memory', `${path} has ${formatBytes(size)}, more than ${formatBytes(limit)}`);
  const ref = refOf(version);
  try {
    return ok(ref === null ? await vscode.workspace.fs.readFile(uri) : await repository.buffer(ref, path));
  } catch (error) {
    return refuse('file', `${path} cannot be read: ${messageOf(error)}`);
  }
}

/** Names a version for people: "working tree", "index", "main", "a1b2c3d". */
export function versionLabel(version: GitVersion): string {
  if (version.kind !== 'commit') return version.kind;
  return /^[0-9a-f]{40}$/.test(version.ref) ? version.ref.slice(0, 7) : version.ref;
}
