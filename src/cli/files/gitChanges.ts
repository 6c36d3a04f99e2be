import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { gitText, runGit } from './runGit.ts';

/** Two versions of a repository, the later of which may be the files on the disk. */
export interface GitRange {
  /** The folder that paths of the repository start from. */
  readonly root: string;
  /** The folder with the repository's objects. */
  readonly gitFolder: string;
  /** The commits' ids; `head` is null for the working tree. */
  readonly base: string;
  readonly head: string | null;
}

/** A version of a file in the repository. */
export interface GitBlob {
  /** The id of the content; null if it is that of the file on the disk. */
  readonly id: string | null;
  /**
   * True if the file on the disk has the content, wherever there is one: to find renamed files, Git computes the id of a
   * new file on the disk, which the repository may lack.
   */
  readonly isOnDisk: boolean;
}

/** A file that differs between the two versions of a range. */
export interface GitChange {
  readonly status: 'added' | 'removed' | 'changed' | 'renamed';
  readonly path: string;
  readonly pathBefore: string | null;
  /** Null if there is no such version, or it is no file: a symbolic link or a submodule. */
  readonly before: GitBlob | null;
  readonly after: GitBlob | null;
}

/**
 * Finds the two versions to compare. The earlier one is where `head` (by default the working tree's commit) left `base`:
 * their merge base, as a pull request has it. Refuses a folder outside a repository and a name that is not a commit.
 */
export async function findRange(folder: string, base: string, head: string | null): Promise<Result<GitRange>> {
  const top = await runGit(folder, ['rev-parse', '--show-toplevel', '--path-format=absolute', '--git-common-dir']);
  if (!top.ok) return top;
  if (top.value.exitCode !== 0) {
    const reason = top.value.reason.includes('not a git repository')
      ? `${folder} is not in a Git repository: change to one, or give --base in one`
      : `the Git repository of ${folder} cannot be read: git says ${JSON.stringify(top.value.reason)}`;
    return refuse('file', reason);
  }
  const [root = folder, gitFolder = ''] = top.value.stdout.toString('utf8').split('\n');
  const from = await commitOf(folder, base, '--base');
  if (!from.ok) return from;
  const to = head === null ? null : await commitOf(folder, head, '--head');
  if (to?.ok === false) return to;
  const merged = await runGit(folder, ['merge-base', from.value, to === null ? 'HEAD' : to.value]);
  if (!merged.ok) return merged;
  if (merged.value.exitCode !== 0) {
    return refuse(
      'file',
      `${base} and ${head ?? 'HEAD'} have no commit in common in this clone: fetch the whole history (fetch-depth: 0 of actions/checkout)`,
    );
  }
  return ok({
    root,
    gitFolder,
    base: merged.value.stdout.toString('utf8').trim(),
    head: to === null ? null : to.value,
  });
}

async function commitOf(folder: string, name: string, flag: string): Promise<Result<string>> {
  if (name.startsWith('-')) return refuse('file', `${flag} ${name} is not a commit: a name does not begin with "-"`);
  const found = await runGit(folder, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
  if (!found.ok) return found;
  return found.value.exitCode === 0
    ? ok(found.value.stdout.toString('utf8').trim())
    : refuse('file', `${flag} ${name} is not a commit of this repository: give a branch, a tag or a commit`);
}

/**
 * Lists the files that differ in a range, with renamed files as one, and files that Git does not track yet. `paths` limit
 * the list to files and folders, relative to `folder`.
 */
export async function listChanges(
  { root, base, head }: GitRange,
  folder: string,
  paths: readonly string[],
): Promise<Result<readonly GitChange[]>> {
  const place = paths.length === 0 ? root : folder;
  const limits = paths.length === 0 ? [] : ['--', ...paths];
  const range = head === null ? [base] : [base, head];
  for (const path of paths) {
    const known = await isInRange(range, folder, path);
    if (!known.ok) return known;
    if (!known.value) return refuse('file', `${path} is in neither version: give a file or a folder of the repository`);
  }
  const raw = await gitText(
    place,
    ['diff', '--raw', '-z', '-M', '--no-abbrev', '--no-ext-diff', '--ignore-submodules=all', ...range, ...limits],
    'cannot list the changes',
  );
  if (!raw.ok) return raw;
  const changes = readRawDiff(raw.value, head === null);
  if (head !== null) return ok(changes);
  const others = await gitText(
    place,
    ['ls-files', '--others', '--exclude-standard', '--full-name', '-z', ...limits],
    'cannot list the untracked files',
  );
  if (!others.ok) return others;
  const untracked = others.value
    .split('\0')
    .filter((path) => path !== '' && !path.endsWith('/'))
    .map((path): GitChange => ({ status: 'added', path, pathBefore: null, before: null, after: onDisk }));
  return ok([...changes, ...untracked]);
}

/** Returns true if a file or folder is on the disk, or in one of the commits. */
async function isInRange(commits: readonly string[], folder: string, path: string): Promise<Result<boolean>> {
  if (existsSync(resolve(folder, path))) return ok(true);
  for (const commit of commits) {
    const found = await runGit(folder, ['cat-file', '-e', `${commit}:./${path.replace(/\/+$/, '')}`]);
    if (!found.ok) return found;
    if (found.value.exitCode === 0) return ok(true);
  }
  return ok(false);
}

const onDisk: GitBlob = { id: null, isOnDisk: true };

/** Reads the output of `git diff --raw -z`, whose later version may be the files on the disk. */
function readRawDiff(text: string, isOfDisk: boolean): readonly GitChange[] {
  const fields = text.split('\0');
  const changes: GitChange[] = [];
  for (let at = 0; at < fields.length;) {
    const header = /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(fields[at] ?? '');
    at += 1;
    if (header === null) continue;
    const [, modeBefore = '', modeAfter = '', idBefore = '', idAfter = '', letter] = header;
    const first = fields[at++] ?? '';
    const isPair = letter === 'R' || letter === 'C';
    const path = isPair ? (fields[at++] ?? '') : first;
    // A file with conflicts has a second entry that says what is on the disk.
    if (letter === 'U') continue;
    const isNew = isPair || letter === 'A';
    const before = blobOf(modeBefore, idBefore, false);
    const after = blobOf(modeAfter, idAfter, isOfDisk && isNew);
    if (before === null && after === null) continue;
    const isRenamed = letter === 'R' && before !== null && after !== null;
    changes.push({
      status: isRenamed ? 'renamed' : before === null ? 'added' : after === null ? 'removed' : 'changed',
      path,
      pathBefore: isRenamed ? first : null,
      before: letter === 'C' ? null : before,
      after,
    });
  }
  return changes;
}

/** Returns the version with this mode and id; null unless it is a regular file. An id of zeros is that of the disk. */
function blobOf(mode: string, id: string, isOnDisk: boolean): GitBlob | null {
  if (!mode.startsWith('100')) return null;
  return /^0+$/.test(id) ? onDisk : { id, isOnDisk };
}

/** The sum of the sizes of the contents that are read at once. */
const mostAtOnce = 64e6;

/**
 * Reads contents by their ids, those of at most `limit` bytes; for the others the result has the size. An id that the
 * repository lacks (of a partial clone) is not in the result.
 */
export async function readBlobs(
  root: string,
  ids: readonly string[],
  limit: number,
): Promise<Result<ReadonlyMap<string, Buffer | number>>> {
  const found = new Map<string, Buffer | number>();
  if (ids.length === 0) return ok(found);
  const checked = await runGit(root, ['cat-file', '--batch-check'], `${[...new Set(ids)].join('\n')}\n`);
  if (!checked.ok) return checked;
  const wanted: (readonly [id: string, size: number])[] = [];
  for (const line of checked.value.stdout.toString('latin1').split('\n')) {
    const [id = '', type, size] = line.split(' ');
    if (type !== 'blob') continue;
    if (Number(size) > limit) found.set(id, Number(size));
    else wanted.push([id, Number(size)]);
  }
  while (wanted.length > 0) {
    const chunk: string[] = [];
    for (let sum = 0; wanted.length > 0 && (chunk.length === 0 || sum + (wanted[0]?.[1] ?? 0) <= mostAtOnce);) {
      const [id, size] = wanted.shift() ?? ['', 0];
      chunk.push(id);
      sum += size;
    }
    const read = await runGit(root, ['cat-file', '--batch'], `${chunk.join('\n')}\n`);
    if (!read.ok) return read;
    takeBatch(read.value.stdout, found);
  }
  return ok(found);
}

/** Takes apart the output of `git cat-file --batch`: a line with id, type and size, the content, a line feed. */
function takeBatch(output: Buffer, into: Map<string, Buffer | number>): void {
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(0x0a, at);
    if (end < 0) return;
    const [id = '', type, size] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (type !== 'blob') continue;
    into.set(id, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
}
