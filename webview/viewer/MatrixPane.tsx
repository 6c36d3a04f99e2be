import { computed, untracked, useSignal, type ReadonlySignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Cell, Cursor, Highlight } from '../../src/engine/provenance/stage.ts';
import { sliceText } from '../../src/engine/stages/sliceText.ts';
import { formatInteger } from '../../src/scenario/text/format.ts';
import { cellNumbers } from './cellNumbers.ts';
import type { Scale } from '../colour/scale.ts';
import { copyValue } from './actions/copyValue.ts';
import { PaneMenu } from './actions/PaneMenu.tsx';
import type { PaneExport } from './actions/paneExport.ts';
import { PixelNote, ShapeNote } from './areas/PixelNote.tsx';
import { isZoomedOut } from './areas/density.ts';
import { pixelItems, pixelShowsOf } from './areas/pixelItems.ts';
import { useAreaPicture } from './areas/useAreaPicture.ts';
import { cellWords } from './cellWords.ts';
import { type PaneBox, fits, type PaneFrame, paneFrameOf, panBy, scrollTo, zoomAt } from './frame.ts';
import { GridTwin } from './GridTwin.tsx';
import { Heatmap } from './Heatmap.tsx';
import { noDecor, type AxisDecor } from './paint/paintAxes.ts';
import type { Marks } from './paint/paintMarks.ts';
import { type MatrixModel, matrixRefOf, type PaneModel, type TensorStore } from './paneModel.ts';
import { type Labelled, axisDecorOf } from './axisDecor.ts';
import { watch } from './watch.ts';
import { px } from '../ui/px.ts';
import { useViewer } from '../store/useSession.ts';
import type { Viewer } from '../store/viewer.ts';
import { unzoomed, type ViewportAccess } from '../store/viewports.ts';

export interface MatrixPaneProps {
  readonly pane: PaneModel;
  readonly store: TensorStore;
  readonly box: PaneBox;
  readonly headerWidth: number;
  /** Room between the header and the heatmap, in CSS pixels. */
  readonly above?: number;
  /** Distance from the header's left edge to the heatmap's, in CSS pixels. */
  readonly indent?: number;
  readonly scale: ReadonlySignal<Scale>;
  readonly text?: (value: number, characters: number) => string;
  readonly port: ViewportAccess;
  readonly labelled?: Labelled | null;
  readonly crosshair?: boolean;
  /** Cost of reading a cell, in plain reads; 1 by default. */
  readonly cost?: number;
  /**
   * Returns the first visible column after a move of the cursor, or null for the default: the viewport scrolls as
   * little as keeps the cursor visible.
   */
  readonly follow?: (frame: PaneFrame, place: Highlight) => number | null;
  /** Content of the header after the shape: selectors, switches. */
  readonly extra?: ComponentChildren;
  /** Short remark after the title, in place of the shape. */
  readonly remark?: string;
  /** Text after the shape. */
  readonly suffix?: string;
  /** The remark as a whole sentence, shown as a tooltip. */
  readonly hint?: string;
  /** Content below the heatmap: captions, a colour bar. */
  readonly children?: ComponentChildren;
}

/** Least width of a header that has room for a note beside the title, in CSS pixels. */
const roomForNote = 400;

/** Shows a matrix or an image with header, heatmap, accessible grid, menu and caption. */
export function MatrixPane(props: MatrixPaneProps) {
  const { pane, store, box, port, labelled = null } = props;
  const { stage, key } = pane;
  const viewer = useViewer();
  const { cursor, hover, displayCursor } = viewer;
  const slice = useMemo(() => computed(() => sliceText(stage.slice(displayCursor.value))), [stage]).value;
  const view = useMemo(() => stage.view(displayCursor.peek()), [stage, slice]);
  const matrix = useMemo(() => matrixRefOf(pane, displayCursor.peek()), [stage, slice]);
  const areas = useAreaPicture(viewer.tiles);
  const viewport = port.get();
  const frame = paneFrameOf(box, view.rows, view.columns, viewport);
  const focus = useSignal<Cell | null>(null);
  const pointed = useSignal<Cell | null>(null);
  const over = useMemo(() => computed(() => pointed.value ?? focus.value), []);
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const menu = useRef<HTMLElement | null>(null);

  const marks = useMemo(() => computed((): Marks => marksOf(stage, viewer, focus.value)), [stage]);
  const decor = useMemo(
    () =>
      computed((): AxisDecor =>
        labelled === null
          ? { ...noDecor, brackets: stage.form === 'matrix' }
          : axisDecorOf(pane.axes, labelled, frame, stage.highlight(displayCursor.value)),
      ),
    [stage, labelled?.top, labelled?.left, JSON.stringify(frame)],
  );

  const place = (to: Cursor | null): void => {
    if (to !== null) cursor.value = to;
  };
  const pick = (cell: Cell): void => place(stage.pick(cell, displayCursor.peek()));
  const zoom = (factor: number, x: number, y: number): void => {
    const next = zoomAt(box, frame, port.get(), factor, x, y);
    if (next.zoom <= 1.001) fit();
    else port.set(next);
  };
  const latest = useRef({ frame, follow: props.follow });
  latest.current = { frame, follow: props.follow };
  const follow = (): void => {
    const highlight = stage.highlight(cursor.peek());
    const now = latest.current;
    const before = port.get();
    const column = now.follow?.(now.frame, highlight) ?? null;
    if (column !== null && before.zoom === 1) {
      if (now.frame.column !== column) port.set({ ...unzoomed, row: before.row, column });
      return;
    }
    const target = highlight.term === null ? highlight.element : { ...highlight.term, rows: 1, columns: 1 };
    if (target === null || fits(now.frame)) return;
    const next = scrollTo(now.frame, before, target);
    if (next !== before) port.set(next);
  };
  // The viewport follows only moves of the cursor: after panning away it stays until the cursor moves.
  useEffect(
    () => watch([cursor], () => untracked(follow)),
    [stage, box.width, box.height, box.cellWidth, box.cellHeight],
  );
  const fit = (): void => {
    port.set(null);
    latest.current.frame = paneFrameOf(box, view.rows, view.columns, unzoomed);
    follow();
  };

  const paneExport: PaneExport = {
    pane,
    store,
    view,
    canvas: () => canvas.current,
    cursor: () => displayCursor.peek(),
  };
  const label = `${stage.symbol} ${stage.title}, ${formatInteger(view.rows)} × ${formatInteger(view.columns)}${slice === '' ? '' : `, ${slice}`}`;
  const limit = props.scale.value.high;
  const numbers = useMemo(() => cellNumbers(limit), [limit]);
  // A product shares its columns with the factor above it, whose header has the note.
  const hasNote = props.headerWidth >= roomForNote && props.crosshair !== true && pane.image === undefined;
  const middle = { x: frame.width / 2, y: frame.height / 2 };
  const onKey = (event: KeyboardEvent, cell: Cell): boolean => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c') {
      void copyValue(paneExport, cell, viewer.host).then(viewer.messages.tell);
      return true;
    }
    switch (event.key) {
      case '+':
      case '=':
        zoom(1.5, middle.x, middle.y);
        return true;
      case '-':
        zoom(1 / 1.5, middle.x, middle.y);
        return true;
      case '0':
        fit();
        return true;
      case 'Enter':
        pick(cell);
        return true;
      case 'ContextMenu':
        openMenu();
        return true;
      case 'F10':
        if (!event.shiftKey) return false;
        openMenu();
        return true;
      default:
        return false;
    }
  };
  const openMenu = (): void => menu.current?.querySelector('button')?.click();
  const keys = useRef(onKey);
  keys.current = onKey;
  // Memoized, so that panning and zooming do not render the grid's cells again.
  const twin = useMemo(
    () => (
      <GridTwin
        label={`${label}, cells`}
        rows={view.rows}
        columns={view.columns}
        placeOf={(at) => cellOf(stage.highlight(at))}
        words={(cell) =>
          `${pane.index(cursor.peek(), cell)} ${pane.image?.words(cell) ?? cellWords(view, cell, pane.dtype)}`
        }
        focus={focus}
        pick={pick}
        onKey={(event, cell) => keys.current(event, cell)}
      />
    ),
    [stage, store, view, label, pane.image],
  );
  const noted = { viewer, paneKey: key, title: stage.title, frame, areas };

  return (
    <section class="pane" data-pane={key} aria-label={`${stage.symbol} ${stage.title}`}>
      <header class="pane-header" style={{ width: px(props.headerWidth) }}>
        <PaneTitle pane={pane} />
        <ShapeNote
          {...noted}
          text={props.remark ?? [`${view.rows}×${view.columns}`, props.suffix].join(' ').trim()}
          {...(props.hint === undefined ? {} : { hint: props.hint })}
        />
        {props.extra}
        {hasNote && <PixelNote {...noted} slice={slice} over={over} />}
        <PaneMenu
          paneExport={paneExport}
          cell={() => focus.peek() ?? cellOf(stage.highlight(cursor.peek()))}
          fit={viewport.zoom === 1 ? null : fit}
          pixels={isZoomedOut(frame) && pane.image === undefined ? pixelItems(viewer, key) : []}
          menuRef={menu}
        />
      </header>
      <div style={{ paddingTop: px(props.above ?? 0), paddingLeft: px(props.indent ?? 0) }}>
        <Heatmap
          label={`${label}, heatmap`}
          view={view}
          scale={props.scale.value}
          frame={frame}
          text={props.text ?? numbers}
          marks={marks}
          decor={decor}
          crosshair={props.crosshair === true}
          subject={{
            source: store.tileSource,
            matrix,
            cost: props.cost ?? 1,
            shows: pixelShowsOf(viewer, key),
            ...(pane.image === undefined ? {} : { image: pane.image.canvas }),
          }}
          areas={areas}
          pointing={{
            hover: (cell) => {
              pointed.value = cell;
              hover.value = cell === null ? null : stage.pick(cell, cursor.peek());
            },
            pick,
            zoom,
            pan: fits(frame) ? null : (dx, dy) => port.set(panBy(frame, port.get(), dx, dy)),
            fit,
          }}
          canvasRef={(element) => {
            canvas.current = element;
          }}
          onMenu={(_x, _y, cell) => {
            if (cell !== null) pick(cell);
            openMenu();
          }}
        >
          {twin}
        </Heatmap>
      </div>
      {props.children}
    </section>
  );
}

/** Shows a pane's symbol as in the equation, then its title: "U Unfolded", "Y = K·U + b". */
function PaneTitle({ pane }: { readonly pane: PaneModel }) {
  const { stage } = pane;
  if (pane.brief === true) return <i class="math">{stage.symbol}</i>;
  const equation = stage.form === 'matrix' && stage.title.includes('·');
  if (!equation) {
    return (
      <>
        {pane.untitled !== true && <i class="math">{stage.symbol}</i>}
        <b>{stage.title}</b>
      </>
    );
  }
  const [product = '', bias] = stage.title.split(' + ');
  return (
    <>
      <i class="math">{stage.symbol}</i>
      <b>=</b>
      <i class="math">{product}</i>
      {bias !== undefined && <b>+ {bias}</b>}
    </>
  );
}

/** Returns a stage's marks. While the mouse previews another slice, the cursor's marks are hidden. */
function marksOf(stage: MatrixModel, viewer: Pick<Viewer, 'cursor' | 'hover'>, focus: Cell | null): Marks {
  const cursor = viewer.cursor.value;
  const hover = viewer.hover.value;
  if (hover === null) return { cursor: stage.highlight(cursor), hover: null, focus };
  return {
    cursor: sliceText(stage.slice(cursor)) === sliceText(stage.slice(hover)) ? stage.highlight(cursor) : null,
    hover: stage.highlight(hover),
    focus,
  };
}

/** Returns the cell that represents a highlight: the term's, or else the element's first cell. */
function cellOf(highlight: Highlight): Cell {
  return highlight.term ?? highlight.element ?? { row: 0, column: 0 };
}
