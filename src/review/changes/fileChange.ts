import { assertNever } from '../../engine/core/assertNever.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import { tensorExtensions } from '../../formats/common/tensorExtensions.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import type { FindOptions } from '../../python/findCalls.ts';
import { type CallChange, comparedCall } from './callChange.ts';
import { callsOfFile, isCodeFile } from './callsOfFile.ts';
import type { LocatedCall } from './locatedCall.ts';
import { matchCalls, movedPairs } from './matchCalls.ts';
import { type ScenarioComparison, compareScenarios } from './scenarioChanges.ts';
import { type TensorChange, compareEntries, type TensorVersion } from './tensorChanges.ts';

/** What became of a file, as Git says it. */
export interface FileVersions {
  readonly status: 'added' | 'removed' | 'changed' | 'renamed';
  /** The path after the change; of a removed file, before. Separated by `/`. */
  readonly path: string;
  /** The path before, if the file was renamed. */
  readonly pathBefore: string | null;
}

/** A changed file that has something to do with transposed convolutions. */
export type FileChange = FileVersions &
  (
    | { readonly kind: 'calls'; readonly calls: readonly CallChange[] }
    | {
        readonly kind: 'tensors';
        readonly before: TensorVersion | null;
        readonly after: TensorVersion | null;
        readonly tensors: readonly TensorChange[];
      }
    | {
        readonly kind: 'scenario';
        readonly before: Result<Scenario> | null;
        readonly after: Result<Scenario> | null;
        /** Null if a version does not exist or is not valid. */
        readonly comparison: ScenarioComparison | null;
      }
    /** The file could not be looked at. */
    | { readonly kind: 'unread'; readonly reason: string }
  );

/** What a file is looked at for; null if it has nothing to do with transposed convolutions. */
export type FileSubject = 'calls' | 'tensors' | 'scenario';

/** Returns what a file is looked at for, by its name; null if it is not. */
export function subjectOf(path: string): FileSubject | null {
  if (isCodeFile(path)) return 'calls';
  if (path.endsWith('.convt.json')) return 'scenario';
  // Most lists of files that end in .index.json have nothing to do with tensors.
  const isTensorFile = tensorExtensions.some(
    (known) => known !== 'index.json' && path.toLowerCase().endsWith(`.${known}`),
  );
  return isTensorFile ? 'tensors' : null;
}

/**
 * Compares the calls of two versions of a file; a version that does not exist is null. Null if no call changed. `options`
 * has what is known beside the code.
 */
export function comparedCode(
  versions: FileVersions,
  before: string | null,
  after: string | null,
  options?: FindOptions,
): FileChange | null {
  const old = callsIn(versions.pathBefore ?? versions.path, before, options);
  const now = callsIn(versions.path, after, options);
  if (!now.ok) return { ...versions, kind: 'unread', reason: now.refusal.message };
  // An earlier version that is broken has no calls that could be compared.
  const pairs = matchCalls(old.ok ? old.value : [], now.value);
  const calls = pairs.map(comparedCall).filter((change) => change !== null);
  return calls.length === 0 ? null : { ...versions, kind: 'calls', calls };
}

function callsIn(path: string, text: string | null, options?: FindOptions): Result<readonly LocatedCall[]> {
  return text === null ? ok([]) : callsOfFile(path, text, options);
}

/** Compares the tensors of two versions of a file; a version that does not exist is null. */
export function comparedTensors(
  versions: FileVersions,
  before: TensorVersion | null,
  after: TensorVersion | null,
): FileChange {
  const entriesOf = (version: TensorVersion | null) => (version?.kind === 'tensors' ? version.entries : null);
  const [old, now] = [entriesOf(before), entriesOf(after)];
  // Of a version that cannot be read nothing can be said, least that its tensors were removed.
  const isComparable = (before === null || old !== null) && (after === null || now !== null);
  const tensors = isComparable ? compareEntries(old ?? [], now ?? []) : [];
  return { ...versions, kind: 'tensors', before, after, tensors };
}

/** Compares two versions of a scenario document; a version that does not exist is null. */
export function comparedScenario(
  versions: FileVersions,
  before: Result<Scenario> | null,
  after: Result<Scenario> | null,
): FileChange | null {
  const comparison = before?.ok === true && after?.ok === true ? compareScenarios(before.value, after.value) : null;
  const isSame = comparison?.effects.length === 0 && comparison.edits.length === 0;
  return isSame && versions.status !== 'renamed' ? null : { ...versions, kind: 'scenario', before, after, comparison };
}

/**
 * Finds calls that moved from one file to another: removed here, added there. In the result such a call is one change of the
 * file it is in now. A file that has no change left is left out. Sorts the files by path.
 */
export function withMovedCalls(files: readonly FileChange[]): readonly FileChange[] {
  const all = files.flatMap((file) => (file.kind === 'calls' ? file.calls : []));
  const removed = all.flatMap(({ kind, before }) => (kind === 'removed' && before !== null ? [before] : []));
  const added = all.flatMap(({ kind, after }) => (kind === 'added' && after !== null ? [after] : []));
  const origin = new Map(movedPairs(removed, added).map(([before, after]) => [after, before]));
  const moved = new Set(origin.values());
  return files
    .map((file): FileChange => {
      if (file.kind !== 'calls') return file;
      const calls = file.calls.flatMap((change): readonly CallChange[] => {
        const { before, after, kind } = change;
        if (kind === 'removed' && before !== null && moved.has(before)) return [];
        const from = after === null ? undefined : origin.get(after);
        if (after === null || from === undefined) return [change];
        const joined = comparedCall({ before: from, after });
        return joined === null ? [] : [joined];
      });
      return { ...file, calls };
    })
    .filter((file) => file.kind !== 'calls' || file.calls.length > 0)
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Returns whether a change makes a call illegal or its overlap uneven. */
export function isWorseFile(file: FileChange): boolean {
  switch (file.kind) {
    case 'calls':
      return file.calls.some(({ isWorse }) => isWorse);
    case 'scenario':
      return file.comparison?.isWorse === true;
    case 'tensors':
    case 'unread':
      return false;
    default:
      return assertNever(file, 'file');
  }
}
