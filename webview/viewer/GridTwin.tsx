import type { Signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Cell, Cursor } from '../../src/engine/provenance/stage.ts';
import { useViewer } from '../store/useSession.ts';

/** Number of cells that the grid renders on each side of the middle one. */
const reach = 4;

export interface GridTwinProps {
  readonly label: string;
  readonly rows: number;
  readonly columns: number;
  /** Returns the current cell of the grid for a cursor. */
  readonly placeOf: (cursor: Cursor) => Cell;
  readonly words: (cell: Cell) => string;
  /** The focused cell, which the canvas marks with a ring; null without focus. */
  readonly focus: Signal<Cell | null>;
  readonly pick: (cell: Cell) => void;
  /** Handles keys other than the arrow keys. Returns true if the pane has used the key. */
  readonly onKey: (event: KeyboardEvent, cell: Cell) => boolean;
}

/**
 * The accessible twin of a heatmap for screen readers and the keyboard: a grid of the cells around the current one,
 * which can be focused. The arrow keys move the current cell, and the debugger's cursor with it. Without focus, the
 * grid is rendered after the heatmap has been painted.
 */
export function GridTwin(props: GridTwinProps) {
  const [settled, setSettled] = useState<GridTwinProps | null>(null);
  useEffect(() => setSettled(props), [props]);
  const current = props.focus.value === null ? settled : props;
  return current === null ? null : <Grid {...current} />;
}

function Grid(props: GridTwinProps) {
  const { rows, columns, placeOf, focus, pick, onKey } = props;
  const { cursor, settledCursor } = useViewer();
  const grid = useRef<HTMLDivElement>(null);
  const [own, setOwn] = useState<{ readonly cell: Cell; readonly at: Cursor } | null>(null);
  const focused = focus.value !== null;
  // Without focus the grid uses the settled cursor, so that it is not rendered at every step while the debugger plays.
  const at = focused ? cursor.value : settledCursor.value;
  // The cell that the arrow keys reached stays current until something else moves the cursor.
  const place = own !== null && own.at === at ? own.cell : placeOf(at);
  const row = Math.min(place.row, rows - 1);
  const column = Math.min(place.column, columns - 1);

  useLayoutEffect(() => {
    if (!focused) return;
    const cell = grid.current?.querySelector<HTMLElement>('[tabindex="0"]');
    if (cell !== document.activeElement) cell?.focus({ preventScroll: true });
    if (focus.peek()?.row !== row || focus.peek()?.column !== column) focus.value = { row, column };
  }, [row, column, focused]);

  const go = (to: Cell): void => {
    const cell = {
      row: Math.max(0, Math.min(to.row, rows - 1)),
      column: Math.max(0, Math.min(to.column, columns - 1)),
    };
    pick(cell);
    setOwn({ cell, at: cursor.peek() });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const far = event.ctrlKey || event.metaKey;
    const to = event.altKey ? null : arrowTarget(event.key, { row, column }, far, rows, columns);
    if (to !== null) go(to);
    else if (!onKey(event, { row, column })) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const range = (middle: number, size: number): number[] => {
    const from = Math.max(0, Math.min(middle - reach, size - 2 * reach - 1));
    return Array.from({ length: Math.min(size, 2 * reach + 1) }, (_, i) => from + i);
  };
  return (
    <div
      ref={grid}
      class="twin"
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows}
      aria-colcount={columns}
      aria-readonly="true"
      onKeyDown={onKeyDown}
      onFocusIn={() => {
        focus.value = { row, column };
      }}
      onFocusOut={(event: FocusEvent) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node) || grid.current?.contains(to) !== true) focus.value = null;
      }}
    >
      {range(row, rows).map((r) => (
        <div key={r} role="row" aria-rowindex={r + 1}>
          {range(column, columns).map((c) => (
            <span
              key={c}
              role="gridcell"
              aria-colindex={c + 1}
              aria-selected={r === row && c === column}
              tabIndex={r === row && c === column ? 0 : -1}
            >
              {props.words({ row: r, column: c })}
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}

function arrowTarget(key: string, { row, column }: Cell, far: boolean, rows: number, columns: number): Cell | null {
  switch (key) {
    case 'ArrowUp':
      return { row: far ? 0 : row - 1, column };
    case 'ArrowDown':
      return { row: far ? rows - 1 : row + 1, column };
    case 'ArrowLeft':
      return { row, column: far ? 0 : column - 1 };
    case 'ArrowRight':
      return { row, column: far ? columns - 1 : column + 1 };
    default:
      return null;
  }
}
