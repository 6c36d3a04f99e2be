import { assertNever } from '../../../src/engine/core/assertNever.ts';
import type { Pair } from '../../../src/engine/core/call.ts';
import {
  gridRange,
  type ErrorPattern,
  type ErrorPlaces,
  type OutputAxis,
} from '../../../src/engine/diagnose/where/whereWrong.ts';
import { isWrongIndex, type WrongIndices } from '../../../src/engine/diagnose/where/wrongIndices.ts';
import { formatInteger } from '../../../src/scenario/text/format.ts';
import type { OutputIndex } from '../../../src/engine/provenance/provenance.ts';

/** Returns true if an output element, which is also given by its flat index, belongs to a part of the output. */
export type OutputPart = (element: OutputIndex, flat: number) => boolean;

/** A small picture of where an output is wrong: cells that each stand for a part of the output. */
export interface ErrorPicture {
  /** `plane` is as large as the plane's shape; the others are strips of equal cells, or a few large cells. */
  readonly kind: 'plane' | 'strip' | 'cells';
  /** The share of wrong elements of each cell, row by row. */
  readonly cells: readonly (readonly number[])[];
  /** What the first and the last cell of a strip stand for; null if a cell says so itself, or for a plane. */
  readonly ends: readonly [first: string, last: string] | null;
  /** Says what a cell stands for: "row 3", "channels 4–7". */
  readonly nameOf: (row: number, column: number) => string;
  readonly partOf: (row: number, column: number) => OutputPart;
}

/** The most cells of a strip. */
const mostCells = 64;
/** The longest period of which single indices are drawn although a strip has no room for all. */
const mostPeriod = 16;

/** Returns the picture of the whole plane. */
export function planePicture({ grid }: Pick<ErrorPlaces, 'grid'>, size: Pair): ErrorPicture {
  const rangeOf = (row: number, column: number): readonly [rows: Pair, columns: Pair] => [
    gridRange(row, grid.length, size[0]),
    gridRange(column, grid[0]?.length ?? 1, size[1]),
  ];
  return {
    kind: 'plane',
    cells: grid,
    ends: null,
    nameOf: (row, column) => {
      const [rows, columns] = rangeOf(row, column);
      return `${rangeName('row', rows)}, ${rangeName('column', columns)}`;
    },
    partOf: (row, column) => {
      const [rows, columns] = rangeOf(row, column);
      return ({ y, x }) => isWithin(y, rows) && isWithin(x, columns);
    },
  };
}

/**
 * Returns the picture of what wrong elements have in common, for an output of `cout` channels; null if the picture of the
 * plane shows it.
 */
export function findingPicture(finding: ErrorPattern, cout: number): ErrorPicture | null {
  switch (finding.kind) {
    case 'axis': {
      const { axis, size, wrong } = finding;
      return stripOf(axis, size, wrong, (range) => (element) => isWithin(indexAlong(element, axis), range));
    }
    case 'groups': {
      const { groups, of } = finding;
      return stripOf(
        'group',
        of,
        { kind: 'list', indices: groups },
        (range) =>
          ({ c }) =>
            isWithin(Math.floor((c * of) / cout), range),
      );
    }
    case 'relation':
      return stripOf(
        'channel',
        finding.of,
        { kind: 'list', indices: finding.channels },
        (range) =>
          ({ c }) =>
            isWithin(c, range),
      );
    case 'memory':
      return stripOf('element', finding.size, finding.wrong, (range) => (_, flat) => isWithin(flat, range));
    case 'phases': {
      const { phases, stride } = finding;
      const isWrong = (y: number, x: number): boolean => phases.some(([sy, sx]) => sy === y && sx === x);
      return {
        kind: 'cells',
        cells: Array.from({ length: stride[0] }, (_, y) =>
          Array.from({ length: stride[1] }, (__, x) => Number(isWrong(y, x))),
        ),
        ends: null,
        nameOf: (y, x) => `phase (${y}, ${x})`,
        partOf:
          (sy, sx) =>
          ({ y, x }) =>
            y % stride[0] === sy && x % stride[1] === sx,
      };
    }
    case 'border':
    case 'tiles':
    case 'values':
    case 'elements':
    case 'not-finite':
      return null;
    default:
      return assertNever(finding, 'finding');
  }
}

/** Returns a strip of an axis, every index of it a cell, or several indices in one if they are too many. */
function stripOf(name: string, size: number, wrong: WrongIndices, partOf: (range: Pair) => OutputPart): ErrorPicture {
  // The beginning of a short period says all; in cells of several indices it would be lost.
  const isBeginning = size > mostCells && wrong.kind === 'periodic' && wrong.period <= mostPeriod;
  const shown = isBeginning ? mostCells : size;
  const count = Math.min(mostCells, shown);
  const rangeOf = (cell: number): Pair => gridRange(cell, count, shown);
  const shareOf = ([from, end]: Pair): number => {
    let marked = 0;
    for (let index = from; index < end; index++) marked += Number(isWrongIndex(wrong, index));
    return marked / (end - from);
  };
  const last = isBeginning ? `${count - 1}, … ${formatInteger(size - 1)}` : formatInteger(size - 1);
  return {
    kind: 'strip',
    cells: [Array.from({ length: count }, (_, cell) => shareOf(rangeOf(cell)))],
    ends: [`${name} 0`, last],
    nameOf: (_, cell) => rangeName(name, rangeOf(cell)),
    partOf: (_, cell) => partOf(rangeOf(cell)),
  };
}

function indexAlong({ n, c, y, x }: OutputIndex, axis: OutputAxis): number {
  return { image: n, channel: c, row: y, column: x }[axis];
}

const isWithin = (index: number, [from, end]: Pair): boolean => index >= from && index < end;

/** Returns "row 3", "channels 4–7". */
function rangeName(name: string, [from, end]: Pair): string {
  return end - from === 1
    ? `${name} ${formatInteger(from)}`
    : `${name}s ${formatInteger(from)}–${formatInteger(end - 1)}`;
}
