import type * as vscode from 'vscode';

/** The part of the API, version 1, of VS Code's built-in Git extension that is used here. */
export interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<'uninitialized' | 'initialized'>;
  readonly onDidOpenRepository: vscode.Event<GitRepository>;
  readonly onDidCloseRepository: vscode.Event<GitRepository>;
  readonly repositories: readonly GitRepository[];
  getRepository(uri: vscode.Uri): GitRepository | null;
  toGitUri(uri: vscode.Uri, ref: string): vscode.Uri;
}

/** An open repository. */
export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: GitState;
  /** Returns the content of a file in a commit, or in the index if `ref` is "". Rejects if there is none. */
  buffer(ref: string, path: string): Promise<Uint8Array>;
  getObjectDetails(ref: string, path: string): Promise<{ readonly mode: string; readonly size: number }>;
  getMergeBase(ref1: string, ref2: string): Promise<string | undefined>;
  getRefs(query: {
    readonly sort?: 'alphabetically' | 'committerdate';
    readonly count?: number;
  }): Promise<readonly GitRef[]>;
  diffWithHEAD(): Promise<readonly GitFileChange[]>;
  diffWith(ref: string): Promise<readonly GitFileChange[]>;
  diffIndexWithHEAD(): Promise<readonly GitFileChange[]>;
  diffIndexWith(ref: string): Promise<readonly GitFileChange[]>;
  /** Compares `ref2` with its merge base with `ref1`. */
  diffBetween(ref1: string, ref2: string): Promise<readonly GitFileChange[]>;
  log(options: { readonly maxEntries: number }): Promise<readonly GitCommit[]>;
}

/** What changes in a repository. */
export interface GitState {
  readonly HEAD:
    | {
        readonly name?: string;
        readonly commit?: string;
        readonly upstream?: { readonly remote: string; readonly name: string };
      }
    | undefined;
  readonly indexChanges: readonly GitFileChange[];
  readonly workingTreeChanges: readonly GitFileChange[];
  readonly untrackedChanges?: readonly GitFileChange[];
  readonly onDidChange: vscode.Event<void>;
}

/** A branch, a tag or a branch of a remote. */
export interface GitRef {
  readonly type: number;
  readonly name?: string;
  readonly commit?: string;
}

export interface GitCommit {
  readonly hash: string;
  readonly message: string;
}

/** A changed file. */
export interface GitFileChange {
  /** The path after the change; of a deleted file, before. */
  readonly uri: vscode.Uri;
  readonly originalUri: vscode.Uri;
  readonly renameUri: vscode.Uri | undefined;
  /** See {@link untrackedStatus}. */
  readonly status: number;
}

/** The status of a file that Git does not track. */
export const untrackedStatus = 7;

/** What the Git extension exports. */
export interface GitExports {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: vscode.Event<boolean>;
  getAPI(version: 1): GitApi;
}
