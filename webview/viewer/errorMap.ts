import { boundRatio } from '../../src/engine/compare/boundRatio.ts';
import type { ErrorMeasure } from '../../src/engine/compare/errorMeasure.ts';
import { absError, relError, ulpError } from '../../src/engine/compare/errors.ts';
import { profileOf } from '../../src/engine/precision/profiles.ts';
import { CellKind } from '../../src/engine/geometry/geometry.ts';
import { outputOffset } from '../../src/engine/provenance/offsets.ts';
import type { Cursor } from '../../src/engine/provenance/stage.ts';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import type { RunShape } from '../../src/scenario/run/resultViews.ts';
import { formatExponent, formatFixed } from '../../src/scenario/text/format.ts';
import { niceLimit } from '../colour/limits.ts';

/** The error of the cursor's batch element and channel in a measure, each element computed when it is read. */
export function errorMap({ run, geometry, boundAt }: RunShape, { n, c }: Cursor, measure: ErrorMeasure): MatrixView {
  const { output, reference } = run;
  const { format } = profileOf(run.profile).output;
  return {
    rows: geometry.h.outputSize,
    columns: geometry.w.outputSize,
    kind: () => CellKind.value,
    value: (y, x) => {
      const at = outputOffset(geometry, { n, c, y, x });
      const actual = output.data[at] as number;
      const expected = reference.data[at] as number;
      switch (measure) {
        case 'abs':
          return absError(actual, expected);
        case 'rel':
          return relError(actual, expected);
        case 'ulp':
          return ulpError(actual, expected, format);
        case 'bound':
          return boundRatio(absError(actual, expected), boundAt(at));
        default: {
          const never: never = measure;
          throw new Error(`unknown measure ${String(never)}`);
        }
      }
    },
  };
}

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
