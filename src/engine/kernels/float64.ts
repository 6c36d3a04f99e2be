import type { Kernels } from './kernels.ts';

/**
 * The kernels for float64 arithmetic, which is JavaScript's own. The loops are those of float32.ts without the
 * rounding. They are written out a second time so that the JIT compiler sees only one array type in each.
 */
export const float64Kernels: Kernels = {
  addRowProduct({ rows, columns, xRow }, a, aAt, x, xAt, y, yAt) {
    let r = 0;
    // Adds four terms, one after the other, each time y is read.
    for (; r + 4 <= rows; r += 4) {
      const a0 = a[aAt + r] as number;
      const a1 = a[aAt + r + 1] as number;
      const a2 = a[aAt + r + 2] as number;
      const a3 = a[aAt + r + 3] as number;
      const x0 = xAt + r * xRow;
      const x1 = x0 + xRow;
      const x2 = x1 + xRow;
      const x3 = x2 + xRow;
      for (let j = 0; j < columns; j++) {
        let sum = y[yAt + j] as number;
        sum = sum + a0 * (x[x0 + j] as number);
        sum = sum + a1 * (x[x1 + j] as number);
        sum = sum + a2 * (x[x2 + j] as number);
        sum = sum + a3 * (x[x3 + j] as number);
        y[yAt + j] = sum;
      }
    }
    for (; r < rows; r++) {
      const a0 = a[aAt + r] as number;
      const x0 = xAt + r * xRow;
      for (let j = 0; j < columns; j++) {
        y[yAt + j] = (y[yAt + j] as number) + a0 * (x[x0 + j] as number);
      }
    }
  },

  axpyGrid({ rows, columns, xRow, xColumn, yRow, yColumn }, a, x, xAt, y, yAt) {
    for (let row = 0; row < rows; row++) {
      let i = xAt + row * xRow;
      let j = yAt + row * yRow;
      for (let column = 0; column < columns; column++) {
        y[j] = (y[j] as number) + a * (x[i] as number);
        i += xColumn;
        j += yColumn;
      }
    }
  },

  axpySparse(from, to, a, x, index, y, yAt) {
    for (let j = from; j < to; j++) {
      const at = yAt + (index[j] as number);
      y[at] = (y[at] as number) + a * (x[j] as number);
    }
  },

  add(count, a, y, yAt) {
    for (let j = yAt; j < yAt + count; j++) y[j] = (y[j] as number) + a;
  },
};
