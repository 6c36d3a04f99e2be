import type { Steps } from '../core/steps.ts';
import { type MatrixView, readRow } from '../geometry/matrixView.ts';
import { AreaLine } from './areaLine.ts';
import { type Areas, emptyAreas } from './areas.ts';
import { type AxisCut, type AxisReads, everyCell } from './axisCut.ts';

/** Cells between two steps: some hundred microseconds. */
const cellsPerStep = 50_000;

/** What stands in each place of a part of a matrix, exactly: every cell in it is read, once. */
export function* reduceAreas(view: MatrixView, rows: AxisCut, columns: AxisCut): Steps<Areas> {
  const down = everyCell(rows, view.rows);
  const across = everyCell(columns, view.columns);
  const areas = emptyAreas(rows.places, columns.places);
  const values = new Float64Array(across.cells.length);
  const kinds = new Uint8Array(across.cells.length);
  const line = new AreaLine(columns.places);
  let read = -1;
  let since = 0;
  for (let p = 0; p < rows.places; p++) {
    const to = down.to[p] as number;
    for (let r = down.from[p] as number; r < to; r++) {
      // A row on a border is in the line already for the second of its places.
      if (r !== read) {
        readRow(view, down.cells[r] as number, across.cells, values, kinds);
        line.read(across, values, kinds);
        read = r;
        since += across.cells.length;
      }
      add(areas, p, line, shareOf(down, p, r));
      if (since >= cellsPerStep) {
        since = 0;
        yield { stage: 'areas', done: p, total: rows.places };
      }
    }
    average(areas, p);
  }
  return areas;
}

function shareOf(reads: AxisReads, p: number, r: number): number {
  if (r === reads.from[p]) return reads.first[p] as number;
  return r === (reads.to[p] as number) - 1 ? (reads.last[p] as number) : 1;
}

/** Adds a line to a row of places by its share; the mean holds the sum until all are in. */
function add(areas: Areas, row: number, line: AreaLine, share: number): void {
  const { columns, mean, min, max, values, padding, inserted, nonFinite } = areas;
  for (let i = 0; i < columns; i++) {
    const at = row * columns + i;
    mean[at] = (mean[at] as number) + (line.sum[i] as number) * share;
    values[at] = (values[at] as number) + (line.values[i] as number) * share;
    padding[at] = (padding[at] as number) + (line.padding[i] as number) * share;
    inserted[at] = (inserted[at] as number) + (line.inserted[i] as number) * share;
    nonFinite[at] = (nonFinite[at] as number) + (line.nonFinite[i] as number);
    if ((line.min[i] as number) < (min[at] as number)) min[at] = line.min[i] as number;
    if ((line.max[i] as number) > (max[at] as number)) max[at] = line.max[i] as number;
  }
}

function average({ columns, mean, min, max, values }: Areas, row: number): void {
  for (let at = row * columns; at < (row + 1) * columns; at++) {
    const area = values[at] as number;
    if (area > 0) {
      mean[at] = (mean[at] as number) / area;
    } else {
      mean[at] = min[at] = max[at] = NaN;
    }
  }
}
