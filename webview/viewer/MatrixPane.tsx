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
import { cellOf, marksOf } from './stageMarks.ts';
import { PaneTitle } from './PaneTitle.tsx';
import { lookedAtOf, type PaneModel, type TensorStore } from './paneModel.ts';
import { type Labelled, surroundOf } from './axisDecor.ts';
import { watch } from './watch.ts';
import { px } from '../ui/px.ts';
import { useViewer } from '../store/useSession.ts';
import { unzoomed, type ViewportAccess } from '../store/viewports.ts';

export interface MatrixPaneProps {
  readonly source: PaneModel;
  readonly scene: TensorStore;
  readonly box: PaneBox;
  readonly headerWidth: number;
  /** Room between the header and the picture. */
  readonly above?: number;
  /** How far right of the header's start the picture begins. */
  readonly indent?: number;
  readonly scale: ReadonlySignal<Scale>;
  readonly text?: (value: number, characters: number) => string;
  readonly port: ViewportAccess;
  readonly labelled?: Labelled | null;
  readonly crosshair?: boolean;
  /** What reading a cell costs, in plain reads; 1 without it. */
  readonly cost?: number;
  /** Moves the viewport when the cursor moves; without it as little as keeps the cursor in sight. */
  readonly follow?: (frame: PaneFrame, place: Highlight) => number | null;
  /** In the header after the shape: selectors, switches. */
  readonly extra?: ComponentChildren;
  /** Short remark after the title in place of the shape. */
  readonly remark?: string;
  /** Follows the shape. */
  readonly suffix?: string;
  /** The remark in a whole sentence, for who points at it. */
  readonly hint?: string;
  /** Below the picture: captions, a colour bar. */
  readonly children?: ComponentChildren;
}

/** A header of this width has room for a note beside the title. */
const roomForNote = 400;

/** A matrix or an image with everything around it: header, picture, twin, menu, caption. */
export function MatrixPane(props: MatrixPaneProps) {
  const { source, scene, box, port, labelled = null } = props;
  const { stage, key } = source;
  const viewer = useViewer();
  const { cursor, hover, displayCursor } = viewer;
  const slice = useMemo(() => computed(() => sliceText(stage.slice(displayCursor.value))), [stage]).value;
  const view = useMemo(() => stage.view(displayCursor.peek()), [stage, slice]);
  const lookedAt = useMemo(() => lookedAtOf(source, displayCursor.peek()), [stage, slice]);
  const areas = useAreaPicture(viewer.tiles);
  const viewport = port.get();
  const frame = paneFrameOf(box, view.rows, view.columns, viewport);
  const focus = useSignal<Cell | null>(null);
  const pointed = useSignal<Cell | null>(null);
  const over = useMemo(() => computed(() => pointed.value ?? focus.value), []);
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const menu = useRef<HTMLElement | null>(null);

  const marks = useMemo(() => computed((): Marks => marksOf(stage, viewer, focus.value)), [stage]);
  const around = useMemo(
    () =>
      computed((): AxisDecor =>
        labelled === null
          ? { ...noDecor, brackets: stage.form === 'matrix' }
          : surroundOf(source.axes, labelled, frame, stage.highlight(displayCursor.value)),
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
  // Only the cursor is followed: who pans away from it stays there until it moves.
  useEffect(
    () => watch([cursor], () => untracked(follow)),
    [stage, box.width, box.height, box.cellWidth, box.cellHeight],
  );
  const fit = (): void => {
    port.set(null);
    latest.current.frame = paneFrameOf(box, view.rows, view.columns, unzoomed);
    follow();
  };

  const portrait: PaneExport = {
    source,
    scene,
    view,
    canvas: () => canvas.current,
    cursor: () => displayCursor.peek(),
  };
  const label = `${stage.symbol} ${stage.title}, ${formatInteger(view.rows)} × ${formatInteger(view.columns)}${slice === '' ? '' : `, ${slice}`}`;
  const limit = props.scale.value.high;
  const numbers = useMemo(() => cellNumbers(limit), [limit]);
  // The product shares its columns with the factor above it, which says how they are displayCursor.
  const told = props.headerWidth >= roomForNote && props.crosshair !== true;
  const middle = { x: frame.width / 2, y: frame.height / 2 };
  const onKey = (event: KeyboardEvent, cell: Cell): boolean => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c') {
      void copyValue(portrait, cell, viewer.host).then(viewer.messages.tell);
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
  // The same element while one pans and zooms: its cells are not rendered again for that.
  const twin = useMemo(
    () => (
      <GridTwin
        label={`${label}, cells`}
        rows={view.rows}
        columns={view.columns}
        placeOf={(at) => cellOf(stage.highlight(at))}
        words={(cell) => `${source.index(cursor.peek(), cell)} ${cellWords(view, cell, source.dtype)}`}
        focus={focus}
        pick={pick}
        onKey={(event, cell) => keys.current(event, cell)}
      />
    ),
    [stage, scene, view, label],
  );
  const noted = { viewer, paneKey: key, title: stage.title, frame, areas };

  return (
    <section class="pane" data-pane={key} aria-label={`${stage.symbol} ${stage.title}`}>
      <header class="pane-header" style={{ width: px(props.headerWidth) }}>
        <PaneTitle source={source} />
        <ShapeNote
          {...noted}
          text={props.remark ?? [`${view.rows}×${view.columns}`, props.suffix].join(' ').trim()}
          {...(props.hint === undefined ? {} : { hint: props.hint })}
        />
        {props.extra}
        {told && <PixelNote {...noted} slice={slice} over={over} />}
        <PaneMenu
          portrait={portrait}
          cell={() => focus.peek() ?? cellOf(stage.highlight(cursor.peek()))}
          fit={viewport.zoom === 1 ? null : fit}
          pixels={isZoomedOut(frame) ? pixelItems(viewer, key) : []}
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
          around={around}
          crosshair={props.crosshair === true}
          subject={{ run: scene.looked, lookedAt, cost: props.cost ?? 1, shows: pixelShowsOf(viewer, key) }}
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
