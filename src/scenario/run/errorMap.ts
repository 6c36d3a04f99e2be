import { absError, boundRatio, type ErrorMeasure, relError, ulpError } from '../../engine/compare/errors.ts';
import { assertNever } from '../../engine/core/assertNever.ts';
import { CellKind } from '../../engine/geometry/geometry.ts';
import type { MatrixView } from '../../engine/geometry/matrixView.ts';
import { profileOf } from '../../engine/precision/profiles.ts';
import { outputOffset } from '../../engine/provenance/offsets.ts';
import type { Cursor } from '../../engine/provenance/stage.ts';
import type { RunShape } from './resultViews.ts';

/**
 * Returns the error of the cursor's batch element and channel in a measure; each element is computed when it is read.
 */
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
        default:
          return assertNever(measure, 'error measure');
      }
    },
  };
}
