import type { Cell, CellRange, Highlight } from '../../../src/engine/provenance/stage.ts';
import type { Theme } from '../../colour/theme.ts';
import { type PaneFrame, rectOf } from '../frame.ts';
import type { Pen } from './pen.ts';

/** Marks over the cells of a heatmap. */
export interface Marks {
  readonly cursor: Highlight | null;
  readonly hover: Highlight | null;
  /** The cell with the keyboard focus. */
  readonly focus: Cell | null;
}

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Least size of a cell that is outlined inside; smaller cells are outlined outside. In CSS pixels. */
const roomy = 14;
/** The term of a matrix with smaller cells is marked by a ring. In CSS pixels. */
const tiny = 5;

/**
 * Draws the marks in CSS pixels, with the heatmap's corner at the origin. The element is amber, a rectangle or a band;
 * the term is green, a cell or a ring. The two differ in shape as well as in colour.
 */
export function paintMarks(context: Pen, frame: PaneFrame, marks: Marks, theme: Theme, crosshair: boolean): void {
  if (marks.hover !== null) paintHighlight(context, frame, marks.hover, theme, 'hover');
  if (marks.cursor !== null) {
    const target = targetOf(marks.cursor);
    if (crosshair && target !== null) paintCrosshair(context, frame, target, theme);
    paintHighlight(context, frame, marks.cursor, theme, 'cursor');
  }
  if (marks.focus !== null) paintFocus(context, frame, marks.focus, theme);
}

function paintHighlight(
  context: Pen,
  frame: PaneFrame,
  highlight: Highlight,
  theme: Theme,
  strength: 'cursor' | 'hover',
): void {
  const thin = strength === 'hover';
  context.save();
  if (thin) context.globalAlpha = 0.75;
  const small = Math.min(frame.cellWidth, frame.cellHeight);
  for (const part of partsOf(highlight)) {
    const rect = visibleRect(frame, rectOf(frame, part));
    if (rect !== null) outline(context, frame, rect, theme.element, theme.halo, small, thin);
  }
  if (highlight.term !== null) {
    const cell = { ...highlight.term, rows: 1, columns: 1 };
    const rect = visibleRect(frame, rectOf(frame, cell));
    if (rect !== null) {
      if (small < tiny) ring(context, rect, theme.term, theme.halo, thin);
      else outline(context, frame, rect, theme.term, theme.halo, small, thin);
    }
  }
  context.restore();
}

/** Returns the element's rectangle, or its single cells if they do not fill a rectangle. */
function partsOf({ element, cells }: Highlight): readonly CellRange[] {
  if (cells !== undefined) return cells.map((cell) => ({ ...cell, rows: 1, columns: 1 }));
  return element === null ? [] : [element];
}

/** Returns the cells to which the crosshair leads: the element, or the term's cell if the element has single cells. */
function targetOf({ element, cells, term }: Highlight): CellRange | null {
  if (cells === undefined) return element;
  return term && { ...term, rows: 1, columns: 1 };
}

/** Returns the visible part of a rectangle, or null if there is none. */
function visibleRect(frame: PaneFrame, rect: Rect): Rect | null {
  const x = Math.max(0, rect.x);
  const y = Math.max(0, rect.y);
  const width = Math.min(frame.width, rect.x + rect.width) - x;
  const height = Math.min(frame.height, rect.y + rect.height) - y;
  // Rounding may leave a sliver of a cell that lies beyond the border.
  return width <= 0.01 || height <= 0.01 ? null : { x, y, width, height };
}

function outline(
  context: Pen,
  frame: PaneFrame,
  rect: Rect,
  colour: string,
  halo: string,
  small: number,
  thin: boolean,
): void {
  const inside = small >= roomy;
  const grown = inside ? rect : atLeast(rect, small < tiny ? 2 : small);
  const off = inside ? 0 : 1.5;
  const left = inside ? Math.max(1, grown.x) : grown.x - off;
  const top = inside ? Math.max(1, grown.y) : grown.y - off;
  const right = inside ? Math.min(frame.width - 1, grown.x + grown.width) : grown.x + grown.width + off;
  const bottom = inside ? Math.min(frame.height - 1, grown.y + grown.height) : grown.y + grown.height + off;
  const width = thin ? 1 : small < tiny ? 1.5 : 2;
  for (const [style, line] of [
    [halo, width + (thin ? 1.5 : 2)],
    [colour, width],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = line;
    context.strokeRect(left, top, right - left, bottom - top);
  }
}

/** Grows a rectangle around its middle to at least `size` on either side. */
function atLeast(rect: Rect, size: number): Rect {
  const width = Math.max(size, rect.width);
  const height = Math.max(size, rect.height);
  return {
    x: rect.x + (rect.width - width) / 2,
    y: rect.y + (rect.height - height) / 2,
    width,
    height,
  };
}

function ring(context: Pen, rect: Rect, colour: string, halo: string, thin: boolean): void {
  const radius = 5;
  for (const [style, line] of [
    [halo, thin ? 2.5 : 4],
    [colour, thin ? 1 : 2],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = line;
    context.beginPath();
    context.arc(rect.x + rect.width / 2, rect.y + rect.height / 2, radius, 0, 2 * Math.PI);
    context.stroke();
  }
}

/** Draws lines from the left and the top edge to the target, if cells are too small for a clear outline. */
function paintCrosshair(context: Pen, frame: PaneFrame, target: CellRange, theme: Theme): void {
  if (Math.min(frame.cellWidth, frame.cellHeight) >= roomy) return;
  const rect = rectOf(frame, target);
  const x = rect.x + rect.width / 2;
  const y = rect.y + rect.height / 2;
  if (x < 0 || x > frame.width || y < 0 || y > frame.height) return;
  for (const [style, line, alpha] of [
    [theme.halo, 3, 0.5],
    [theme.element, 1, 1],
  ] as const) {
    context.save();
    context.globalAlpha = alpha;
    context.strokeStyle = style;
    context.lineWidth = line;
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(Math.max(0, x - 5), y);
    context.moveTo(x, 0);
    context.lineTo(x, Math.max(0, y - 5));
    context.stroke();
    context.restore();
  }
}

function paintFocus(context: Pen, frame: PaneFrame, cell: Cell, theme: Theme): void {
  const rect = visibleRect(frame, rectOf(frame, { ...cell, rows: 1, columns: 1 }));
  if (rect === null) return;
  const grown = atLeast(rect, 8);
  for (const [style, line] of [
    [theme.halo, 3],
    [theme.focus, 1],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = line;
    context.strokeRect(grown.x - 3.5, grown.y - 3.5, grown.width + 7, grown.height + 7);
  }
}
