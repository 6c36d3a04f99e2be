import { computed, untracked, useSignal, type ReadonlySignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Cell, Cursor, Highlight } from '../../src/engine/provenance/stage.ts';
import { sliceText } from '../../src/engine/stages/sliceText.ts';
import { formatInteger } from '../../src/scenario/text/format.ts';
import { cellNumbers } from './cellNumbers.ts';
import type { Scale } from '../../src/colour/scale.ts';
import { copyValue } from './actions/copyValue.ts';
import { PaneMenu } from './actions/PaneMenu.tsx';
import type { PaneExport } from './actions/paneExport.ts';
import { PixelNote, ShapeNote } from './areas/PixelNote.tsx';
import { isZoomedOut } from './areas/density.ts';
import { pixelItems, pixelShowsOf } from './areas/pixelItems.ts';
import { useAreaPicture } from './areas/useAreaPicture.ts';
import { CellTip, type PointedCell } from './CellTip.tsx';
import { cellWords } from './cellWords.ts';
import { followCursor } from './followCursor.ts';
import { type PaneBox, fits, isWholeHeight, largestZoom, type PaneFrame, paneFrameOf, panBy, zoomAt } from './frame.ts';
import { GridTwin } from './GridTwin.tsx';
import { Heatmap } from './Heatmap.tsx';
import { MiniMap } from './MiniMap.tsx';
import { noDecor, type AxisDecor } from './paint/paintAxes.ts';
import type { Marks } from './paint/paintMarks.ts';
import { type MatrixModel, matrixRefOf, type PaneModel, type TensorStore } from './paneModel.ts';
import { type Labelled, axisDecorOf } from './axisDecor.ts';
import { useMorphedView } from './morphedView.ts';
import { watch } from './watch.ts';
import { type PaneZoom, ZoomButtons } from './ZoomButtons.tsx';
import type { TermId } from '../../src/scenario/text/explainedTerms.ts';
import { keyCommandsOf, keyNameOf } from '../ui/keyTable.ts';
import { type PaneAction, paneKeys } from './paneKeys.ts';
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
  /** True if an overview beside the pane shows which of the columns are visible. */
  readonly isOverviewed?: boolean;
  /** Cost of reading a cell, in plain reads; 1 by default. */
  readonly cost?: number;
  /**
   * Returns the first visible column after a move of the cursor, or null for the default: the viewport scrolls as
   * little as keeps the cursor visible.
   */
  readonly follow?: (frame: PaneFrame, place: Highlight) => number | null;
  /** Content of the header after the shape: selectors, switches. */
  readonly extra?: ComponentChildren;
  /** True if the header is only as wide as the title, so that its menu is beside it. */
  readonly isSmall?: boolean;
  /** Short remark after the title, in place of the shape. */
  readonly remark?: string;
  /** Text after the shape. */
  readonly suffix?: string;
  /** The remark as a whole sentence, shown as a tooltip. */
  readonly hint?: string;
  /** The term that explains the remark. */
  readonly remarkTerm?: TermId;
  /** Content below the heatmap: captions, a colour bar. */
  readonly children?: ComponentChildren;
}

const paneCommands = keyCommandsOf([paneKeys]);

/** Least width of a header that has room for a note beside the title, in CSS pixels. */
const roomForNote = 400;
/** Least width of a header with and without a note that has room for buttons, in CSS pixels; else the menu zooms. */
const roomForButtons = { besideNote: 480, alone: 300 } as const;
/** The factor of one zoom step by a button or a key. */
const zoomStep = 1.5;

/** Shows a matrix or an image with header, heatmap, accessible grid, menu and caption. */
export function MatrixPane(props: MatrixPaneProps) {
  const { pane, store, box, port, labelled = null } = props;
  const { stage, key } = pane;
  const viewer = useViewer();
  const { cursor, hover, displayCursor } = viewer;
  const slice = useMemo(() => computed(() => sliceText(stage.slice(displayCursor.value))), [stage]).value;
  const whole = useMemo(() => stage.view(displayCursor.peek()), [stage, slice]);
  const view = useMorphedView(viewer.morphing, key, whole);
  const matrix = useMemo(() => matrixRefOf(pane, displayCursor.peek()), [stage, slice]);
  const areas = useAreaPicture(viewer.tiles);
  const viewport = port.get();
  const frame = paneFrameOf(box, view.rows, view.columns, viewport);
  const focus = useSignal<Cell | null>(null);
  const pointed = useSignal<PointedCell | null>(null);
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
    const place = stage.highlight(cursor.peek());
    const { frame: now, follow: columnFor } = latest.current;
    const before = port.get();
    const next = followCursor(now, before, place, columnFor?.(now, place) ?? null);
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
    const name = keyNameOf(event);
    const action = name === null ? undefined : paneCommands.get(name);
    if (action === undefined) return false;
    const perform: Readonly<Record<PaneAction, () => void>> = {
      'zoom-in': () => zoom(zoomStep, middle.x, middle.y),
      'zoom-out': () => zoom(1 / zoomStep, middle.x, middle.y),
      fit,
      pick: () => pick(cell),
      menu: openMenu,
    };
    perform[action]();
    return true;
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
  const isZoomed = viewport.zoom > 1;
  const paneZoom: PaneZoom = {
    zoomIn: viewport.zoom < largestZoom(box) - 1e-6 ? () => zoom(zoomStep, middle.x, middle.y) : null,
    zoomOut: isZoomed ? () => zoom(1 / zoomStep, middle.x, middle.y) : null,
    fit: isZoomed ? fit : null,
  };
  const subject = {
    source: store.tileSource,
    matrix,
    cost: props.cost ?? 1,
    shows: pixelShowsOf(viewer, key),
    ...(pane.image === undefined ? {} : { image: pane.image.canvas }),
  };
  const canZoom = largestZoom(box) > 1;
  const hasButtons = canZoom && props.headerWidth >= (hasNote ? roomForButtons.besideNote : roomForButtons.alone);
  const hidden = !fits(frame) && !(props.isOverviewed === true && isWholeHeight(frame));
  const marked = useMemo(() => computed(() => stage.highlight(displayCursor.value).term), [stage]);
  const noted = { viewer, paneKey: key, title: stage.title, frame, areas };

  return (
    <section
      class={props.isSmall === true ? 'pane small' : 'pane'}
      data-pane={key}
      aria-label={`${stage.symbol} ${stage.title}`}
    >
      <header class="pane-header" style={{ width: px(props.headerWidth) }}>
        <PaneTitle pane={pane} />
        <ShapeNote
          {...noted}
          text={props.remark ?? [`${view.rows}×${view.columns}`, props.suffix].join(' ').trim()}
          {...(props.hint === undefined ? {} : { hint: props.hint })}
          {...(props.remarkTerm === undefined ? {} : { term: props.remarkTerm })}
        />
        {hasButtons && <ZoomButtons zoom={paneZoom} title={stage.title} />}
        <span class="header-spacer" />
        {props.extra}
        {hasNote && <PixelNote {...noted} slice={slice} over={focus} />}
        <PaneMenu
          paneExport={paneExport}
          cell={() => focus.peek() ?? cellOf(stage.highlight(cursor.peek()))}
          zoom={hasButtons || !canZoom ? null : paneZoom}
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
          subject={subject}
          areas={areas}
          pointing={{
            hover: (cell, at) => {
              pointed.value = cell === null || at === null ? null : { cell, at };
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
          {hidden && (
            <MiniMap
              view={view}
              scale={props.scale.value}
              frame={frame}
              subject={subject}
              port={port}
              marked={marked}
            />
          )}
          <CellTip
            pane={pane}
            view={view}
            frame={frame}
            areas={areas}
            pointed={pointed}
            heatmap={() => canvas.current}
          />
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
        <b class="pane-title" title={stage.title}>
          {stage.title}
        </b>
      </>
    );
  }
  const [product = '', bias] = stage.title.split(' + ');
  return (
    <>
      <i class="math">{stage.symbol}</i>
      <b>=</b>
      <i class="math">{product}</i>
      {bias !== undefined && <b class="pane-title">+ {bias}</b>}
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
