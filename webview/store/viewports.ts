import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { assertNever } from '../../src/engine/core/assertNever.ts';

/** What is visible of a pane: zoom factor (1 = everything fits), and the first row and column in sight. */
export interface Viewport {
  readonly zoom: number;
  readonly row: number;
  readonly column: number;
}

export const unzoomed: Viewport = { zoom: 1, row: 0, column: 0 };

/** Where a pane keeps its zoom and its place. */
export interface ViewportAccess {
  readonly get: () => Viewport;
  /** Null: back to where everything fits. */
  readonly set: (viewport: Viewport | null) => void;
}

/**
 * The three matrices of a scheme share their axes: U and Y their columns, K and Y their rows, K's
 * columns are U's rows. One zoom, and one place an axis: kept as U's viewport and K's rows.
 */
export type SchemeRole = 'top' | 'left' | 'product';

/** The viewports of a page's panes. */
export interface Viewports {
  /** By key. */
  readonly all: Signal<Readonly<Record<string, Viewport>>>;
  /** The viewport of a pane that zooms and pans by itself. */
  readonly own: (key: string) => ViewportAccess;
  /** The viewport of one of the three matrices of a scheme. */
  readonly scheme: (role: SchemeRole) => ViewportAccess;
  /** The matrix of the scheme that was zoomed last: its two axes are placed, the third has to follow the cursor. */
  readonly lastZoomed: () => SchemeRole;
}

export function createViewports(): Viewports {
  const all = signal<Readonly<Record<string, Viewport>>>({});
  /** By key: a reader of one is not woken when another moves. */
  const entries = new Map<string, ReadonlySignal<Viewport>>();
  let lastZoomed: SchemeRole = 'top';

  const read = (key: string): Viewport => {
    const entry = entries.get(key) ?? computed(() => all.value[key] ?? unzoomed);
    entries.set(key, entry);
    return entry.value;
  };
  const write = (key: string, viewport: Viewport | null): void => {
    const { [key]: before, ...others } = all.peek();
    if (viewport === null) {
      if (before !== undefined) all.value = others;
      return;
    }
    if (before?.zoom === viewport.zoom && before.row === viewport.row && before.column === viewport.column) {
      return;
    }
    all.value = { ...others, [key]: viewport };
  };
  const readScheme = (role: SchemeRole): Viewport => {
    const inner = read('scheme');
    const rows = read('scheme-rows');
    switch (role) {
      case 'top':
        return inner;
      case 'left':
        return { zoom: inner.zoom, row: rows.row, column: inner.row };
      case 'product':
        return { zoom: inner.zoom, row: rows.row, column: inner.column };
      default:
        return assertNever(role, 'role');
    }
  };
  const writeScheme = (role: SchemeRole, viewport: Viewport | null): void => {
    if (viewport === null) {
      write('scheme', null);
      write('scheme-rows', null);
      return;
    }
    const { zoom, row, column } = viewport;
    const inner = all.peek().scheme ?? unzoomed;
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
      default:
        assertNever(role, 'role');
    }
  };
  return {
    all,
    own: (key) => ({ get: () => read(key), set: (viewport) => write(key, viewport) }),
    scheme: (role) => ({ get: () => readScheme(role), set: (viewport) => writeScheme(role, viewport) }),
    lastZoomed: () => lastZoomed,
  };
}
