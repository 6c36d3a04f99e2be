import type { MatrixView } from '../../../src/engine/geometry/matrixView.ts';

/**
 * Returns a matrix between two of the same size: `from` at share 0, `to` at share 1. Where one of the values is not
 * finite, the nearer matrix has its own value.
 */
export function blendedView(from: MatrixView, to: MatrixView, share: number): MatrixView {
  return {
    ...to,
    value: (row, column) => {
      const [a, b] = [from.value(row, column), to.value(row, column)];
      const blend = a + (b - a) * share;
      return Number.isFinite(blend) ? blend : share < 0.5 ? a : b;
    },
  };
}
