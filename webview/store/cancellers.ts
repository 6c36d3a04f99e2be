/**
 * Work that Escape stops, in this order: a `question` somebody asked (a diagnosis, a trace, a search) before the form's
 * refused edit is given up, a `measurement` that runs by itself after it.
 */
export type CancelRank = 'question' | 'measurement';

const cancellers: { readonly rank: CancelRank; readonly cancel: () => boolean }[] = [];

/** Registers work that Escape stops; `cancel` returns false when nothing is under way. */
export function onCancel(rank: CancelRank, cancel: () => boolean): void {
  cancellers.push({ rank, cancel });
}

/** Cancels the first piece of work of this rank that is under way; false when there is none. */
export function cancelFirst(rank: CancelRank): boolean {
  return cancellers.some((canceller) => canceller.rank === rank && canceller.cancel());
}
