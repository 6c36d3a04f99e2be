import { moveCursor } from '../../src/engine/provenance/moveCursor.ts';
import { outputAt, outputOffset } from '../../src/engine/provenance/offsets.ts';
import { keyOf, type OutputIndex } from '../../src/engine/provenance/provenance.ts';
import type { Cursor } from '../../src/engine/provenance/stage.ts';
import { elementCount } from '../../src/engine/core/tensor.ts';
import { clampCursor, moveTo } from './cursor.ts';
import { cursor, loaded } from './session.ts';
import type { Loaded } from './session.ts';

/** Number of terms where the cursor stands. */
export function termsAt(run: Loaded, place: Cursor): number {
  return run.geometry.n === 0 ? 0 : run.formulation.termCount(run.geometry, place);
}

/** Elements of the output. */
export function elementsOf({ geometry }: Loaded): number {
  return elementCount(geometry.outputShape);
}

/** The next or previous element in row-major order, on the tap asked for; null at the output's end. */
export function elementBeside(run: Loaded, at: Cursor, by: 1 | -1): Cursor | null {
  const offset = outputOffset(run.geometry, at) + by;
  if (offset < 0 || offset >= elementsOf(run)) return null;
  return moveCursor(run.formulation, run.geometry, at, outputAt(run.geometry, offset));
}

/** One element forth or back, staying on the same tap; false at the end of the output. */
export function stepElement(by: 1 | -1): boolean {
  const run = loaded.value;
  const next = run === null ? null : elementBeside(run, cursor.value, by);
  if (next !== null) moveTo(next);
  return next !== null;
}

/** One term forth or back; past an element's last term to the first of the next, and the other way round. */
export function stepTerm(by: 1 | -1): boolean {
  const run = loaded.value;
  if (run === null) return false;
  const term = cursor.value.term + by;
  if (term >= 0 && term < termsAt(run, cursor.value)) {
    moveTo({ term });
    return true;
  }
  const next = elementBeside(run, cursor.value, by);
  if (next === null) return false;
  moveTo({ ...next, term: by > 0 ? 0 : termsAt(run, next) - 1 });
  return true;
}

/** To the first term; from there to the first element. */
export function goFirst(): void {
  if (cursor.value.term > 0) moveTo({ term: 0 });
  else moveTo({ n: 0, c: 0, y: 0, x: 0, term: 0 });
}

/** To another output element, clamped to what exists, staying on the same tap. */
export function goToElement(to: Partial<OutputIndex>): void {
  const run = loaded.value;
  if (run === null || elementsOf(run) === 0) return;
  const element = clampCursor({ ...cursor.value, ...to }, run);
  moveTo(moveCursor(run.formulation, run.geometry, cursor.value, element));
}

/** To a neighbour along an axis of the output, staying on the same tap. */
export function stepAxis(axis: keyof OutputIndex, by: 1 | -1): void {
  goToElement({ [axis]: cursor.value[axis] + by });
}

/** To the same tap, or ξ, of the next or previous input channel of the dot product, if there is one. */
export function stepInputChannel(by: 1 | -1): void {
  const run = loaded.value;
  if (run === null || termsAt(run, cursor.value) === 0) return;
  const { geometry, formulation } = run;
  const at = cursor.value;
  const key = keyOf(formulation.termAt(geometry, at, at.term));
  const term = formulation.termIndexOf(geometry, at, { ...key, cin: key.cin + by });
  if (term !== null) moveTo({ term });
}
