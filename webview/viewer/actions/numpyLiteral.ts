import type { DType } from '../../../src/engine/core/tensor.ts';
import type { MatrixView } from '../../../src/engine/geometry/matrixView.ts';
import { exactNumber } from '../cellWords.ts';

/** Elements beyond which a literal is of no use to anybody. */
export const literalLimit = 10_000;

/** The slice as a NumPy literal that reads back to the same numbers; null where it would be too long. */
export function numpyLiteral(view: MatrixView, dtype: DType): string | null {
  if (view.rows * view.columns > literalLimit) return null;
  const number = (value: number): string => exactNumber(value, dtype).replace('nan', 'np.nan').replace('inf', 'np.inf');
  const rows = Array.from({ length: view.rows }, (_, row) =>
    Array.from({ length: view.columns }, (_, column) => number(view.value(row, column))).join(', '),
  );
  const body = rows.map((row) => `[${row}]`).join(',\n          ');
  return `np.array([${body}], dtype=np.${dtype})`;
}
