import type { ReadonlySignal } from '@preact/signals';
import type { Scale } from '../../src/colour/scale.ts';
import { ColourBar } from './ColourBar.tsx';
import { type PaneBox, paneFrameOf } from './frame.ts';
import { isNumbered } from './paint/paintCells.ts';
import { unitCaption } from './errorCells.ts';
import { type ViewportAccess } from '../store/viewports.ts';

/** Footer of a map of differences: the colour bar and, if the cells have numbers, their unit. */
export function ErrorFooter(props: {
  readonly label: string;
  readonly clipKey: string;
  readonly scale: ReadonlySignal<Scale>;
  readonly limit: number;
  /** Divisor of the numbers in cells. */
  readonly unit: number;
  readonly box: PaneBox;
  readonly rows: number;
  readonly columns: number;
  readonly port: ViewportAccess;
}) {
  const { label, clipKey, scale, limit, unit, box, rows, columns, port } = props;
  const numbered = isNumbered(paneFrameOf(box, rows, columns, port.get()));
  return (
    <div class="error-footer">
      <ColourBar label={label} clipKey={clipKey} scale={scale} natural={limit} width={numbered ? 56 : 80} />
      {numbered && <span class="pane-caption">{unitCaption(unit)}</span>}
    </div>
  );
}
