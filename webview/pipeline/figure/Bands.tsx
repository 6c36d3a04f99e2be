import { useLayoutEffect, useRef } from 'preact/hooks';
import { currentTheme, type Theme } from '../../colour/theme.ts';
import { type PaneFrame, paneFrameOf, rectOf } from '../../viewer/frame.ts';
import type { PanePlace } from '../../viewer/place.ts';
import { offerPainter } from '../../viewer/paint/canvasPainters.ts';
import type { Pen } from '../../viewer/paint/pen.ts';
import { pixelRatio } from '../../viewer/paint/pixelRatio.ts';
import { schedule, unschedule } from '../../viewer/paint/schedule.ts';
import { watch } from '../../viewer/watch.ts';
import type { Roles } from './roles.ts';
import { px } from '../../ui/px.ts';
import { useViewer } from '../../store/useSession.ts';
import type { Viewer } from '../../store/viewer.ts';
import { type SchemeRole } from '../../store/viewports.ts';

type Scheme = Extract<Roles, { kind: 'scheme' }>;

/** Draws bands under the panes that lead from the cursor's column of U and its row of K to their common cell of Y. */
export function Bands(props: {
  readonly scheme: Scheme;
  readonly places: Readonly<Record<SchemeRole, PanePlace>>;
  readonly width: number;
  readonly height: number;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const viewer = useViewer();
  const { scheme, places, width, height } = props;
  // In the same frame as the panes that the bands connect.
  useLayoutEffect(() => {
    const paint = (): void => {
      const context = canvas.current?.getContext('2d');
      if (context === null || context === undefined) return;
      const ratio = pixelRatio.peek();
      context.canvas.width = Math.round(width * ratio);
      context.canvas.height = Math.round(height * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      paintBands(context, viewer, scheme, places, currentTheme.peek());
    };
    const withdraw = offerPainter(canvas.current, (pen, theme) => paintBands(pen, viewer, scheme, places, theme));
    const stop = watch([viewer.displayCursor, currentTheme, viewer.viewports.all, pixelRatio], () => schedule(paint));
    return () => {
      stop();
      withdraw();
      unschedule(paint);
    };
  }, [scheme, places, width, height]);
  return <canvas ref={canvas} class="bands" aria-hidden="true" style={{ width: px(width), height: px(height) }} />;
}

function paintBands(
  context: Pen,
  { displayCursor, viewports }: Viewer,
  { top, left, product }: Scheme,
  places: Readonly<Record<SchemeRole, PanePlace>>,
  colours: Theme,
): void {
  const at = displayCursor.peek();
  const frameIn = (role: SchemeRole): PaneFrame => {
    const view = { top, left, product }[role].view(at);
    return paneFrameOf(places[role], view.rows, view.columns, viewports.scheme(role).get());
  };
  const { element, term } = product.highlight(at);
  // If an element is the sum of many cells of the product, the bands lead to the cell of the term.
  const whole = element?.rows === 1 && element.columns === 1;
  const target = whole ? element : term && { ...term, rows: 1, columns: 1 };
  if (target === null) return;
  const frames = { top: frameIn('top'), left: frameIn('left'), product: frameIn('product') };
  const cell = rectOf(frames.product, target);
  context.fillStyle = whole ? colours.band : translucent(colours.term, '33');
  context.strokeStyle = whole ? colours.bandLine : translucent(colours.term, 'a0');
  context.setLineDash([2, 2]);
  context.lineWidth = 1;
  const middleX = cell.x + cell.width / 2;
  if (middleX >= 0 && middleX <= frames.product.width) {
    const wide = Math.max(6, cell.width);
    const x = places.product.x + middleX - wide / 2;
    const from = places.top.y + frames.top.height + 3;
    const to = places.product.y;
    context.fillRect(x, from, wide, to - from);
    // The dashes end above the column's number at Y.
    line(context, x + 0.5, from, x + 0.5, to - 17);
    line(context, x + wide - 0.5, from, x + wide - 0.5, to - 17);
  }
  // K is left of Y, not above it.
  const beside = places.left.y === places.product.y;
  const middleY = cell.y + cell.height / 2;
  if (beside && middleY >= 0 && middleY <= frames.product.height) {
    const from = places.left.x + frames.left.width + 5;
    const to = places.product.x - 5;
    const high = Math.max(4, cell.height);
    context.fillRect(from, places.product.y + middleY - high / 2, to - from, high);
  }
}

function line(context: Pen, x1: number, y1: number, x2: number, y2: number) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

/** Adds an alpha to a colour written #rrggbb; any other colour is returned unchanged. */
const translucent = (colour: string, alpha: string): string =>
  /^#[0-9a-f]{6}$/i.test(colour) ? colour + alpha : colour;
