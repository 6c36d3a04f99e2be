import * as vscode from 'vscode';
import { ok, type Result } from '../../engine/core/refusal.ts';
import { bufferSource } from '../../formats/common/byteSource.ts';
import type { FindOptions } from '../../python/findCalls.ts';
import {
  comparedVersions,
  largestTextFile,
  readTensorVersion,
  type VersionContent,
} from '../../review/changes/comparedVersions.ts';
import {
  comparedTensors,
  type FileChange,
  type FileSubject,
  type FileVersions,
  subjectOf,
  withMovedCalls,
} from '../../review/changes/fileChange.ts';
import { largestPointer, lfsPointerIn } from '../../formats/common/lfsPointer.ts';
import type { TensorVersion } from '../../review/changes/tensorChanges.ts';
import { pathIn } from '../git/git.ts';
import { type GitFileChange, type GitRepository, untrackedStatus } from '../git/gitApi.ts';
import { findGitFile, type GitFile, type GitVersion, readGitFile } from '../git/gitVersion.ts';
import { openFile } from '../files/openFile.ts';

/** The two versions of a repository that are compared. */
export interface ReviewRange {
  readonly repository: GitRepository;
  readonly before: GitVersion;
  readonly after: GitVersion;
}

/** A changed file of a repository, with what it takes to open its versions. */
export interface ReviewedFile {
  readonly change: FileChange;
  readonly uri: vscode.Uri;
  /** The file before, if it was renamed; otherwise `uri`. */
  readonly uriBefore: vscode.Uri;
}

/** What a review reports while it reads. */
export interface ReviewProgress {
  readonly token: vscode.CancellationToken;
  readonly report: (done: number, total: number) => void;
  /** What is known beside the code of a file. */
  readonly options: (uri: vscode.Uri) => FindOptions | undefined;
  readonly memoryCap: number;
}

/**
 * Compares two versions of a repository, file by file; null if cancelled. Only files whose names say that they may hold
 * calls, tensors or a scenario are read.
 */
export async function reviewRepository(
  range: ReviewRange,
  progress: ReviewProgress,
): Promise<readonly ReviewedFile[] | null> {
  const listed = await changesIn(range);
  const files = listed.flatMap((file) => {
    const subject = subjectOf(file.uri.path);
    return subject === null ? [] : [{ ...file, subject }];
  });
  const found: ReviewedFile[] = [];
  for (const [index, file] of files.entries()) {
    if (progress.token.isCancellationRequested) return null;
    progress.report(index, files.length);
    const change = await compareFile(file, range, progress);
    if (change !== null) found.push({ change, uri: file.uri, uriBefore: file.uriBefore });
  }
  const moved = withMovedCalls(found.map(({ change }) => change));
  return moved.flatMap((change) => {
    const file = found.find((each) => each.change.path === change.path);
    return file === undefined ? [] : [{ ...file, change }];
  });
}

interface ListedFile {
  readonly uri: vscode.Uri;
  readonly uriBefore: vscode.Uri;
}

async function changesIn({ repository, before, after }: ReviewRange): Promise<readonly ListedFile[]> {
  const changes = await diffOf(repository, before, after);
  const { workingTreeChanges, untrackedChanges = [] } = repository.state;
  const untracked =
    after.kind === 'working tree'
      ? [...workingTreeChanges, ...untrackedChanges].filter(({ status }) => status === untrackedStatus)
      : [];
  const files = new Map<string, ListedFile>();
  for (const { uri, originalUri, renameUri } of [...changes, ...untracked]) {
    const now = renameUri ?? uri;
    files.set(now.toString(), { uri: now, uriBefore: originalUri });
  }
  return [...files.values()];
}

/** Lists the changed files. Two commits are compared as given; a caller that wants the merge base passes it. */
async function diffOf(
  repository: GitRepository,
  before: GitVersion,
  after: GitVersion,
): Promise<readonly GitFileChange[]> {
  if (before.kind !== 'commit') return [];
  const isHead = before.ref === 'HEAD';
  switch (after.kind) {
    case 'working tree':
      return isHead ? await repository.diffWithHEAD() : await repository.diffWith(before.ref);
    case 'index':
      return isHead ? await repository.diffIndexWithHEAD() : await repository.diffIndexWith(before.ref);
    case 'commit':
      return await repository.diffBetween(before.ref, after.ref);
  }
}

async function compareFile(
  { uri, uriBefore, subject }: ListedFile & { readonly subject: FileSubject },
  { repository, before, after }: ReviewRange,
  progress: ReviewProgress,
): Promise<FileChange | null> {
  const [old, now] = await Promise.all([
    findGitFile(repository, before, uriBefore),
    findGitFile(repository, after, uri),
  ]);
  if (old === null && now === null) return null;
  const [path, pathBefore] = [pathIn(repository, uri), pathIn(repository, uriBefore)];
  const isRenamed = path !== pathBefore && old !== null && now !== null;
  const versions: FileVersions = {
    status: isRenamed ? 'renamed' : old === null ? 'added' : now === null ? 'removed' : 'changed',
    path: now === null ? pathBefore : path,
    pathBefore: isRenamed ? pathBefore : null,
  };
  if (subject === 'tensors') {
    const { memoryCap } = progress;
    const version = async (
      which: GitVersion,
      file: vscode.Uri,
      found: GitFile | null,
    ): Promise<TensorVersion | null> => {
      if (found === null) return null;
      if (which.kind === 'working tree') return await diskVersion(file, pathIn(repository, file), memoryCap);
      const bytes = await readGitFile(repository, which, file, found, memoryCap);
      return bytes.ok
        ? await tensorVersionOf(bytes.value, pathIn(repository, file))
        : { kind: 'unread', reason: bytes.refusal.message };
    };
    return comparedTensors(versions, await version(before, uriBefore, old), await version(after, uri, now));
  }
  const read = async (which: GitVersion, file: vscode.Uri, found: GitFile | null): Promise<VersionContent> => {
    if (found === null) return null;
    const open = which.kind === 'working tree' ? openText(file) : null;
    return open ?? (await readGitFile(repository, which, file, found, largestTextFile));
  };
  const [textBefore, textAfter] = [await read(before, uriBefore, old), await read(after, uri, now)];
  return comparedVersions(subject, versions, textBefore, textAfter, progress.options(uri));
}

/** Returns the text of a file that is open and has unsaved edits. */
function openText(uri: vscode.Uri): Result<Uint8Array> | null {
  const key = uri.toString();
  const document = vscode.workspace.textDocuments.find((each) => each.isDirty && each.uri.toString() === key);
  return document === undefined ? null : ok(new TextEncoder().encode(document.getText()));
}

/** Reads the headers of a tensor file on the disk; of a large file only the parts that have them. */
async function diskVersion(uri: vscode.Uri, path: string, memoryCap: number): Promise<TensorVersion> {
  const source = await openFile(uri, path, memoryCap);
  if (!source.ok) return { kind: 'unread', reason: source.refusal.message };
  if (source.value.size <= largestPointer) {
    const whole = await source.value.read(0, source.value.size);
    if (whole.ok) return await tensorVersionOf(new Uint8Array(whole.value), path);
  }
  return await readTensorVersion(source.value);
}

async function tensorVersionOf(bytes: Uint8Array, path: string): Promise<TensorVersion> {
  const pointer = lfsPointerIn(bytes);
  if (pointer !== null) return { kind: 'pointer', bytes: pointer.size };
  return await readTensorVersion(bufferSource(Uint8Array.from(bytes).buffer, path));
}
