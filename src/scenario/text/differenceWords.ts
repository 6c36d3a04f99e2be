import type { PairDifference, PairStatus } from '../../formats/differences/comparePair.ts';
import { type EntryPair, isRenamed } from '../../formats/differences/pairEntries.ts';
import { formatInteger, formatShape } from './format.ts';

/** What became of the tensors of a file, in the order in which people look for it. */
export const pairStatuses: readonly PairStatus[] = [
  'unread',
  'reshaped',
  'changed',
  'added',
  'removed',
  'close',
  'retyped',
  'equal',
];

/** The words for what became of a tensor. */
export const pairStatusWords: Readonly<Record<PairStatus, string>> = {
  unread: 'cannot be read',
  reshaped: 'other shape',
  changed: 'changed',
  added: 'added',
  removed: 'removed',
  close: 'close',
  retyped: 'other dtype',
  equal: 'equal',
};

/** Counts the tensors of each status; in the order of {@link pairStatuses}, without those that do not occur. */
export function countStatuses(
  differences: readonly PairDifference[],
): readonly (readonly [status: PairStatus, count: number])[] {
  const counts = new Map<PairStatus, number>();
  for (const { status } of differences) counts.set(status, (counts.get(status) ?? 0) + 1);
  return pairStatuses.flatMap((status) => {
    const count = counts.get(status);
    return count === undefined ? [] : [[status, count] as const];
  });
}

/** Returns "2 changed, 1 added, 12 equal". */
export function statusCountsText(counts: readonly (readonly [status: PairStatus, count: number])[]): string {
  return counts.map(([status, count]) => `${formatInteger(count)} ${pairStatusWords[status]}`).join(', ');
}

/** Returns the shape of a pair: "64×32×3×3", or "64×32×3×3 → 64×32×4×4" if it differs. */
export function pairShapeText({ a, b }: EntryPair): string {
  return beforeAndAfter(a && formatShape(a.shape), b && formatShape(b.shape));
}

/** Returns the element type of a pair: "float32", or "float32 → float16" if it differs. */
export function pairElementText({ a, b }: EntryPair): string {
  return beforeAndAfter(a?.element ?? null, b?.element ?? null);
}

function beforeAndAfter(before: string | null, after: string | null): string {
  if (before === null || after === null || before === after) return after ?? before ?? '';
  return `${before} → ${after}`;
}

/**
 * Returns the remarks beside a tensor's name: "was up.weight", "same values as up.weight", "3 NaN or infinite in one file
 * only", "2 NaN in both", or why it cannot be read; "" if there is none.
 */
export function pairRemark(pair: EntryPair, difference: PairDifference | null, twin: string | null): string {
  const { a } = pair;
  const values = difference?.values ?? null;
  const isNaNMismatch = values !== null && values.bothNaN > 0 && values.mismatches >= values.bothNaN;
  return [
    isRenamed(pair) && a !== null && a.key !== '' ? `was ${a.key}` : '',
    twin === null ? '' : `same values as ${twin}`,
    values === null || values.unmatched === 0
      ? ''
      : `${formatInteger(values.unmatched)} NaN or infinite in one file only`,
    isNaNMismatch ? `${formatInteger(values.bothNaN)} NaN in both` : '',
    difference?.reason ?? '',
  ]
    .filter((remark) => remark !== '')
    .join(', ');
}
