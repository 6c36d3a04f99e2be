/** The scroll position and the sizes of a list whose rows have the same height, in CSS pixels. */
export interface ListView {
  readonly scrollTop: number;
  /** The height of the visible part of the list. */
  readonly height: number;
  /** 0 until a row has been measured. */
  readonly rowHeight: number;
}

/** The rows from `first` up to, but not including, `end`. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

/** The rows of a list that are visible, and the rows that are drawn. */
export interface ListWindow {
  /** The rows that are visible at least in part. */
  readonly visible: RowRange;
  /** The rows that are in the page: the visible ones, and `overscan` more before and after them. */
  readonly drawn: RowRange;
}

/**
 * Returns the window on a list of `count` rows. Until a row has been measured, only the first is drawn, to be measured.
 */
export function listWindowOf({ scrollTop, height, rowHeight }: ListView, count: number, overscan: number): ListWindow {
  if (rowHeight <= 0) return { visible: { first: 0, end: 0 }, drawn: { first: 0, end: Math.min(1, count) } };
  // The browser scrolls a list that has become shorter back to its end.
  const top = Math.max(0, Math.min(scrollTop, count * rowHeight - height));
  const first = Math.min(Math.floor(top / rowHeight), count);
  const end = height <= 0 ? first : Math.min(Math.ceil((top + height) / rowHeight), count);
  return {
    visible: { first, end },
    drawn: { first: Math.max(0, first - overscan), end: Math.min(count, end + overscan) },
  };
}

/**
 * Returns the scroll position nearest to the current one that shows a whole row, or the row's top if the row is taller
 * than the list.
 */
export function scrollTopShowing(row: number, { scrollTop, height, rowHeight }: ListView): number {
  const top = row * rowHeight;
  return Math.min(top, Math.max(scrollTop, top + rowHeight - height));
}

/** Returns the view after the list or its rows have changed size: the first visible row stays the same. */
export function resizedView(before: ListView, now: ListView): ListView {
  if (before.rowHeight <= 0 || now.rowHeight <= 0) return now;
  return { ...now, scrollTop: (now.scrollTop / before.rowHeight) * now.rowHeight };
}

/**
 * Returns the rows in the page, in order: the drawn rows, and the active row wherever it is, because
 * `aria-activedescendant` names it.
 */
export function drawnRows({ first, end }: RowRange, active: number): readonly number[] {
  const rows = Array.from({ length: end - first }, (_, i) => first + i);
  if (active < 0) return rows;
  return active < first ? [active, ...rows] : active >= end ? [...rows, active] : rows;
}

/**
 * Returns the row that a key of a list leads to, which may lie beyond an end of the list; undefined for another key.
 * `active` is negative if no row is active.
 */
export function rowReachedBy(key: string, active: number, { first, end }: RowRange, count: number): number | undefined {
  const page = Math.max(1, end - first - 1);
  const rows: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active < 0 ? 0 : active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: count - 1,
  };
  return rows[key];
}
