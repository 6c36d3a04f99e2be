import type { RefObject } from 'preact';
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type ListView, type ListWindow, listWindow, resizedView, scrollTopShowing } from './listWindow.ts';

/** Rows that are drawn beyond each end of the visible ones: fast scrolling shows none that is blank. */
const overscan = 16;

export interface ListWindowHandle extends ListWindow {
  /** The list that scrolls; its options are rows of one height. */
  readonly ref: RefObject<HTMLUListElement | null>;
  /** In CSS pixels, measured from the first row that is drawn; 0 before. */
  readonly rowHeight: number;
  /** Scrolls as little as shows all of a row. */
  readonly scrollTo: (row: number) => void;
}

/** The window on a list of `count` rows, as the list is scrolled and resized. */
export function useListWindow(count: number): ListWindowHandle {
  const ref = useRef<HTMLUListElement>(null);
  const [view, setView] = useState<ListView>({ scrollTop: 0, height: 0, rowHeight: 0 });
  const update = useCallback(() => {
    const list = ref.current;
    if (list !== null) setView((before) => nextView(before, list));
  }, []);
  useLayoutEffect(() => {
    const list = ref.current;
    if (list === null) return;
    const observer = new ResizeObserver(update);
    observer.observe(list);
    list.addEventListener('scroll', update, { passive: true });
    return () => {
      observer.disconnect();
      list.removeEventListener('scroll', update);
    };
  }, [update]);
  useLayoutEffect(() => {
    // Rows of another height stand elsewhere: the list is scrolled to the rows that were visible.
    if (ref.current !== null) ref.current.scrollTop = view.scrollTop;
  }, [view.rowHeight]);
  // Rows may have another height, and fewer rows another scroll position, after anything that was drawn.
  useLayoutEffect(update);
  const scrollTo = useCallback(
    (row: number) => {
      const list = ref.current;
      if (list === null) return;
      list.scrollTop = scrollTopShowing(row, { ...view, scrollTop: list.scrollTop });
      update();
    },
    [update, view],
  );
  return { ref, rowHeight: view.rowHeight, scrollTo, ...listWindow(view, count, overscan) };
}

/** The view that the list has now; `before` itself if nothing has changed, so that nothing is drawn anew. */
function nextView(before: ListView, list: HTMLElement): ListView {
  const row = list.querySelector('[role=option]');
  const measured = row === null ? 0 : row.getBoundingClientRect().height;
  const { scrollTop, clientHeight: height } = list;
  // Rows of a page that is hidden have no height, and an empty list has no row: the last height still holds.
  const now = { scrollTop, height, rowHeight: measured > 0 ? measured : before.rowHeight };
  if (now.rowHeight !== before.rowHeight) return resizedView(before, now);
  return now.scrollTop === before.scrollTop && now.height === before.height ? before : now;
}
