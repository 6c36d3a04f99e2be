import { useEffect, useRef } from 'preact/hooks';
import type { Cell } from '../../src/engine/provenance/stage.ts';
import { cellAt, type PaneFrame } from './frame.ts';

/** A point of the window in CSS pixels. */
export interface WindowPoint {
  readonly x: number;
  readonly y: number;
}

/** Actions of the pointer on a heatmap. Positions are CSS pixels from its corner. */
export interface Pointing {
  /** Called when the pointer enters a cell; null outside. `at` is the mouse or pen; null for a finger. */
  hover(cell: Cell | null, at: WindowPoint | null): void;
  pick(cell: Cell): void;
  /** Zooms around (x, y); null if the heatmap cannot be zoomed. */
  readonly zoom: ((factor: number, x: number, y: number) => void) | null;
  /** Moves the matrix by (dx, dy); null if the whole matrix is visible. */
  readonly pan: ((dx: number, dy: number) => void) | null;
  readonly fit: (() => void) | null;
}

interface Handlers {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: (event: PointerEvent) => void;
  readonly onPointerCancel: () => void;
  readonly onPointerLeave: () => void;
  readonly onDblClick: () => void;
}

/** A pressed button. A press that moves further than {@link dragDistance} drags the matrix; any other picks a cell. */
interface Press {
  x: number;
  y: number;
  readonly picks: boolean;
  drags: boolean;
}

/** The distance in CSS pixels at which a press becomes a drag. */
const dragDistance = 4;

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

/** Handles hovering, picking, panning and zooming with the pointer, on a canvas of the frame's size. */
export function usePointer(
  canvas: { readonly current: HTMLElement | null },
  frame: PaneFrame,
  pointing: Pointing,
): { readonly handlers: Handlers; readonly cell: (event: MouseEvent) => Cell | null } {
  const latest = useRef({ frame, pointing });
  latest.current = { frame, pointing };
  const press = useRef<Press | null>(null);
  const over = useRef<Cell | null>(null);
  /** The pointer's last position, from the canvas's corner and in the window. */
  const last = useRef<{ readonly x: number; readonly y: number; readonly at: WindowPoint | null } | null>(null);
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

  const enter = (next: Cell | null, at: WindowPoint | null): void => {
    const before = over.current;
    if (next?.row === before?.row && next?.column === before?.column) return;
    over.current = next;
    latest.current.pointing.hover(next, at);
  };
  // After zooming or scrolling, another cell is under the pointer, which has not moved.
  useEffect(() => {
    if (last.current === null || press.current?.drags === true) return;
    const { x, y, at } = last.current;
    enter(cellAt(latest.current.frame, x, y), at);
  }, [frame.row, frame.column, frame.cellWidth, frame.cellHeight]);

  const release = (): void => {
    press.current = null;
    canvas.current?.classList.remove('grabbed');
  };
  return {
    cell,
    handlers: {
      onPointerDown: (event) => {
        const { pointing } = latest.current;
        const { pan } = pointing;
        const isPrimary = event.button === 0;
        if (pan !== null && (isPrimary || event.button === 1)) {
          // A finger scrolls the page; it pans nothing, but it picks.
          const isGrip = !isPrimary || spaceHeld;
          if (isGrip) event.preventDefault();
          press.current = { x: event.clientX, y: event.clientY, picks: !isGrip, drags: isGrip };
          if (event.pointerType !== 'touch') (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
          return;
        }
        const picked = isPrimary ? cell(event) : null;
        if (picked !== null) pointing.pick(picked);
      },
      onPointerMove: (event) => {
        const at = event.pointerType === 'touch' ? null : { x: event.clientX, y: event.clientY };
        last.current = { x: event.offsetX, y: event.offsetY, at };
        const now = press.current;
        if (now === null) {
          enter(cell(event), at);
          return;
        }
        const [dx, dy] = [event.clientX - now.x, event.clientY - now.y];
        if (!now.drags) {
          if (event.pointerType === 'touch' || Math.hypot(dx, dy) < dragDistance) return;
          now.drags = true;
        }
        canvas.current?.classList.add('grabbed');
        enter(null, null);
        latest.current.pointing.pan?.(dx, dy);
        now.x = event.clientX;
        now.y = event.clientY;
      },
      onPointerUp: (event) => {
        const now = press.current;
        release();
        if (now === null || now.drags || !now.picks) return;
        const picked = cell(event);
        if (picked !== null) latest.current.pointing.pick(picked);
      },
      onPointerCancel: release,
      onPointerLeave: () => {
        if (press.current !== null) return;
        last.current = null;
        enter(null, null);
      },
      onDblClick: () => latest.current.pointing.fit?.(),
    },
  };
}
