import { computed, type ReadonlySignal } from '@preact/signals';
import { type Viewport, viewports } from '../store/view.ts';
import { unzoomed } from './frame.ts';

/** Where a pane keeps its zoom and its place. */
export interface ViewportAccess {
  get(): Viewport;
  /** Null: back to where everything fits. */
  set(viewport: Viewport | null): void;
}

/** By key: whoever reads one is not woken when another moves. */
const entries = new Map<string, ReadonlySignal<Viewport>>();

function read(key: string): Viewport {
  const entry = entries.get(key) ?? computed(() => viewports.value[key] ?? unzoomed);
  entries.set(key, entry);
  return entry.value;
}

/** A pane that zooms and pans by itself. */
export function ownViewPort(key: string): ViewportAccess {
  return { get: () => read(key), set: (viewport) => write(key, viewport) };
}

/**
 * The three matrices of a scheme share their axes: U and Y their columns, K and Y their rows, K's
 * columns are U's rows. One zoom, and one place an axis: kept as U's viewport and K's rows.
 */
export type SchemeRole = 'top' | 'left' | 'product';

/** Which of the three was zoomed last: its two axes are placed, the third has to follow the cursor. */
export let lastZoomed: SchemeRole = 'top';

export function schemeViewPort(role: SchemeRole): ViewportAccess {
  return {
    get: () => {
      const inner = read('scheme');
      const rows = read('scheme-rows');
      switch (role) {
        case 'top':
          return inner;
        case 'left':
          return { zoom: inner.zoom, row: rows.row, column: inner.row };
        case 'product':
          return { zoom: inner.zoom, row: rows.row, column: inner.column };
        default: {
          const never: never = role;
          throw new Error(`unknown role ${String(never)}`);
        }
      }
    },
    set: (viewport) => {
      if (viewport === null) {
        write('scheme', null);
        write('scheme-rows', null);
        return;
      }
      const { zoom, row, column } = viewport;
      const inner = viewports.peek().scheme ?? unzoomed;
      if (viewport.zoom !== inner.zoom) lastZoomed = role;
      switch (role) {
        case 'top':
          write('scheme', viewport);
          return;
        case 'left':
          write('scheme', { zoom, row: column, column: inner.column });
          write('scheme-rows', { zoom, row, column: 0 });
          return;
        case 'product':
          write('scheme', { zoom, row: inner.row, column });
          write('scheme-rows', { zoom, row, column: 0 });
          return;
        default: {
          const never: never = role;
          throw new Error(`unknown role ${String(never)}`);
        }
      }
    },
  };
}

function write(key: string, viewport: Viewport | null): void {
  const { [key]: before, ...others } = viewports.peek();
  if (viewport === null) {
    if (before !== undefined) viewports.value = others;
    return;
  }
  if (before?.zoom === viewport.zoom && before.row === viewport.row && before.column === viewport.column) {
    return;
  }
  viewports.value = { ...others, [key]: viewport };
}
