import type { RefObject } from 'preact';
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type ListView, type ListWindow, listWindowOf, resizedView, scrollTopShowing } from './listWindow.ts';

/** Rows that are drawn before and after the visible ones, so that fast scrolling shows no blank rows. */
const overscan = 16;

/** The window on a list, and the means to scroll it. */
export interface ListWindowHandle<E extends HTMLElement> extends ListWindow {
  /** The list element that scrolls; its rows, whose role is given, have the same height. */
  readonly ref: RefObject<E | null>;
  /** In CSS pixels, measured on the first drawn row; 0 until then. */
  readonly rowHeight: number;
  /** Scrolls by the least distance that shows a whole row. */
  readonly scrollTo: (row: number) => void;
}

/** Tracks the window on a list of `count` rows of this role while the list is scrolled and resized. */
export function useListWindow<E extends HTMLElement>(count: number, role: string): ListWindowHandle<E> {
  const ref = useRef<E>(null);
  const [view, setView] = useState<ListView>({ scrollTop: 0, height: 0, rowHeight: 0 });
  const update = useCallback(() => {
    const list = ref.current;
    if (list !== null) setView((before) => nextView(before, list, role));
  }, [role]);
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
    // If the rows' height has changed, the list is scrolled to the rows that were visible.
    if (ref.current !== null) ref.current.scrollTop = view.scrollTop;
  }, [view.rowHeight]);
  // Any rendering may change the rows' height or, with fewer rows, the scroll position.
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
  return { ref, rowHeight: view.rowHeight, scrollTo, ...listWindowOf(view, count, overscan) };
}

/** Returns the list's current view; `before` itself if nothing has changed, so that nothing is rendered again. */
function nextView(before: ListView, list: HTMLElement, role: string): ListView {
  const row = list.querySelector(`[role=${role}]`);
  const measured = row === null ? 0 : row.getBoundingClientRect().height;
  const { scrollTop, clientHeight: height } = list;
  // On a hidden page rows have no height, and an empty list has no row: the last height is still valid.
  const now = { scrollTop, height, rowHeight: measured > 0 ? measured : before.rowHeight };
  if (now.rowHeight !== before.rowHeight) return resizedView(before, now);
  return now.scrollTop === before.scrollTop && now.height === before.height ? before : now;
}
