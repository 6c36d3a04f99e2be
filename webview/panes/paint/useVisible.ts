import { useEffect, useRef } from 'preact/hooks';

/** Calls back when the element comes into sight (or near it) and tells whether it is; only what is seen is painted. */
export function useVisible(
  element: { readonly current: Element | null },
  appeared: () => void,
): { readonly current: boolean } {
  const visible = useRef(false);
  const callback = useRef(appeared);
  callback.current = appeared;
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const now = entries.some((entry) => entry.isIntersecting);
        const before = visible.current;
        visible.current = now;
        if (now && !before) callback.current();
      },
      { rootMargin: '100px' },
    );
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return visible;
}
