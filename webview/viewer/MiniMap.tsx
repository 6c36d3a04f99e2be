import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import type { Cell } from '../../src/engine/provenance/stage.ts';
import { cellText } from '../../src/scenario/text/cellText.ts';
import type { Scale } from '../../src/colour/scale.ts';
import { currentTheme } from '../colour/theme.ts';
import { px } from '../ui/px.ts';
import { AreaPicture } from './areas/areaPicture.ts';
import type { PaneFrame } from './frame.ts';
import { centredAt, miniMapPlace, miniWindow } from './miniMapPlace.ts';
import type { AreaSubject } from './paint/basePicture.ts';
import { paintBase } from './paint/paintBase.ts';
import { pixelRatio } from './paint/pixelRatio.ts';
import type { ViewportAccess } from '../store/viewports.ts';

interface MiniMapProps {
  readonly view: MatrixView;
  readonly scale: Scale;
  readonly frame: PaneFrame;
  readonly subject: AreaSubject;
  readonly port: ViewportAccess;
  /** The cell at the cursor, which the map does not cover. */
  readonly marked: ReadonlySignal<Cell | null>;
}

/** The map is sampled: the tile worker refines the panes, which show the numbers. */
const unrefined = { join: () => () => undefined, changed: () => undefined };

/** Shows a whole matrix in small with a frame around the visible part, which follows a click or a drag. For the mouse. */
export function MiniMap({ view, scale, frame, subject, port, marked }: MiniMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isHeld = useRef(false);
  const areas = useMemo(() => new AreaPicture(unrefined), []);
  const place = miniMapPlace(frame, marked.value);
  const visible = miniWindow(frame, place);
  const theme = currentTheme.value;
  const ratio = pixelRatio.value;
  const { width, height } = place;
  useEffect(() => () => areas.dispose(), [areas]);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d', { alpha: false });
    if (context === null || context === undefined) return;
    context.canvas.width = Math.round(width * ratio);
    context.canvas.height = Math.round(height * ratio);
    const [cellWidth, cellHeight] = [width / frame.columns, height / frame.rows];
    const whole = { width, height, cellWidth, cellHeight, rows: frame.rows, columns: frame.columns, row: 0, column: 0 };
    paintBase(context, { view, scale, frame: whole, text: cellText, theme, ratio, subject }, areas);
  }, [view, scale, subject.shows, theme, ratio, width, height, frame.rows, frame.columns]);
  const show = (event: PointerEvent & { readonly currentTarget: Element }): void => {
    const corner = event.currentTarget.getBoundingClientRect();
    const first = centredAt(frame, place, event.clientX - corner.left, event.clientY - corner.top);
    port.set({ zoom: port.get().zoom, ...first });
  };
  return (
    <div
      class="mini-map"
      aria-hidden="true"
      style={{ left: px(place.x), top: px(place.y), width: px(width), height: px(height) }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        isHeld.current = true;
        show(event);
      }}
      onPointerMove={(event) => {
        if (isHeld.current) show(event);
      }}
      onPointerUp={() => {
        isHeld.current = false;
      }}
      onPointerCancel={() => {
        isHeld.current = false;
      }}
    >
      <canvas ref={canvas} style={{ width: px(width), height: px(height) }} />
      <span
        class="mini-window"
        style={{
          left: px(visible.x),
          top: px(visible.y),
          width: px(Math.max(3, visible.width)),
          height: px(Math.max(3, visible.height)),
        }}
      />
    </div>
  );
}
