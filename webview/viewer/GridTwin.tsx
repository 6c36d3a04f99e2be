import type { Signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Cell, Cursor } from '../../src/engine/provenance/stage.ts';
import { useViewer } from '../store/useSession.ts';

/** Cells on each side of the one in the middle that the grid has in the document. */
const reach = 4;

export interface GridTwinProps {
  readonly label: string;
  readonly rows: number;
  readonly columns: number;
  /** Where the grid stands for a cursor. */
  readonly placeOf: (cursor: Cursor) => Cell;
  readonly words: (cell: Cell) => string;
  /** The focused cell, for the ring on the canvas; null without focus. */
  readonly focus: Signal<Cell | null>;
  readonly pick: (cell: Cell) => void;
  /** Keys other than arrows; true if it was for the pane. */
  readonly onKey: (event: KeyboardEvent, cell: Cell) => boolean;
}

/**
 * A picture's twin for those who do not see it: a grid with the cells around one place, of which
 * one can be focused. Arrow keys move that cell, and with it the debugger's cursor. Its many elements
 * follow when the picture has been painted, unless somebody is in it.
 */
export function GridTwin(props: GridTwinProps) {
  const [settled, setSettled] = useState<GridTwinProps | null>(null);
  useEffect(() => setSettled(props), [props]);
  const present = props.focus.value === null ? settled : props;
  return present === null ? null : <Grid {...present} />;
}

function Grid(props: GridTwinProps) {
  const { rows, columns, placeOf, focus, pick, onKey } = props;
  const { cursor, settledCursor } = useViewer();
  const grid = useRef<HTMLDivElement>(null);
  const [own, setOwn] = useState<{ readonly cell: Cell; readonly at: Cursor } | null>(null);
  const focused = focus.value !== null;
  // Without focus the grid may lag a little: it is not worth rendering at every step of a play.
  const at = focused ? cursor.value : settledCursor.value;
  // Where arrow keys have led counts until the cursor goes elsewhere by other means.
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
