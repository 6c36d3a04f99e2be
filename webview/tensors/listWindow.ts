/** A list of rows of one height in CSS pixels, as it is scrolled. */
export interface ListView {
  readonly scrollTop: number;
  /** How much of the list is visible. */
  readonly height: number;
  /** 0 before a row was measured. */
  readonly rowHeight: number;
}

/** The rows from `first` up to, but not including, `end`. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

export interface ListWindow {
  /** The rows of which at least a part is visible. */
  readonly visible: RowRange;
  /** The rows that are in the page: the visible ones, and `overscan` more before and after them. */
  readonly drawn: RowRange;
}

/** The window on a list of `count` rows. Before a row was measured, no row is visible, and the first is drawn to be measured. */
export function listWindow({ scrollTop, height, rowHeight }: ListView, count: number, overscan: number): ListWindow {
  if (rowHeight <= 0) return { visible: { first: 0, end: 0 }, drawn: { first: 0, end: Math.min(1, count) } };
  // A list that became shorter is scrolled back by the browser, at most to its end.
  const top = Math.max(0, Math.min(scrollTop, count * rowHeight - height));
  const first = Math.min(Math.floor(top / rowHeight), count);
  const end = height <= 0 ? first : Math.min(Math.ceil((top + height) / rowHeight), count);
  return {
    visible: { first, end },
    drawn: { first: Math.max(0, first - overscan), end: Math.min(count, end + overscan) },
  };
}

/** The scroll position nearest to the present one that shows all of a row, or the row's top if the row is taller than the list. */
export function scrollTopShowing(row: number, { scrollTop, height, rowHeight }: ListView): number {
  const top = row * rowHeight;
  return Math.min(top, Math.max(scrollTop, top + rowHeight - height));
}

/** The view after the list or its rows have changed size: the first visible row stays the first visible row. */
export function resizedView(before: ListView, now: ListView): ListView {
  if (before.rowHeight <= 0 || now.rowHeight <= 0) return now;
  return { ...now, scrollTop: (now.scrollTop / before.rowHeight) * now.rowHeight };
}
