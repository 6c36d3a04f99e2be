import { useLayoutEffect } from 'preact/hooks';
import { scrolledColumn, paneFrameOf, scrolledRow } from '../../viewer/frame.ts';
import type { PanePlace } from '../../viewer/place.ts';
import type { Roles } from './roles.ts';
import { useViewer } from '../../store/useSession.ts';
import { type SchemeRole } from '../../store/viewports.ts';

type Scheme = Extract<Roles, { kind: 'scheme' }>;

/**
 * Keeps the cursor visible along the axis that zooming does not move. The three matrices of the figure's product Y =
 * K·U share three axes: the rows of K and Y, the columns of U and Y, and the inner axis (columns of K, rows of U).
 * Zooming one matrix sets the visible part of the two axes that it has; this hook scrolls along the third.
 */
export function useThirdAxis(scheme: Scheme, places: Readonly<Record<SchemeRole, PanePlace>>): void {
  const { cursor, viewports } = useViewer();
  const { zoom } = viewports.scheme('top').get();
  useLayoutEffect(() => {
    if (zoom === 1) return;
    const at = cursor.peek();
    const lastZoomed = viewports.lastZoomed();
    // After zooming U, K has the missing axis (rows); after zooming K or Y, U has it (columns, or the inner axis).
    const other: SchemeRole = lastZoomed === 'top' ? 'left' : 'top';
    const stage = scheme[other];
    const { element, term } = stage.highlight(at);
    const place = term ?? element;
    if (place === null) return;
    const target = { ...place, rows: 1, columns: 1 };
    const view = stage.view(at);
    const port = viewports.scheme(other);
    const before = port.get();
    const frame = paneFrameOf(places[other], view.rows, view.columns, before);
    port.set(
      lastZoomed === 'left'
        ? { ...before, column: scrolledColumn(frame, target) }
        : { ...before, row: scrolledRow(frame, target) },
    );
  }, [zoom, scheme, places]);
}
