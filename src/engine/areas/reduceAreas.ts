import type { Steps } from '../core/steps.ts';
import { type MatrixView, readRow } from '../geometry/matrixView.ts';
import { AreaLine } from './areaLine.ts';
import { type Areas, emptyAreas } from './areas.ts';
import { type AxisCut, type AxisReads, readsOfCut } from './axisCut.ts';

/** Cells between two progress steps; takes a few hundred microseconds. */
const cellsPerStep = 50_000;

/**
 * Computes the {@link Areas} of a part of a matrix, that is the statistics of each place of a coarse grid, exactly:
 * reads every cell of the part once.
 */
export function* reduceAreas(view: MatrixView, rows: AxisCut, columns: AxisCut): Steps<Areas> {
  const down = readsOfCut(rows, view.rows);
  const across = readsOfCut(columns, view.columns);
  const areas = emptyAreas(rows.places, columns.places);
  const values = new Float64Array(across.cells.length);
  const kinds = new Uint8Array(across.cells.length);
  const line = new AreaLine(columns.places);
  let lastRead = -1;
  let cellsSinceStep = 0;
  for (let p = 0; p < rows.places; p++) {
    const to = down.to[p] as number;
    for (let r = down.from[p] as number; r < to; r++) {
      // A row on the border of two places was read for the first of them already.
      if (r !== lastRead) {
        readRow(view, down.cells[r] as number, across.cells, values, kinds);
        line.read(across, values, kinds);
        lastRead = r;
        cellsSinceStep += across.cells.length;
      }
      add(areas, p, line, shareOf(down, p, r));
      if (cellsSinceStep >= cellsPerStep) {
        cellsSinceStep = 0;
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

/**
 * Adds one matrix row's sums to a row of places, weighted by `share`, the part of the matrix row inside the places.
 * Until `average` divides it, `mean` holds the sum.
 */
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
