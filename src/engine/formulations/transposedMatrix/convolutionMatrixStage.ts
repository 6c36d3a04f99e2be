import { CellKind } from '../../geometry/geometry.ts';
import { tapUnder } from '../../provenance/moveCursor.ts';
import { tapBetween } from '../../provenance/axisProvenance.ts';
import { cinOf, coutOf, groupOf } from '../../provenance/channels.ts';
import { inputColumns, inputRowAt, inputRowOf, outputRowAt, outputRowOf } from '../../provenance/vectorIndices.ts';
import { termThrough } from '../../provenance/provenance.ts';
import type { WeightIndex } from '../../provenance/provenance.ts';
import type { Stage } from '../../provenance/stage.ts';
import { pickElement, pickTerm } from '../../stages/pick.ts';
import { readWeight } from '../../stages/read.ts';
import { groupSlice } from '../../stages/sliceText.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/**
 * Builds stage Cᵀ, the transpose of the group's convolution matrix: one row per output element, one column per input
 * element, and in the cell the weight through which the input element reaches the output element. If there is no such
 * weight, the cell is a structural zero, shown as padding; the run does not multiply it.
 */
export function convolutionMatrixStage(context: StageContext): Stage {
  const { geometry, terms } = context;
  const { cout, coutPerGroup, cinPerGroup, columns } = geometry;
  const rows = coutPerGroup * columns;
  const width = cinPerGroup * inputColumns(geometry);
  return {
    id: 'convolution-matrix',
    symbol: 'Cᵀ',
    title: 'Transposed convolution matrix',
    form: 'matrix',
    shape: [cout * columns, width],
    view({ c }) {
      const group = groupOf(geometry, c);
      const weightAt = (row: number, column: number) => weightBetween(context, group, row, column);
      return {
        rows,
        columns: width,
        kind: (row, column) => (weightAt(row, column) === null ? CellKind.padding : CellKind.value),
        value(row, column) {
          const at = weightAt(row, column);
          return at === null ? 0 : readWeight(context, at);
        },
      };
    },
    slice: (cursor) => groupSlice(context, cursor),
    highlight(cursor) {
      const row = outputRowOf(geometry, cursor);
      const tap = tapUnder(terms, geometry, cursor);
      const input = tap === null ? null : termThrough(geometry, cursor, tap).input;
      return {
        element: { row, column: 0, rows: 1, columns: width },
        term: input === null ? null : { row, column: inputRowOf(geometry, input) },
      };
    },
    pick({ row, column }, cursor) {
      const group = groupOf(geometry, cursor.c);
      const at = outputRowAt(geometry, row);
      const element = {
        n: cursor.n,
        c: coutOf(geometry, group, at.plane),
        y: at.row,
        x: at.column,
      };
      const tap = weightBetween(context, group, row, column);
      return tap === null ? pickElement(context, element, cursor) : pickTerm(context, element, tap, cursor);
    },
  };
}

/**
 * Returns the weight element through which a column's input element reaches a row's output element; null if there is
 * none.
 */
function weightBetween({ geometry }: StageContext, group: number, row: number, column: number): WeightIndex | null {
  const to = outputRowAt(geometry, row);
  const from = inputRowAt(geometry, column);
  const ky = tapBetween(geometry.h, from.row, to.row);
  const kx = tapBetween(geometry.w, from.column, to.column);
  if (ky === null || kx === null) return null;
  return { cin: cinOf(geometry, group, from.plane), cout: to.plane, ky, kx };
}
