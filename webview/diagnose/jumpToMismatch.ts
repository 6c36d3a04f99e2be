import { isSameShape } from '../../src/engine/core/tensor.ts';
import { outputAt, outputOffset } from '../../src/engine/provenance/offsets.ts';
import { moveCursor } from '../../src/engine/provenance/moveCursor.ts';
import type { Cursor } from '../../src/engine/provenance/stage.ts';
import type { Session } from '../store/session.ts';
import type { RunModel } from '../store/runModel.ts';
import { clampCursor } from '../store/places.ts';
import type { CurrentDiagnosis } from './currentDiagnosis.ts';
import { isWrongAt } from './where/findWrong.ts';

/**
 * Moves the cursor to the first mismatch of a diagnosis if the cursor's plane has none, so that the maps show one.
 * Does nothing if the current run has an output of another shape.
 */
export function jumpToMismatch({ runner, navigation, viewer }: Session, diagnosis: CurrentDiagnosis): void {
  const run = runner.currentRun.peek();
  const { firstMismatch: at, actual, subject } = diagnosis;
  if (run === null || at === null || subject.made?.isOwnCall === false) return;
  if (!isSameShape(run.geometry.outputShape, actual.shape)) return;
  const cursor = clampCursor(viewer.cursor.peek(), run);
  if (hasMismatch(run, diagnosis, cursor)) return;
  navigation.moveTo(moveCursor(run.formulation, run.geometry, cursor, outputAt(run.geometry, at)));
}

/** Returns true if the cursor's plane has an element that rounding does not explain. */
function hasMismatch(
  run: RunModel,
  diagnosis: Pick<CurrentDiagnosis, 'actual' | 'expected'>,
  { n, c }: Pick<Cursor, 'n' | 'c'>,
): boolean {
  const first = outputOffset(run.geometry, { n, c, y: 0, x: 0 });
  for (let at = first; at < first + run.geometry.columns; at++) if (isWrongAt(run, diagnosis, at)) return true;
  return false;
}
