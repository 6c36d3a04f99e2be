import type { Highlight } from '../../src/engine/provenance/stage.ts';
import type { PaneFrame } from './frame.ts';
import { noDecor, type AxisDecor } from './paint/paintAxes.ts';
import { dividersOf, type Here, type StageAxes, type Tick, ticksOf } from './ticks.ts';

/** Ticks that a matrix shows on each axis. An axis shared with a neighbour in the scheme is labelled there. */
export interface Labelled {
  readonly top: 'all' | 'cursor' | 'none';
  readonly left: 'all' | 'cursor' | 'none';
}

/** The room for the labels above and left of a matrix, in CSS pixels. */
const rooms = {
  top: { gap: 34, pitch: 48, numbered: 16 },
  left: { gap: 11, pitch: 28, numbered: 14 },
} as const;

/**
 * Returns what is drawn around a matrix: its brackets, the tick labels on both axes, and the dividing lines between
 * blocks of columns. The row and column that `highlight` marks get a tick of their own.
 */
export function axisDecorOf(axes: StageAxes, labelled: Labelled, frame: PaneFrame, highlight: Highlight): AxisDecor {
  const ticksAt = (side: 'top' | 'left'): readonly Tick[] => {
    const [names, shown] = [side === 'top' ? axes.columns : axes.rows, labelled[side]];
    if (names === null || shown === 'none') return [];
    const visible =
      side === 'top'
        ? { first: frame.column, length: frame.width / frame.cellWidth, size: frame.cellWidth }
        : { first: frame.row, length: frame.height / frame.cellHeight, size: frame.cellHeight };
    const ticks = ticksOf(names, visible, hereOn(side === 'top' ? 'column' : 'row', highlight), rooms[side]);
    return shown === 'cursor' ? ticks.filter(({ role }) => role !== 'plain') : ticks;
  };
  return {
    ...noDecor,
    brackets: true,
    top: ticksAt('top'),
    left: ticksAt('left'),
    dividers: axes.columns === null ? [] : dividersOf(axes.columns, frame),
  };
}

/** Returns where the cursor is along an axis: at the element if that has one index there, otherwise at the term. */
function hereOn(axis: 'row' | 'column', { element, term }: Highlight): Here | null {
  if (element?.[`${axis}s`] === 1) return { index: element[axis], role: 'element' };
  return term && { index: term[axis], role: 'term' };
}
