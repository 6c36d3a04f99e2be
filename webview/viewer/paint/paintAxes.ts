import { assertNever } from '../../../src/engine/core/assertNever.ts';
import type { Theme } from '../../colour/theme.ts';
import type { PaneFrame } from '../frame.ts';
import type { Pen } from './pen.ts';
import type { Tick } from '../ticks.ts';

/** Decoration around a matrix: brackets, ticks and dividers. */
export interface AxisDecor {
  readonly brackets: boolean;
  readonly top: readonly Tick[];
  readonly left: readonly Tick[];
  /** Columns before which a line is drawn: the first column of each output row. */
  readonly dividers: readonly number[];
  /** Columns of an overview that the matrix below shows with numbers. */
  readonly window: { readonly from: number; readonly count: number } | null;
}

export const noDecor: AxisDecor = { brackets: false, top: [], left: [], dividers: [], window: null };

/** Room for the decoration around the heatmap, in CSS pixels. */
export const margin = { left: 64, top: 20, right: 8, bottom: 12 } as const;

/** Draws brackets, ticks and dividers in CSS pixels, with the heatmap's corner at the origin. */
export function paintAxes(context: Pen, frame: PaneFrame, decor: AxisDecor, theme: Theme): void {
  for (const column of decor.dividers) {
    const x = (column - frame.column) * frame.cellWidth;
    if (x <= 1 || x >= frame.width - 1) continue;
    stroke(context, theme.foreground, 1.2, [
      [x, 0],
      [x, frame.height],
    ]);
  }
  if (decor.brackets) paintBrackets(context, frame, theme);
  context.textBaseline = 'alphabetic';
  for (const tick of decor.top) paintTop(context, frame, tick, theme);
  for (const tick of decor.left) paintLeft(context, frame, tick, theme);
  if (decor.window !== null) paintWindow(context, frame, decor.window, theme);
}

type Points = readonly (readonly [number, number])[];

function stroke(context: Pen, style: string, width: number, points: Points): void {
  context.strokeStyle = style;
  context.lineWidth = width;
  context.beginPath();
  for (const [i, [x, y]] of points.entries()) {
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.stroke();
}

function paintBrackets(context: Pen, frame: PaneFrame, theme: Theme): void {
  const low = frame.height + 1.5;
  for (const [edge, toward] of [
    [-4, 1],
    [frame.width + 4, -1],
  ] as const) {
    stroke(context, theme.foreground, 1.2, [
      [edge + 4 * toward, -1.5],
      [edge, -1.5],
      [edge, low],
      [edge + 4 * toward, low],
    ]);
  }
}

function inkOf(tick: Tick, theme: Theme): { readonly text: string; readonly line: string } {
  switch (tick.role) {
    case 'plain':
      return { text: theme.secondary, line: theme.axis };
    case 'element':
      return { text: theme.element, line: theme.element };
    case 'term':
      return { text: theme.term, line: theme.term };
    default:
      return assertNever(tick.role, 'role of a tick');
  }
}

const fontOf = (tick: Tick, theme: Theme): string => `${tick.role === 'plain' ? '' : 'bold '}10px ${theme.mono}`;

/** Cached widths of labels by font and text: measuring costs more than drawing, and labels repeat at every step. */
const widths = new Map<string, number>();
const mostWidths = 2000;

function labelWidth(context: Pen, label: string): number {
  const key = `${context.font} ${label}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (widths.size >= mostWidths) widths.clear();
  const { width } = context.measureText(label);
  widths.set(key, width);
  return width;
}

function paintTop(context: Pen, frame: PaneFrame, tick: Tick, theme: Theme): void {
  const x = (tick.at - frame.column) * frame.cellWidth;
  if (x < -0.5 || x > frame.width + 0.5) return;
  const ink = inkOf(tick, theme);
  stroke(context, ink.line, 1, [
    [x, -5],
    [x, -2],
  ]);
  context.font = fontOf(tick, theme);
  context.fillStyle = ink.text;
  context.textAlign = 'center';
  const half = labelWidth(context, tick.label) / 2;
  // A label at the border is moved inwards, so that it does not overlap the neighbouring pane.
  const middle = Math.max(half - 4, Math.min(x, frame.width - half + margin.right));
  context.fillText(tick.label, middle, -7);
}

function paintLeft(context: Pen, frame: PaneFrame, tick: Tick, theme: Theme): void {
  const y = (tick.at - frame.row) * frame.cellHeight;
  if (y < -0.5 || y > frame.height + 0.5) return;
  const ink = inkOf(tick, theme);
  stroke(context, ink.line, 1, [
    [-6, y],
    [-3, y],
  ]);
  context.font = fontOf(tick, theme);
  context.fillStyle = ink.text;
  context.textAlign = 'right';
  context.fillText(tick.label, -8, y + 3.5);
}

/** Draws a rectangle around the part of an overview that the matrix below shows, and lines from it to that matrix. */
function paintWindow(
  context: Pen,
  frame: PaneFrame,
  { from, count }: { readonly from: number; readonly count: number },
  theme: Theme,
): void {
  const left = (from - frame.column) * frame.cellWidth;
  const right = left + count * frame.cellWidth;
  context.strokeStyle = theme.foreground;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, -0.5, right - left - 1, frame.height + 1);
  for (const [at, to] of [
    [left, 0],
    [right, frame.width],
  ] as const) {
    stroke(context, theme.axis, 0.8, [
      [at, frame.height + 1],
      [to, frame.height + margin.bottom - 2],
    ]);
  }
}
