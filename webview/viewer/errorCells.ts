import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import { formatFixed, formatShort } from '../../src/scenario/text/format.ts';
import { niceLimit } from '../../src/colour/limits.ts';

/** Returns the colour limit of an error map: a round number at or above the largest finite value. */
export function errorLimit(view: MatrixView): number {
  let max = 0;
  for (let row = 0; row < view.rows; row++) {
    for (let column = 0; column < view.columns; column++) {
      const value = view.value(row, column);
      if (value > max && value !== Infinity) max = value;
    }
  }
  return niceLimit(max);
}

/** Returns the power of ten that is the unit of error cells, so that one decimal is meaningful. */
export function cellUnit(limit: number): number {
  if (!(limit > 0)) return 1;
  const exponent = Math.floor(Math.log10(limit));
  // A limit of 1 to below 100 needs no unit: 24.0 is easier to read than 2.4 × 10.
  return exponent >= 0 && exponent <= 1 ? 1 : Number(`1e${exponent}`);
}

/** Returns the caption that names the unit, "cells × 1e−7"; empty if the unit is 1. */
export function unitCaption(unit: number): string {
  return unit === 1 ? '' : `cells × ${formatShort(unit, 1)}`;
}

/** Returns the function that writes an error in a cell: in the unit, with one decimal if it fits. An exact 0 is "0". */
export function errorCellText(unit: number): (value: number, characters: number) => string {
  return (value, characters) => {
    if (value === 0) return '0';
    const text = formatFixed(value / unit, 1);
    return text.length <= characters ? text : formatFixed(value / unit, 0);
  };
}
