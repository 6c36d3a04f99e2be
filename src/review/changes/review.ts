import type { FileChange } from './fileChange.ts';

/** What a change of a repository does to its transposed convolutions. */
export interface Review {
  /** The two versions as people name them: "main" and "working tree". */
  readonly base: string;
  readonly target: string;
  readonly files: readonly FileChange[];
}

/** How many calls a review tells of, by what became of them. */
export interface ReviewCounts {
  readonly changed: number;
  readonly added: number;
  readonly removed: number;
  readonly moved: number;
  /** Calls and scenarios that became illegal or uneven. */
  readonly worse: number;
  readonly tensorFiles: number;
  readonly scenarios: number;
  readonly unread: number;
}

/** Counts what a review tells of. */
export function countsOfReview({ files }: Review): ReviewCounts {
  const calls = files.flatMap((file) => (file.kind === 'calls' ? file.calls : []));
  const scenarios = files.filter((file) => file.kind === 'scenario');
  const count = (kind: (typeof calls)[number]['kind']): number => calls.filter((call) => call.kind === kind).length;
  return {
    changed: count('changed'),
    added: count('added'),
    removed: count('removed'),
    moved: count('moved'),
    worse:
      calls.filter(({ isWorse }) => isWorse).length +
      scenarios.filter(({ comparison }) => comparison?.isWorse === true).length,
    tensorFiles: files.filter(({ kind }) => kind === 'tensors').length,
    scenarios: scenarios.length,
    unread: files.filter(({ kind }) => kind === 'unread').length,
  };
}

/** Says in a line what a review tells of: "2 calls changed, 1 added · 1 became illegal or uneven · 1 tensor file". */
export function reviewCountsText(counts: ReviewCounts): string {
  const { changed, added, removed, moved, worse, tensorFiles, scenarios, unread } = counts;
  const calls = [
    [changed, 'changed'],
    [added, 'added'],
    [removed, 'removed'],
    [moved, 'moved'],
  ] as const;
  const told = calls.filter(([count]) => count > 0);
  const first = told.map(([count, word], at) => (at === 0 ? `${counted(count, 'call')} ${word}` : `${count} ${word}`));
  const parts = [
    first.join(', '),
    worse === 0 ? '' : `${worse} became illegal or uneven`,
    tensorFiles === 0 ? '' : `${counted(tensorFiles, 'tensor file')} changed`,
    scenarios === 0 ? '' : `${counted(scenarios, 'scenario')} changed`,
    unread === 0 ? '' : `${counted(unread, 'file')} not read`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'No transposed convolution changed.' : parts.join(' · ');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
