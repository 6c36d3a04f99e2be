import { rounderTo } from '../rounding/roundTo.ts';
import type { Kernels } from './kernels.ts';

const round = rounderTo('float16');

/**
 * The kernels for float16 arithmetic, on float16 numbers that are stored in float32 arrays. A double holds the product
 * and the sum of two float16 numbers exactly (22 bits, from 2⁻²⁴ to 2¹⁶), so each result is rounded only once.
 */
export const float16Kernels: Kernels = {
  addRowProduct({ rows, columns, xRow }, a, aAt, x, xAt, y, yAt) {
    for (let r = 0; r < rows; r++) {
      const factor = a[aAt + r] as number;
      const from = xAt + r * xRow;
      for (let j = 0; j < columns; j++) {
        y[yAt + j] = round((y[yAt + j] as number) + round(factor * (x[from + j] as number)));
      }
    }
  },

  axpyGrid({ rows, columns, xRow, xColumn, yRow, yColumn }, a, x, xAt, y, yAt) {
    for (let row = 0; row < rows; row++) {
      let i = xAt + row * xRow;
      let j = yAt + row * yRow;
      for (let column = 0; column < columns; column++) {
        y[j] = round((y[j] as number) + round(a * (x[i] as number)));
        i += xColumn;
        j += yColumn;
      }
    }
  },

  axpySparse(from, to, a, x, index, y, yAt) {
    for (let j = from; j < to; j++) {
      const at = yAt + (index[j] as number);
      y[at] = round((y[at] as number) + round(a * (x[j] as number)));
    }
  },

  add(count, a, y, yAt) {
    for (let j = yAt; j < yAt + count; j++) y[j] = round((y[j] as number) + a);
  },
};
