import type { Highlight } from '../../src/engine/provenance/stage.ts';
import type { StageAxes } from './axisNames.ts';
import type { PaneFrame } from './frame.ts';
import { noDecor, type AxisDecor } from './paint/paintAxes.ts';
import { dividersOf, type Here, ticksOf } from './ticks.ts';

/** Which of its axes a matrix labels; its neighbour in the scheme labels the one they share. */
export interface Labelled {
  readonly top: 'all' | 'cursor' | 'none';
  readonly left: 'all' | 'cursor' | 'none';
}

/** Labels closer than this run into each other. */
const gaps = { top: 34, left: 11 } as const;
const pitches = { top: 48, left: 28 } as const;

/** Brackets, ticks and dividers of a matrix for a place in it. */
export function surroundOf(axes: StageAxes, labelled: Labelled, frame: PaneFrame, highlight: Highlight): AxisDecor {
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

/** Terms are counted one by one where there is room; places and channels keep their names. */
const eachOf = (name: string, cell: number, room: number): boolean => name === 'r' && cell >= room;
