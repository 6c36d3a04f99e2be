import { useEffect, useRef } from 'preact/hooks';

/** Tracks whether an element is visible, or within 100 CSS pixels of being visible, and calls back on changes. */
export function useVisible(
  element: { readonly current: Element | null },
  changed: (visible: boolean) => void,
): { readonly current: boolean } {
  const visible = useRef(false);
  const callback = useRef(changed);
  callback.current = changed;
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const now = entries.some((entry) => entry.isIntersecting);
        const before = visible.current;
        visible.current = now;
        if (now !== before) callback.current(now);
      },
      { rootMargin: '100px' },
    );
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return visible;
}
