import type { ReadonlySignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Cell } from '../../src/engine/provenance/stage.ts';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import type { Scale } from '../../src/colour/scale.ts';
import { currentTheme } from '../colour/theme.ts';
import type { AreaPicture } from './areas/areaPicture.ts';
import type { AreaSubject, BasePicture } from './paint/basePicture.ts';
import { offerCells, offerPainter } from './paint/canvasPainters.ts';
import type { PaneFrame } from './frame.ts';
import { margin, paintAxes, type AxisDecor } from './paint/paintAxes.ts';
import { paintBase } from './paint/paintBase.ts';
import { type Marks, paintMarks } from './paint/paintMarks.ts';
import { pixelRatio } from './paint/pixelRatio.ts';
import { schedule, unschedule } from './paint/schedule.ts';
import { useVisible } from './paint/useVisible.ts';
import { watchChanges } from './watch.ts';
import { usePointer, type Pointing } from './usePointer.ts';
import { px } from '../ui/px.ts';

export interface HeatmapProps {
  /** Name of the heatmap for screen readers. */
  readonly label: string;
  readonly view: MatrixView;
  readonly scale: Scale;
  readonly frame: PaneFrame;
  /** Returns the text of a value for a cell with room for `characters` characters. */
  readonly text: (value: number, characters: number) => string;
  /** Marks that move with the cursor, drawn on a layer of their own so that the cells are not painted again. */
  readonly marks: ReadonlySignal<Marks>;
  readonly decor: ReadonlySignal<AxisDecor>;
  /** If true, lines lead from the element's factors to the element. */
  readonly crosshair?: boolean;
  /** The matrix to refine, and the value that a pixel of several cells shows. */
  readonly subject: AreaSubject;
  /** Draws the cells if they are small. */
  readonly areas: AreaPicture;
  readonly pointing: Pointing;
  /** Content over the heatmap, such as the accessible grid. */
  readonly children?: ComponentChildren;
  readonly canvasRef?: (canvas: HTMLCanvasElement | null) => void;
  readonly onMenu?: (x: number, y: number, cell: Cell | null) => void;
}

/**
 * Draws a matrix on two canvases: the cells, painted when the matrix, the colours or the viewport change, and over them
 * the marks that move with the cursor. Each is painted at most once a frame and only while it is visible.
 */
export function Heatmap(props: HeatmapProps) {
  const base = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const stale = useRef({ base: true, over: true });

  const painters = useRef<{ readonly base: () => void; readonly over: () => void } | null>(null);
  painters.current ??= {
    base: () => {
      const context = base.current?.getContext('2d', { alpha: false });
      if (context === null || context === undefined) return;
      stale.current.base = false;
      const { view, scale, frame, text, subject, areas } = latest.current;
      const ratio = pixelRatio.peek();
      resize(context.canvas, frame.width, frame.height, ratio);
      const started = performance.now();
      const picture = { view, scale, frame, text, theme: currentTheme.peek(), ratio, subject };
      paintBase(context, picture, areas);
      // Read by tests of the painting speed.
      context.canvas.dataset.paintMs = (performance.now() - started).toFixed(1);
    },
    over: () => {
      const context = over.current?.getContext('2d');
      if (context === null || context === undefined) return;
      stale.current.over = false;
      const { frame, marks, decor, crosshair } = latest.current;
      const ratio = pixelRatio.peek();
      const width = frame.width + margin.left + margin.right;
      const height = frame.height + margin.top + margin.bottom;
      if (!resize(context.canvas, width, height, ratio)) {
        context.setTransform(1, 0, 0, 1, 0, 0);
        context.clearRect(0, 0, context.canvas.width, context.canvas.height);
      }
      context.setTransform(ratio, 0, 0, ratio, margin.left * ratio, margin.top * ratio);
      paintAxes(context, frame, decor.peek(), currentTheme.peek());
      paintMarks(context, frame, marks.peek(), currentTheme.peek(), crosshair === true);
    },
  };
  const paint = painters.current;
  const visible = useVisible(base, (now) => {
    if (!now) {
      props.areas.pause();
      return;
    }
    if (stale.current.base || props.areas.exactness.peek() !== 'exact') schedule(paint.base);
    if (stale.current.over) schedule(paint.over);
  });
  const request = (layer: 'base' | 'over'): void => {
    stale.current[layer] = true;
    if (visible.current) schedule(paint[layer]);
  };
  const { view, scale, frame, text, subject, areas, marks, decor } = props;
  const { width, height, cellWidth, cellHeight, row, column } = frame;
  useLayoutEffect(() => {
    request('base');
    request('over');
  }, [
    view,
    scale,
    text,
    subject.shows,
    subject.image,
    subject.matrix,
    width,
    height,
    cellWidth,
    cellHeight,
    row,
    column,
  ]);
  useLayoutEffect(
    () =>
      watchChanges([currentTheme, pixelRatio], () => {
        request('base');
        request('over');
      }),
    [],
  );
  useLayoutEffect(() => {
    request('over');
    return watchChanges([marks, decor], () => request('over'));
  }, [marks, decor]);
  useEffect(() => {
    areas.repaint = () => request('base');
    return () => areas.dispose();
  }, [areas]);
  useEffect(() => {
    const withdraw = [
      offerCells(base.current, () => {
        const { view, scale, frame, text, subject, areas } = latest.current;
        const picture = { view, scale, frame, text, theme: currentTheme.peek(), ratio: pixelRatio.peek(), subject };
        // Painting in another theme replaces the picture's colours, so the canvas is painted again.
        const again = (context: CanvasRenderingContext2D, other: BasePicture): void => {
          paintBase(context, other, areas);
          request('base');
        };
        return { picture, paint: again };
      }),
      offerPainter(over.current, (pen, theme) => {
        const { frame, marks, decor, crosshair } = latest.current;
        pen.translate(margin.left, margin.top);
        paintAxes(pen, frame, decor.peek(), theme);
        paintMarks(pen, frame, marks.peek(), theme, crosshair === true);
      }),
    ];
    return () => {
      for (const each of withdraw) each();
    };
  }, []);
  useEffect(
    () => () => {
      unschedule(paint.base);
      unschedule(paint.over);
    },
    [],
  );
  const pointer = usePointer(base, frame, props.pointing);

  return (
    <div class="heatmap" style={{ width: px(frame.width), height: px(frame.height) }}>
      <canvas
        ref={(canvas) => {
          base.current = canvas;
          props.canvasRef?.(canvas);
        }}
        class={props.pointing.pan === null ? 'heatmap-cells' : 'heatmap-cells pannable'}
        role="img"
        aria-label={props.label}
        style={{ width: px(frame.width), height: px(frame.height) }}
        onContextMenu={(event) => {
          if (props.onMenu === undefined) return;
          event.preventDefault();
          props.onMenu(event.clientX, event.clientY, pointer.cell(event));
        }}
        {...pointer.handlers}
      />
      <canvas
        ref={over}
        class="heatmap-marks"
        aria-hidden="true"
        style={{
          left: px(-margin.left),
          top: px(-margin.top),
          width: px(frame.width + margin.left + margin.right),
          height: px(frame.height + margin.top + margin.bottom),
        }}
      />
      {props.children}
    </div>
  );
}

/** Sets a canvas's size in device pixels. Returns true if the size changed, which clears the canvas. */
function resize(canvas: HTMLCanvasElement, width: number, height: number, ratio: number): boolean {
  const w = Math.max(1, Math.round(width * ratio));
  const h = Math.max(1, Math.round(height * ratio));
  if (canvas.width === w && canvas.height === h) return false;
  // Each assignment allocates a buffer, so an unchanged side is not assigned.
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  return true;
}
