import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import { formatExponent, formatFixed } from '../../src/scenario/text/format.ts';
import { niceLimit } from '../colour/limits.ts';

/** Colour limit of an error map: a round number at or above its largest finite value. */
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

/** The power of ten that error cells are written in, so that one decimal says something. */
export function cellUnit(limit: number): number {
  if (!(limit > 0)) return 1;
  const exponent = Math.floor(Math.log10(limit));
  // Small whole exponents read better as they are: 2.4, not 0.2 × 10.
  return exponent >= 0 && exponent <= 1 ? 1 : Number(`1e${exponent}`);
}

/** "cells × 1e−7"; empty where cells are written as they are. */
export function unitCaption(unit: number): string {
  return unit === 1 ? '' : `cells × ${formatExponent(unit, 0)}`;
}

/** Writes an error in a cell: in the unit, with one decimal; exactly none is "0". */
export function errorCellText(unit: number): (value: number, characters: number) => string {
  return (value, characters) => {
    if (value === 0) return '0';
    const text = formatFixed(value / unit, 1);
    return text.length <= characters ? text : formatFixed(value / unit, 0);
  };
}
