import { useLayoutEffect } from 'preact/hooks';
import { scrolledColumn, paneFrameOf, scrolledRow } from '../../viewer/frame.ts';
import type { PanePlace } from '../../viewer/place.ts';
import type { Roles } from './roles.ts';
import { useViewer } from '../../store/useSession.ts';
import { type SchemeRole } from '../../store/viewports.ts';

type Scheme = Extract<Roles, { kind: 'scheme' }>;

/**
 * Zooming one matrix of a scheme about a place puts two of the three axes; along the third, which
 * the matrix does not have, the cursor is kept in sight.
 */
export function useThirdAxis(scheme: Scheme, places: Readonly<Record<SchemeRole, PanePlace>>): void {
  const { cursor, viewports } = useViewer();
  const { zoom } = viewports.scheme('top').get();
  useLayoutEffect(() => {
    if (zoom === 1) return;
    const at = cursor.peek();
    const lastZoomed = viewports.lastZoomed();
    // K has the rows that U lacks, U the columns that K lacks, and the inner axis that Y lacks.
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
