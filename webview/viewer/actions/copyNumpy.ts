import type { DType } from '../../../src/engine/core/tensor.ts';
import type { MatrixView } from '../../../src/engine/geometry/matrixView.ts';
import { formatInteger } from '../../../src/scenario/text/format.ts';
import type { HostServices } from '../../bridge/hostServices.ts';
import { exactNumber } from '../cellWords.ts';
import type { PaneExport } from './paneExport.ts';

/** Largest number of elements in a literal. */
const literalLimit = 10_000;

/** Returns a view as a NumPy literal that reads back to the same numbers, or null if there are too many elements. */
export function numpyLiteral(view: MatrixView, dtype: DType): string | null {
  if (view.rows * view.columns > literalLimit) return null;
  const number = (value: number): string => exactNumber(value, dtype).replace('nan', 'np.nan').replace('inf', 'np.inf');
  const rows = Array.from({ length: view.rows }, (_, row) =>
    Array.from({ length: view.columns }, (_, column) => number(view.value(row, column))).join(', '),
  );
  const body = rows.map((row) => `[${row}]`).join(',\n          ');
  return `np.array([${body}], dtype=np.${dtype})`;
}

/** Copies the slice that is drawn as a NumPy literal. Returns the message for the user. */
export async function copyNumpy({ view, pane }: PaneExport, host: HostServices): Promise<string> {
  const literal = numpyLiteral(view, pane.dtype);
  if (literal === null) {
    const count = formatInteger(view.rows * view.columns);
    const limit = formatInteger(literalLimit);
    return `Too large for a NumPy literal: ${count} elements, but the limit is ${limit}. Save it as .npy instead.`;
  }
  return (await host.copyText(literal)) ? 'Copied as NumPy.' : 'Copying to the clipboard failed.';
}
