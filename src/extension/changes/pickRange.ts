import * as vscode from 'vscode';
import type { GitApi, GitRef, GitRepository } from '../git/gitApi.ts';
import { type GitVersion, versionLabel } from '../git/gitVersion.ts';
import type { ReviewRange } from './repositoryReview.ts';

/** What to compare; null for the working tree of each repository with its commit. */
export type PickedRange =
  { readonly kind: 'picked'; readonly range: ReviewRange | null } | { readonly kind: 'cancelled' };

const cancelled: PickedRange = { kind: 'cancelled' };
const title = 'Review Changes';
/** The commits that are offered. */
const mostCommits = 50;

interface RangeItem extends vscode.QuickPickItem {
  readonly pick: () => Promise<PickedRange>;
}

/** Asks what to compare: the working tree or the index with the commit, a branch with where it left another, two commits. */
export async function pickRange(api: GitApi): Promise<PickedRange> {
  const { repositories } = api;
  const [first] = repositories;
  if (first === undefined) return cancelled;
  const withRepository = async (pick: (repository: GitRepository) => Promise<PickedRange>): Promise<PickedRange> => {
    const repository = repositories.length === 1 ? first : await pickRepository(repositories);
    return repository === null ? cancelled : await pick(repository);
  };
  const items: readonly RangeItem[] = [
    {
      label: 'Working Tree',
      description: 'compared with the checked-out commit',
      pick: () => Promise.resolve({ kind: 'picked', range: null }),
    },
    {
      label: 'Staged Changes',
      description: 'compared with the checked-out commit',
      pick: () =>
        withRepository((repository) =>
          Promise.resolve({
            kind: 'picked',
            range: { repository, before: { kind: 'commit', ref: 'HEAD' }, after: { kind: 'index' } },
          }),
        ),
    },
    {
      label: 'This Branch…',
      description: 'changes since the merge base with another branch, as in a pull request',
      pick: () => withRepository((repository) => pickBase(repository, { kind: 'working tree' })),
    },
    {
      label: 'Two Commits…',
      description: 'a branch, tag or commit, compared with its merge base with another',
      pick: () =>
        withRepository(async (repository) => {
          const ref = await pickRef(repository, 'Which version do you want to review?');
          return ref === null ? cancelled : await pickBase(repository, { kind: 'commit', ref });
        }),
    },
  ];
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'What do you want to compare?' });
  return picked === undefined ? cancelled : await picked.pick();
}

async function pickBase(repository: GitRepository, after: GitVersion): Promise<PickedRange> {
  const base = await pickRef(repository, `Compare ${versionLabel(after)} with which version?`);
  if (base === null) return cancelled;
  const merged = await repository
    .getMergeBase(base, after.kind === 'commit' ? after.ref : 'HEAD')
    .catch(() => undefined);
  if (merged === undefined) {
    void vscode.window.showErrorMessage(
      `${base} and ${versionLabel(after)} have no commit in common: fetch the whole history, or choose another version.`,
    );
    return cancelled;
  }
  return { kind: 'picked', range: { repository, before: { kind: 'commit', ref: merged }, after } };
}

async function pickRepository(repositories: readonly GitRepository[]): Promise<GitRepository | null> {
  const items = repositories.map((repository) => ({
    label: repository.rootUri.path.slice(repository.rootUri.path.lastIndexOf('/') + 1),
    description: repository.rootUri.fsPath,
    repository,
  }));
  return (await vscode.window.showQuickPick(items, { title, placeHolder: 'Which repository?' }))?.repository ?? null;
}

interface RefItem extends vscode.QuickPickItem {
  readonly ref: string;
}

/** The titles of the kinds of refs, by the number that the Git extension has for them. */
const refTitles = ['branches', 'remote branches', 'tags'] as const;

async function pickRef(repository: GitRepository, placeHolder: string): Promise<string | null> {
  const [refs, commits] = await Promise.all([
    repository.getRefs({ sort: 'committerdate' }).catch((): readonly GitRef[] => []),
    repository.log({ maxEntries: mostCommits }).catch(() => []),
  ]);
  const separator = (label: string): RefItem => ({ label, kind: vscode.QuickPickItemKind.Separator, ref: '' });
  const items: RefItem[] = refTitles.flatMap((name, type) => {
    const named = refs.flatMap((ref): readonly RefItem[] =>
      ref.type === type && ref.name !== undefined
        ? [{ label: ref.name, description: ref.commit?.slice(0, 7) ?? '', ref: ref.name }]
        : [],
    );
    return named.length === 0 ? [] : [separator(name), ...named];
  });
  items.push(
    separator('commits'),
    ...commits.map(({ hash, message }) => ({
      label: hash.slice(0, 7),
      description: message.split('\n')[0] ?? '',
      ref: hash,
    })),
  );
  const options = { title, placeHolder, matchOnDescription: true };
  return (await vscode.window.showQuickPick(items, options))?.ref ?? null;
}
