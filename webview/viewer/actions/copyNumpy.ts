import type { DType, Tensor } from '../../../src/engine/core/tensor.ts';
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
  const rows = Array.from({ length: view.rows }, (_, row) =>
    Array.from({ length: view.columns }, (_, column) => numpyNumber(view.value(row, column), dtype)).join(', '),
  );
  const body = rows.map((row) => `[${row}]`).join(',\n          ');
  return `np.array([${body}], dtype=np.${dtype})`;
}

/** Returns a tensor of three axes as a NumPy literal, or null if there are too many elements. */
export function pixelLiteral({ shape, data, dtype }: Tensor): string | null {
  if (data.length > literalLimit) return null;
  const [rows = 0, columns = 0, depth = 0] = shape;
  const list = (count: number, item: (i: number) => string): string =>
    `[${Array.from({ length: count }, (_, i) => item(i)).join(', ')}]`;
  const body = list(rows, (row) =>
    list(columns, (column) =>
      list(depth, (i) => numpyNumber(data[(row * columns + column) * depth + i] as number, dtype)),
    ),
  );
  return `np.array(${body}, dtype=np.${dtype})`;
}

function numpyNumber(value: number, dtype: DType): string {
  return exactNumber(value, dtype).replace('nan', 'np.nan').replace('inf', 'np.inf');
}

/** Copies the slice that is drawn as a NumPy literal. Returns the message for the user. */
export async function copyNumpy({ view, pane }: PaneExport, host: HostServices): Promise<string> {
  const literal = pane.image === undefined ? numpyLiteral(view, pane.dtype) : pixelLiteral(pane.image.tensor());
  if (literal === null) {
    const count = formatInteger(view.rows * view.columns);
    const limit = formatInteger(literalLimit);
    return `Too large for a NumPy literal: ${count} elements, but the limit is ${limit}. Save it as .npy instead.`;
  }
  return (await host.copyText(literal)) ? 'Copied as NumPy.' : 'Copying to the clipboard failed.';
}
