import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Tolerance } from '../../src/engine/compare/comparison.ts';
import { elementCount } from '../../src/engine/core/tensor.ts';
import type { PairDifference, PairStatus } from '../../src/formats/differences/comparePair.ts';
import { type EntryPair, isRenamed, keyOfPair, shapeOfPair } from '../../src/formats/differences/pairEntries.ts';
import type { Channel, Pending } from '../../src/protocol/channel.ts';
import { compareFilesRequest, pairsCompared } from '../../src/protocol/tensorMessages.ts';
import type { Result } from '../../src/engine/core/refusal.ts';
import {
  countStatuses,
  pairElementText,
  pairShapeText,
  pairStatuses,
  pairStatusWords,
} from '../../src/scenario/text/differenceWords.ts';

/** A row of the list of tensors. */
export interface PairRow {
  /** The number of the pair. */
  readonly index: number;
  readonly pair: EntryPair;
  /** Null until the pair has been compared. */
  readonly difference: PairDifference | null;
  /** The key under which the other file has the values of a tensor that is in one file only. */
  readonly twin: string | null;
}

/** The tensors that the list shows: all, those that differ, or those of one status. */
export type ShownPairs = 'all' | 'different' | PairStatus;

/** The columns that the list can be sorted by. */
export const sortColumns = [
  'status',
  'tensor',
  'shape',
  'dtype',
  'max-abs',
  'max-rel',
  'max-ulp',
  'mismatches',
] as const;
export type SortColumn = (typeof sortColumns)[number];

/** The column that the list is sorted by and the direction; null for the order of the files. */
export type SortOrder = { readonly column: SortColumn; readonly isDescending: boolean } | null;

/** How far the comparison of all tensors is. */
export type ListPhase =
  | { readonly kind: 'comparing'; readonly done: number; readonly total: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: string };

/** The list of the tensors of two files. */
export interface PairList {
  readonly phase: ReadonlySignal<ListPhase>;
  readonly rows: ReadonlySignal<readonly PairRow[]>;
  /** The rows that match the filter, in their order. */
  readonly visibleRows: ReadonlySignal<readonly PairRow[]>;
  readonly counts: ReadonlySignal<readonly (readonly [status: PairStatus, count: number])[]>;
  readonly filter: Signal<string>;
  readonly shown: Signal<ShownPairs>;
  readonly order: Signal<SortOrder>;
  /** Compares the pairs, in place of those before. */
  readonly start: (pairs: readonly EntryPair[], tolerance: Partial<Tolerance>) => void;
  readonly stop: () => void;
  readonly resume: () => void;
}

/** @param learned is called when some differences, or all, are known */
export function createPairList(host: Channel, learned: () => void): PairList {
  const pairs = signal<readonly EntryPair[]>([]);
  const differences = signal<readonly (PairDifference | null)[]>([]);
  const twins = signal<ReadonlyMap<number, string>>(new Map());
  const phase = signal<ListPhase>({ kind: 'done' });
  const filter = signal('');
  const shown = signal<ShownPairs>('different');
  const order = signal<SortOrder>(null);
  let round = 0;
  let chosen: Partial<Tolerance> = {};
  let pending: Pending<Result<readonly (readonly [number, string])[]>> | null = null;

  host.on(pairsCompared, (message) => {
    if (message.round !== round) return;
    const next = [...differences.peek()];
    for (const [index, difference] of message.differences) next[index] = difference;
    differences.value = next;
    learned();
  });
  const compare = async (): Promise<void> => {
    pending?.cancel();
    round += 1;
    const started = round;
    phase.value = { kind: 'comparing', done: 0, total: 0 };
    pending = host.call(
      compareFilesRequest,
      { tolerance: chosen, round },
      {
        onStep: ({ done, total }) => {
          if (started === round) phase.value = { kind: 'comparing', done, total };
        },
      },
    );
    const reply = await pending.reply;
    if (started !== round || (!reply.ok && reply.reason === 'cancelled')) return;
    if (!reply.ok) phase.value = { kind: 'failed', error: reply.error };
    else if (!reply.value.ok) phase.value = { kind: 'failed', error: reply.value.refusal.message };
    else {
      twins.value = new Map(reply.value.value);
      phase.value = { kind: 'done' };
    }
    learned();
  };
  const rows = computed(() =>
    pairs.value.map((pair, index): PairRow => {
      return { index, pair, difference: differences.value[index] ?? null, twin: twins.value.get(index) ?? null };
    }),
  );
  return {
    phase,
    rows,
    visibleRows: computed(() => sorted(filtered(rows.value, filter.value, shown.value), order.value)),
    counts: computed(() => countStatuses(differences.value.filter((difference) => difference !== null))),
    filter,
    shown,
    order,
    start: (next, tolerance) => {
      // Differences of the same pairs stay while they are computed with another tolerance.
      if (next !== pairs.peek()) {
        pairs.value = next;
        differences.value = next.map(() => null);
        twins.value = new Map();
      }
      chosen = tolerance;
      void compare();
    },
    stop: () => {
      if (phase.peek().kind !== 'comparing') return;
      pending?.cancel();
      phase.value = { kind: 'cancelled' };
    },
    resume: () => void compare(),
  };
}

/** Returns true if a tensor is not the same in both files; false if it is not known yet. */
export function isDifferent({ pair, difference }: Pick<PairRow, 'pair' | 'difference'>): boolean {
  return difference !== null && (difference.status !== 'equal' || isRenamed(pair));
}

/** Returns the rows with every word of the filter in their name, shape, dtype or status. */
function filtered(rows: readonly PairRow[], filter: string, shown: ShownPairs): readonly PairRow[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const isShown = (row: PairRow): boolean =>
    shown === 'all' || (shown === 'different' ? isDifferent(row) : row.difference?.status === shown);
  if (words.length === 0) return shown === 'all' ? rows : rows.filter(isShown);
  return rows.filter((row) => {
    if (!isShown(row)) return false;
    const { pair, difference } = row;
    const name = isRenamed(pair) ? `${keyOfPair(pair)} ${pair.a?.key ?? ''}` : keyOfPair(pair);
    const status = difference === null ? '' : pairStatusWords[difference.status];
    const text = `${name} ${pairShapeText(pair)} ${pairElementText(pair)} ${status}`.toLowerCase();
    // An x may stand for the × of a shape.
    return words.every((word) => text.includes(word) || text.includes(word.replaceAll(/(?<=\d)x(?=\d)/g, '×')));
  });
}

/** Returns the rows in an order; of equal rows, and without an order, the first in the files comes first. */
function sorted(rows: readonly PairRow[], order: SortOrder): readonly PairRow[] {
  if (order === null) return rows;
  const { column, isDescending } = order;
  const sign = isDescending ? -1 : 1;
  if (column === 'tensor' || column === 'dtype') {
    const textOf =
      column === 'tensor' ? ({ pair }: PairRow) => keyOfPair(pair) : ({ pair }: PairRow) => pairElementText(pair);
    const { compare } = new Intl.Collator('en', { numeric: true });
    return [...rows].sort((one, other) => sign * compare(textOf(one), textOf(other)));
  }
  const numberOf = (row: PairRow): number => sortNumber(row, column);
  return [...rows].sort((one, other) => {
    const [a, b] = [numberOf(one), numberOf(other)];
    // Rows without a number come last in both directions.
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    return a === b ? 0 : sign * (a < b ? -1 : 1);
  });
}

function sortNumber({ pair, difference }: PairRow, column: Exclude<SortColumn, 'tensor' | 'dtype'>): number {
  const values = difference?.values ?? null;
  switch (column) {
    case 'shape':
      return elementCount(shapeOfPair(pair));
    case 'status':
      return difference === null ? NaN : pairStatuses.indexOf(difference.status);
    case 'max-abs':
      return values?.maxAbs?.value ?? NaN;
    case 'max-rel':
      return values?.maxRel?.value ?? NaN;
    case 'max-ulp':
      return values?.maxUlp?.value ?? NaN;
    case 'mismatches':
      return values?.mismatches ?? NaN;
  }
}
