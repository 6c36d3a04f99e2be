import { cinOf, coutOf, groupOf } from '../../src/engine/provenance/channels.ts';
import { storedRowAt } from '../../src/engine/provenance/columnMatrix.ts';
import { tileAt } from '../../src/engine/provenance/elementTile.ts';
import { rotatedTapAt } from '../../src/engine/provenance/elementTaps.ts';
import { tapOfRow, windowOfRow } from '../../src/engine/provenance/kernelMatrix.ts';
import { elementAt, type Tap } from '../../src/engine/provenance/provenance.ts';
import type { Cell, Cursor } from '../../src/engine/provenance/stage.ts';
import { phaseElementAt, phaseUnder } from '../../src/engine/provenance/stridePhase.ts';
import { inputAt, inputRowAt, outputRowAt } from '../../src/engine/provenance/vectorIndices.ts';
import { tilingUnder } from '../../src/engine/geometry/tiles.ts';
import type { Geometry } from '../../src/engine/geometry/geometry.ts';

/** Says what the row and the column of a drawn cell of a matrix are: "row 12: c 1, tap (1, 0) · column 3: y 0, x 3". */
export type CellMeaning = (geometry: Geometry, cursor: Cursor, cell: Cell) => string;

type AxisMeaning = (geometry: Geometry, cursor: Cursor, index: number) => string;

const rowAndColumn =
  (row: AxisMeaning, column: AxisMeaning): CellMeaning =>
  (geometry, cursor, cell) =>
    `row ${cell.row}: ${row(geometry, cursor, cell.row)} · column ${cell.column}: ${column(geometry, cursor, cell.column)}`;

const at = ({ y, x }: { readonly y: number; readonly x: number }): string => `y ${y}, x ${x}`;
const tapText = ({ cin, ky, kx }: Tap): string => `c ${cin}, tap (${ky}, ${kx})`;

const inputChannel: AxisMeaning = (geometry, { c }, place) => `c ${cinOf(geometry, groupOf(geometry, c), place)}`;
const outputChannel: AxisMeaning = (geometry, { c }, place) => `c ${coutOf(geometry, groupOf(geometry, c), place)}`;
const outputPlace: AxisMeaning = (geometry, _cursor, l) => at(elementAt(geometry, l));
const inputPlace: AxisMeaning = (geometry, _cursor, l) => at(inputAt(geometry, l));

const windowRow: AxisMeaning = (geometry, { c }, r) => {
  const { cin, row, column } = windowOfRow(geometry, groupOf(geometry, c), r);
  return `c ${cin}, window (${row}, ${column})`;
};
const kernelTap: AxisMeaning = (geometry, { c }, r) => tapText(tapOfRow(geometry, groupOf(geometry, c), r));
const storedTap: AxisMeaning = (geometry, { c }, row) => {
  const { cout, ky, kx } = storedRowAt(geometry, row);
  return `c ${coutOf(geometry, groupOf(geometry, c), cout)}, tap (${ky}, ${kx})`;
};
const phaseTap: AxisMeaning = (geometry, cursor, r) =>
  tapText(rotatedTapAt(geometry, phaseUnder(geometry, cursor).taps, groupOf(geometry, cursor.c), r));
const phasePlace: AxisMeaning = (geometry, cursor, l) => at(phaseElementAt(phaseUnder(geometry, cursor), l));

const outputVectorRow: AxisMeaning = (geometry, { c }, o) => {
  const { plane, row, column } = outputRowAt(geometry, o);
  return `c ${coutOf(geometry, groupOf(geometry, c), plane)}, ${at({ y: row, x: column })}`;
};
const inputVectorRow: AxisMeaning = (geometry, { c }, i) => {
  const { plane, row, column } = inputRowAt(geometry, i);
  return `c ${cinOf(geometry, groupOf(geometry, c), plane)}, ${at({ y: row, x: column })}`;
};

const tilePlace: AxisMeaning = (geometry, cursor, column) => {
  const [ty, tx] = tileAt(tilingUnder(geometry, cursor), column);
  return `tile (${ty}, ${tx})`;
};

/** The meanings of the cells of each matrix. */
export const cellMeanings = {
  /** A row of U is a place in the window of one input channel; a column is an output position. */
  unfolded: rowAndColumn(windowRow, outputPlace),
  kernelMatrix: rowAndColumn(outputChannel, kernelTap),
  product: rowAndColumn(outputChannel, outputPlace),
  weightMatrix: rowAndColumn(storedTap, inputChannel),
  inputMatrix: rowAndColumn(inputChannel, inputPlace),
  /** A row of the columns is a stored tap of one output channel; a column is an input position. */
  columns: rowAndColumn(storedTap, inputPlace),
  phaseUnfolded: rowAndColumn(phaseTap, phasePlace),
  phaseKernelMatrix: rowAndColumn(outputChannel, phaseTap),
  phaseProduct: rowAndColumn(outputChannel, phasePlace),
  convolutionMatrix: rowAndColumn(outputVectorRow, inputVectorRow),
  inputVector: (geometry, cursor, { row }) => `row ${row}: ${inputVectorRow(geometry, cursor, row)}`,
  outputVector: (geometry, cursor, { row }) => `row ${row}: ${outputVectorRow(geometry, cursor, row)}`,
  transformedInput: rowAndColumn(inputChannel, tilePlace),
  transformedKernelMatrix: rowAndColumn(outputChannel, inputChannel),
  transformedProduct: rowAndColumn(outputChannel, tilePlace),
} as const satisfies Readonly<Record<string, CellMeaning>>;
