import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** A size in whole CSS pixels. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** Measures the content box of an element and follows its size; 0 × 0 before the first measurement. */
export function useSize<E extends HTMLElement = HTMLDivElement>(): {
  readonly ref: RefObject<E | null>;
  readonly size: PixelSize;
} {
  const ref = useRef<E>(null);
  const [size, setSize] = useState<PixelSize>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const take = (width: number, height: number): void => {
      const next = { width: Math.floor(width), height: Math.floor(height) };
      setSize((before) => (before.width === next.width && before.height === next.height ? before : next));
    };
    const { paddingLeft, paddingRight, paddingTop, paddingBottom } = getComputedStyle(element);
    take(
      element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight),
      element.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom),
    );
    const observer = new ResizeObserver((entries) => {
      const last = entries.at(-1);
      if (last !== undefined) take(last.contentRect.width, last.contentRect.height);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, size };
}
