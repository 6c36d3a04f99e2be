import type * as vscode from 'vscode';
import { type FindOptions, optionsText } from '../../python/findCalls.ts';
import { callsOfFile } from '../../review/changes/callsOfFile.ts';
import type { LocatedCall } from '../../review/changes/locatedCall.ts';
import { type Git, pathIn } from '../git/git.ts';
import type { GitRepository } from '../git/gitApi.ts';
import { findGitFile, type GitVersion, readGitFile } from '../git/gitVersion.ts';

/** The most bytes of a file whose earlier version is read for its lenses. */
const largestText = 4e6;
/** The most files whose calls are kept. */
const mostKept = 50;

/** The calls that files have in the checked-out commit. Kept, because lenses and hovers ask again at every edit. */
export class HeadCalls {
  readonly #git: Git;
  readonly #kept = new Map<string, readonly LocatedCall[] | null>();

  constructor(git: Git) {
    this.#git = git;
  }

  /**
   * Returns the calls of a file in the checked-out commit, under its name there; null if the commit has no such file, the
   * file is too large or is none that calls can be found in, or there is no Git.
   */
  async of(uri: vscode.Uri, options: FindOptions | undefined): Promise<readonly LocatedCall[] | null> {
    const repository = await this.#git.repositoryOf(uri);
    const commit = repository?.state.HEAD?.commit;
    if (repository === null || commit === undefined) return null;
    const origin = originOf(repository, uri);
    // A commit never changes: Git is asked once for each of its files.
    const key = `${commit}\n${origin.toString()}\n${optionsText(options)}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const version: GitVersion = { kind: 'commit', ref: commit };
    const file = await findGitFile(repository, version, origin);
    if (file === null || file.size > largestText) return null;
    const bytes = await readGitFile(repository, version, origin, file, largestText);
    if (!bytes.ok) return null;
    const calls = callsOfFile(pathIn(repository, origin), new TextDecoder().decode(bytes.value), options);
    this.#keep(key, calls.ok ? calls.value : null);
    return calls.ok ? calls.value : null;
  }

  #keep(key: string, calls: readonly LocatedCall[] | null): void {
    this.#kept.set(key, calls);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** Returns the URI that a file had in the checked-out commit: another one if it was renamed since. */
function originOf({ state }: GitRepository, uri: vscode.Uri): vscode.Uri {
  const key = uri.toString();
  const renamed = [...state.indexChanges, ...state.workingTreeChanges].find(
    ({ renameUri, originalUri }) => renameUri?.toString() === key && originalUri.toString() !== key,
  );
  return renamed?.originalUri ?? uri;
}
