import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { assertNever } from '../../src/engine/core/assertNever.ts';

/** The visible part of a pane: the zoom factor (1 if everything fits) and the first visible row and column. */
export interface Viewport {
  readonly zoom: number;
  readonly row: number;
  readonly column: number;
}

/** The viewport in which everything fits. */
export const unzoomed: Viewport = { zoom: 1, row: 0, column: 0 };

/** Reads and sets the viewport of a pane. */
export interface ViewportAccess {
  readonly get: () => Viewport;
  /** Null resets the viewport, so that everything fits. */
  readonly set: (viewport: Viewport | null) => void;
}

/**
 * A matrix of a scheme. The three matrices share their axes: U and Y their columns, K and Y their rows, and the columns
 * of K are the rows of U. They share one zoom and one position per axis, stored as the viewport of U and the rows of K.
 */
export type SchemeRole = 'top' | 'left' | 'product';

/** The viewports of the panes of a page. */
export interface Viewports {
  /** The viewports by key; a missing one is unzoomed. */
  readonly all: Signal<Readonly<Record<string, Viewport>>>;
  /** Returns the viewport of a pane that zooms and pans independently. */
  readonly own: (key: string) => ViewportAccess;
  /** Returns the viewport of one of the three matrices of a scheme. */
  readonly scheme: (role: SchemeRole) => ViewportAccess;
  /**
   * Returns the matrix of the scheme that was zoomed last. It determines its own two axes; the third follows the
   * cursor.
   */
  readonly lastZoomed: () => SchemeRole;
}

/** Creates viewports in which everything fits. */
export function createViewports(): Viewports {
  const all = signal<Readonly<Record<string, Viewport>>>({});
  /** One signal per key, so that a change of one viewport does not notify the readers of another. */
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
