import { useEffect, useRef } from 'preact/hooks';
import type { Cell } from '../../src/engine/provenance/stage.ts';
import { cellAt, type PaneFrame } from './frame.ts';

/** Actions of the mouse on a heatmap. Positions are CSS pixels from its corner. */
export interface Pointing {
  hover(cell: Cell | null): void;
  pick(cell: Cell): void;
  /** Zooms around (x, y); null if the heatmap cannot be zoomed. */
  readonly zoom: ((factor: number, x: number, y: number) => void) | null;
  readonly pan: ((dx: number, dy: number) => void) | null;
  readonly fit: (() => void) | null;
}

interface Handlers {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: (event: PointerEvent) => void;
  readonly onPointerLeave: () => void;
  readonly onDblClick: () => void;
}

/** True while the space bar is held: dragging then pans, as in drawing programs. */
let spaceHeld = false;
window.addEventListener('keydown', (event) => {
  if (event.code === 'Space') spaceHeld = true;
});
window.addEventListener('keyup', (event) => {
  if (event.code === 'Space') spaceHeld = false;
});
window.addEventListener('blur', () => {
  spaceHeld = false;
});

/** Handles hovering, picking, panning and zooming with the mouse, on a canvas of the frame's size. */
export function usePointer(
  canvas: { readonly current: HTMLElement | null },
  frame: PaneFrame,
  pointing: Pointing,
): { readonly handlers: Handlers; readonly cell: (event: MouseEvent) => Cell | null } {
  const latest = useRef({ frame, pointing });
  latest.current = { frame, pointing };
  const drag = useRef<{ x: number; y: number } | null>(null);
  const over = useRef<Cell | null>(null);
  const cell = (event: MouseEvent): Cell | null => cellAt(latest.current.frame, event.offsetX, event.offsetY);

  // Added by hand, because Preact's listener may be passive, and this one has to prevent the page's zoom.
  useEffect(() => {
    const target = canvas.current;
    if (target === null) return;
    const wheel = (event: WheelEvent): void => {
      const { zoom, pan } = latest.current.pointing;
      if ((event.ctrlKey || event.metaKey) && zoom !== null) {
        event.preventDefault();
        zoom(Math.exp(-event.deltaY / (event.deltaMode === 0 ? 250 : 8)), event.offsetX, event.offsetY);
      } else if (event.shiftKey && pan !== null) {
        event.preventDefault();
        const along = event.deltaX === 0 ? event.deltaY : event.deltaX;
        pan(-along * (event.deltaMode === 0 ? 1 : 20), 0);
      }
    };
    target.addEventListener('wheel', wheel, { passive: false });
    return () => target.removeEventListener('wheel', wheel);
  }, [canvas]);

  const enter = (next: Cell | null): void => {
    const before = over.current;
    if (next?.row === before?.row && next?.column === before?.column) return;
    over.current = next;
    latest.current.pointing.hover(next);
  };

  return {
    cell,
    handlers: {
      onPointerDown: (event) => {
        const { pointing: now } = latest.current;
        const { pan } = now;
        if (pan !== null && (event.button === 1 || (event.button === 0 && spaceHeld))) {
          event.preventDefault();
          drag.current = { x: event.clientX, y: event.clientY };
          (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
          return;
        }
        const picked = event.button === 0 ? cell(event) : null;
        if (picked !== null) now.pick(picked);
      },
      onPointerMove: (event) => {
        const from = drag.current;
        if (from !== null) {
          latest.current.pointing.pan?.(event.clientX - from.x, event.clientY - from.y);
          drag.current = { x: event.clientX, y: event.clientY };
          return;
        }
        enter(cell(event));
      },
      onPointerUp: () => {
        drag.current = null;
      },
      onPointerLeave: () => enter(null),
      onDblClick: () => latest.current.pointing.fit?.(),
    },
  };
}
