import type { ReadonlySignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import type { Cell, Cursor } from '../../src/engine/provenance/stage.ts';
import { useViewer } from '../store/useSession.ts';
import type { AreaPicture } from './areas/areaPicture.ts';
import { areaText, isZoomedOut } from './areas/density.ts';
import { cellAssignment } from './cellWords.ts';
import { type PaneFrame, rectOf } from './frame.ts';
import type { PaneModel } from './paneModel.ts';
import { placeCellTip } from './placeCellTip.ts';
import type { WindowPoint } from './usePointer.ts';
import { px } from '../ui/px.ts';

/** The cell under the mouse and where the mouse entered the cell. */
export interface PointedCell {
  readonly cell: Cell;
  readonly at: WindowPoint;
}

interface TipProps {
  readonly pane: PaneModel;
  readonly view: MatrixView;
  readonly frame: PaneFrame;
  readonly areas: AreaPicture;
  readonly pointed: ReadonlySignal<PointedCell | null>;
  /** Returns the heatmap, from whose corner the cells are counted. */
  readonly heatmap: () => Element | null;
}

/**
 * Shows the value of the cell under the mouse beside the mouse, and what the cell's row and column are. If a pixel stands
 * for several cells, their minimum, mean and maximum. Screen readers have the grid, which says the same.
 */
export function CellTip(props: TipProps) {
  const pointed = props.pointed.value;
  return pointed === null ? null : <Tip {...props} {...pointed} />;
}

function Tip({ pane, view, frame, areas, heatmap, cell, at }: TipProps & PointedCell) {
  const tip = useRef<HTMLDivElement>(null);
  const { displayCursor } = useViewer();
  // The tip is written again when the tile worker has refined the picture.
  const { exactness } = areas;
  const lines = tipLines(pane, view, frame, exactness.value === 'exact' ? areas : null, displayCursor.value, cell);
  useLayoutEffect(() => {
    const element = tip.current;
    // The top layer, so that no scrolled part of the page cuts the tip off.
    if (element?.isConnected === true && !element.matches(':popover-open')) element.showPopover();
  }, []);
  useLayoutEffect(() => {
    const [element, corner] = [tip.current, heatmap()?.getBoundingClientRect()];
    if (element === null || corner === undefined) return;
    const rect = rectOf(frame, { ...cell, rows: 1, columns: 1 });
    const inWindow = { ...rect, x: corner.left + rect.x, y: corner.top + rect.y };
    const { width, height } = element.getBoundingClientRect();
    const place = placeCellTip(inWindow, at, { width, height }, { width: innerWidth, height: innerHeight });
    element.style.left = px(place.x);
    element.style.top = px(place.y);
  });
  return (
    <div ref={tip} class="cell-tip" popover="manual" aria-hidden="true">
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </div>
  );
}

function tipLines(
  pane: PaneModel,
  view: MatrixView,
  frame: PaneFrame,
  areas: AreaPicture | null,
  cursor: Cursor,
  cell: Cell,
): readonly string[] {
  const area = isZoomedOut(frame) ? (areas?.areaAt(cell) ?? null) : null;
  if (area !== null && area.cells.rows * area.cells.columns > 1) {
    const { row, column, rows, columns } = area.cells;
    const last = { row: row + rows - 1, column: column + columns - 1 };
    const [from, to] = [pane.index(cursor, area.cells), pane.index(cursor, last)];
    return [`${pane.stage.symbol}${from} to ${to}`, areaText(area.areas, area.at)];
  }
  const meaning = pane.meaning?.(cursor, cell);
  return [cellAssignment(pane, view, cursor, cell).replaceAll('-', '−'), ...(meaning === undefined ? [] : [meaning])];
}
