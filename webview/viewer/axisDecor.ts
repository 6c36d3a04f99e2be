import type { Highlight } from '../../src/engine/provenance/stage.ts';
import type { PaneFrame } from './frame.ts';
import { noDecor, type AxisDecor } from './paint/paintAxes.ts';
import { dividersOf, type Here, type StageAxes, ticksOf } from './ticks.ts';

/** Ticks that a matrix shows on each axis. An axis shared with a neighbour in the scheme is labelled there. */
export interface Labelled {
  readonly top: 'all' | 'cursor' | 'none';
  readonly left: 'all' | 'cursor' | 'none';
}

/** Least distance of a label from the cursor's, in CSS pixels. */
const gaps = { top: 34, left: 11 } as const;
/** Least distance between the labels of blocks, in CSS pixels. */
const pitches = { top: 48, left: 28 } as const;

/**
 * Returns what is drawn around a matrix: its brackets, the tick labels on both axes, and the dividing lines between
 * blocks of columns. The row and column that `highlight` marks get a tick of their own.
 */
export function axisDecorOf(axes: StageAxes, labelled: Labelled, frame: PaneFrame, highlight: Highlight): AxisDecor {
  const { element, term } = highlight;
  const column: Here | null =
    element?.columns === 1
      ? { index: element.column, role: 'element' }
      : term === null
        ? null
        : { index: term.column, role: 'term' };
  const row: Here | null =
    element?.rows === 1
      ? { index: element.row, role: 'element' }
      : term === null
        ? null
        : { index: term.row, role: 'term' };
  const across = frame.width / frame.cellWidth;
  const down = frame.height / frame.cellHeight;
  const top =
    axes.columns === null || labelled.top === 'none'
      ? []
      : ticksOf(
          axes.columns,
          frame.column,
          across,
          frame.cellWidth,
          column,
          gaps.top,
          pitches.top,
          eachOf(axes.columns.cell, frame.cellWidth, 16),
        );
  const left =
    axes.rows === null || labelled.left === 'none'
      ? []
      : ticksOf(
          axes.rows,
          frame.row,
          down,
          frame.cellHeight,
          row,
          gaps.left,
          pitches.left,
          eachOf(axes.rows.cell, frame.cellHeight, 14),
        );
  return {
    ...noDecor,
    brackets: true,
    top: labelled.top === 'cursor' ? top.filter(({ role }) => role !== 'plain') : top,
    left: labelled.left === 'cursor' ? left.filter(({ role }) => role !== 'plain') : left,
    dividers: axes.columns === null ? [] : dividersOf(axes.columns, frame),
  };
}

/**
 * Returns true if every cell of an axis has its number: only on an axis of terms, and if a cell has `room` CSS pixels.
 */
const eachOf = (name: string, cell: number, room: number): boolean => name === 'r' && cell >= room;
