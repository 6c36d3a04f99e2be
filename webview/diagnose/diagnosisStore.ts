import { moveCursor } from '../../src/engine/provenance/moveCursor.ts';
import { leadingAxes } from '../../src/engine/views/plane.ts';
import type { Cursor } from '../../src/engine/provenance/stage.ts';
import type { Shape } from '../../src/engine/core/tensor.ts';
import type { MatrixModel, TensorStore } from '../viewer/paneModel.ts';
import { tensorStoreOf } from '../viewer/tensorStore.ts';
import type { ReadonlySignal } from '@preact/signals';
import type { RunModel } from '../store/runModel.ts';
import { clampCursor } from '../store/places.ts';
import type { Made } from './breaking/made.ts';
import type { CurrentDiagnosis } from './currentDiagnosis.ts';

/** The indices of a diagnosis's tensors in its tensor store. */
export const diagnosisTensor = { yours: 0, expected: 1, hypothesis: 2 } as const;

/** Returns the tensor store of a diagnosis; the same object for the same tensors. */
export function diagnosisStoreOf({
  actual,
  expected,
  predicted,
}: Pick<CurrentDiagnosis, 'actual' | 'expected' | 'predicted'>): TensorStore {
  return tensorStoreOf([actual, expected, ...(predicted === null ? [] : [predicted])], 'diagnosis');
}

/** Returns the tensor store of an output that was made on purpose, with the same indices as in a diagnosis. */
export function madeStoreOf({ output, right }: Pick<Made, 'output' | 'right'>): TensorStore {
  return tensorStoreOf([output, right], 'mistake');
}

/**
 * Returns the leading indices of the plane at the cursor's batch element and channel, clamped to a shape (…, N, C, H,
 * W).
 */
export function planeIndices(shape: Shape, { n, c }: Pick<Cursor, 'n' | 'c'>): readonly number[] {
  const sizes = leadingAxes(shape);
  return sizes.map((size, axis) => {
    const fromLast = sizes.length - 1 - axis;
    const index = fromLast === 0 ? c : fromLast === 1 ? n : 0;
    return Math.max(0, Math.min(index, size - 1));
  });
}

/**
 * Lets a plane's cells be picked like the output's: the cursor moves to the element and keeps its term if the element
 * has it.
 */
export function linked(picture: MatrixModel, currentRun: ReadonlySignal<RunModel | null>): MatrixModel {
  return {
    ...picture,
    pick: ({ row, column }, cursor) => {
      const run = currentRun.peek();
      const to = { ...cursor, y: row, x: column };
      if (run === null || run.geometry.n === 0) return to;
      const element = clampCursor(to, run);
      return moveCursor(run.formulation, run.geometry, clampCursor(cursor, run), element);
    },
  };
}

/** Returns the number of maps side by side in `width` CSS pixels; the others of the five go to further rows. */
export function mapColumns(width: number): 1 | 2 | 3 | 5 {
  if (width >= 840) return 5;
  if (width >= 480) return 3;
  return width >= 280 ? 2 : 1;
}
