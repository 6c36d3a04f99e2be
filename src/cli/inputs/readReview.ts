import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { bufferSource } from '../../formats/common/byteSource.ts';
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
import { lfsPointerIn } from '../../formats/common/lfsPointer.ts';
import type { Review } from '../../review/changes/review.ts';
import type { TensorVersion } from '../../review/changes/tensorChanges.ts';
import { formatBytes } from '../../scenario/text/format.ts';
import { findRange, type GitBlob, type GitChange, type GitRange, listChanges, readBlobs } from '../files/gitChanges.ts';
import { readBytes } from '../files/readBytes.ts';

/** A request to compare two versions of a repository. */
export interface ReviewRequest {
  /** The folder that the command runs in. */
  readonly folder: string;
  readonly base: string;
  /** Null for the working tree. */
  readonly head: string | null;
  readonly paths: readonly string[];
  /** The most bytes of a tensor file. */
  readonly memoryCap: number;
}

/** Reads two versions of a Git repository and compares their calls, tensor files and scenarios. */
export async function readReview(request: ReviewRequest): Promise<Result<Review>> {
  const { folder, base, head, paths, memoryCap } = request;
  const range = await findRange(folder, base, head);
  if (!range.ok) return range;
  const listed = await listChanges(range.value, folder, paths);
  if (!listed.ok) return listed;
  const changes = listed.value.flatMap((change) => {
    const subject = subjectOf(change.path);
    return subject === null ? [] : [{ ...change, subject }];
  });
  const texts = changes.filter(({ subject }) => subject !== 'tensors');
  const ids = (list: readonly GitChange[]): readonly string[] =>
    list.flatMap(({ before, after }) => [before?.id ?? null, after?.id ?? null]).filter((id) => id !== null);
  const read = await readBlobs(range.value.root, ids(texts), largestTextFile);
  if (!read.ok) return read;
  const files: FileChange[] = [];
  for (const change of changes) {
    // Tensor files may be large, so one is read after the other.
    const blobs = change.subject === 'tensors' ? await readBlobs(range.value.root, ids([change]), memoryCap) : read;
    if (!blobs.ok) return blobs;
    const found = await fileChangeOf(change, range.value, blobs.value, memoryCap);
    if (found !== null) files.push(found);
  }
  return ok({ base, target: head ?? 'working tree', files: withMovedCalls(files) });
}

async function fileChangeOf(
  change: GitChange & { readonly subject: FileSubject },
  range: GitRange,
  blobs: ReadonlyMap<string, Buffer | number>,
  memoryCap: number,
): Promise<FileChange | null> {
  const { subject, status, path, pathBefore } = change;
  const versions: FileVersions = { status, path, pathBefore };
  const limit = subject === 'tensors' ? memoryCap : largestTextFile;
  const before = await contentOf(change.before, pathBefore ?? path, range, blobs, limit);
  const after = await contentOf(change.after, path, range, blobs, limit);
  if (subject === 'tensors') {
    return comparedTensors(
      versions,
      await tensorVersion(before, pathBefore ?? path, range, memoryCap),
      await tensorVersion(after, path, range, memoryCap),
    );
  }
  return comparedVersions(subject, versions, before, after);
}

async function contentOf(
  version: GitBlob | null,
  path: string,
  { root }: GitRange,
  blobs: ReadonlyMap<string, Buffer | number>,
  limit: number,
): Promise<VersionContent> {
  if (version === null) return null;
  if (version.isOnDisk) {
    const bytes = await readBytes(join(root, path), limit);
    if (bytes.ok) return ok(new Uint8Array(bytes.value));
    // A sparse checkout has no file on the disk, and what it would be in the index.
    if (version.id === null || !blobs.has(version.id))
      return refuse(
        'file',
        path.includes('\ufffd')
          ? `cannot read ${path}: its name is not UTF-8`
          : bytes.refusal.message.replace(join(root, path), path),
      );
  }
  if (version.id === null) throw new Error('A content without an id is on the disk.');
  const blob = blobs.get(version.id);
  if (blob === undefined) return refuse('file', `the repository lacks ${path}: fetch it first`);
  if (typeof blob === 'number') {
    return refuse('memory', `${path} has ${formatBytes(blob)}, more than ${formatBytes(limit)}`);
  }
  return ok(blob);
}

/** Reads the headers of a tensor file. A pointer of Git LFS is followed if the content is on this machine. */
async function tensorVersion(
  content: VersionContent,
  path: string,
  { gitFolder }: GitRange,
  memoryCap: number,
): Promise<TensorVersion | null> {
  if (content === null) return null;
  if (!content.ok) return { kind: 'unread', reason: content.refusal.message };
  const pointer = lfsPointerIn(content.value);
  let bytes = content.value;
  if (pointer !== null) {
    const { oid, size } = pointer;
    const stored = join(gitFolder, 'lfs', 'objects', oid.slice(0, 2), oid.slice(2, 4), oid);
    const local = size > memoryCap ? null : await readFile(stored).catch(() => null);
    if (local === null) return { kind: 'pointer', bytes: size };
    bytes = local;
  }
  return await readTensorVersion(bufferSource(new Uint8Array(bytes).buffer, path));
}
