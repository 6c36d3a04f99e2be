import { CellKind } from '../../../src/engine/geometry/geometry.ts';
import { outputOffset } from '../../../src/engine/provenance/offsets.ts';
import type { Cursor } from '../../../src/engine/provenance/stage.ts';
import { formatIndex, formatInteger, formatShort } from '../../../src/scenario/text/format.ts';
import { wordsOfFormulation } from '../../../src/scenario/text/formulationWords.ts';
import { elementsOf, termsAt } from '../../store/places.ts';
import type { RunModel } from '../../store/runModel.ts';
import { rolesOf } from '../figure/roles.ts';

/** The places of the sentences in {@link coachSentences}. */
export const coachStep = { output: 0, column: 1, row: 2, term: 3 } as const;

/**
 * Returns four sentences about the cursor's element and term: which cell of Y the output is, the column of U, the row of
 * K, and the term. Null if the formulation is not the one that the sentences describe, or nothing is drawn.
 */
export function coachSentences(model: RunModel, cursor: Cursor): readonly [string, string, string, string] | null {
  const { formulation, geometry, run, stages } = model;
  const roles = rolesOf(stages);
  if (!wordsOfFormulation[formulation.id].coached || roles.kind !== 'scheme' || elementsOf(model) === 0) return null;
  const { top, left, topImages, leftImages } = roles;
  const cell = roles.product.highlight(cursor).element;
  const window = topImages.at(-1)?.highlight(cursor).element;
  const count = termsAt(model, cursor);
  const term = formulation.termAt(geometry, cursor, cursor.term);
  if (cell === null || window === null || window === undefined || term.form !== 'tap') return null;
  const [u, k, w] = [top.view(cursor), left.view(cursor), leftImages[0]?.view(cursor)];
  const { weight, kind } = term;
  const { n, c, y, x } = cursor;
  const { row, column } = cell;
  const output = `y${formatIndex(geometry.batched ? [n, c, y, x] : [c, y, x])}`;
  const value = formatShort(run.computedOutput.data[outputOffset(geometry, cursor)] ?? NaN);
  const bias = geometry.hasBias ? ', plus the bias' : '';
  const real = Array.from({ length: u.rows }, (_, r) => u.kind(r, column)).filter((one) => one === CellKind.value);
  const size = `${geometry.h.kernelSize}×${geometry.w.kernelSize}`;
  const channels = geometry.cinPerGroup;
  const windows =
    channels === 1
      ? `the ${size} window of x̂`
      : `the ${size} windows of x̂, one for each of ${channels} input channels,`;
  const starts = `${channels === 1 ? 'that starts' : 'that start'} at row ${window.row}, column ${window.column}`;
  const weightIndex = `w${formatIndex([weight.cin, weight.cout, weight.ky, weight.kx])}`;
  const weightText = formatShort(w?.value(weight.ky, weight.kx) ?? NaN);
  const [kFactor, uFactor] = [k.value(row, cursor.term), u.value(cursor.term, column)];
  const product =
    kind === CellKind.value
      ? `${formatShort(kFactor)} × ${formatShort(uFactor)} = ${formatShort(kFactor * uFactor)}`
      : `${formatShort(kFactor)} × ${kind === CellKind.padding ? 'a padded' : 'an inserted'} zero = 0`;
  return [
    `The output ${output} = ${value} is Y[${row}, ${column}]: row ${row} of K times column ${column} of U, ` +
      `${formatInteger(count)} products in one sum${bias}.`,
    `Column ${column} of U is ${windows} ${starts}. ${formatInteger(real.length)} of its ${formatInteger(u.rows)} values ` +
      `${real.length === 1 ? 'comes' : 'come'} from x; the others are inserted or padded zeros.`,
    `Row ${row} of K is the kernel of output channel ${c}, rotated by 180° and flattened: its entry ${cursor.term} is ` +
      `${weightIndex} = ${weightText}.`,
    `Term ${cursor.term} is entry ${cursor.term} of that row times entry ${cursor.term} of that column: ${product}. The sum of all ` +
      `${formatInteger(count)} terms${geometry.hasBias ? ' and the bias' : ''} is ${value}. Press → for the next term.`,
  ];
}
