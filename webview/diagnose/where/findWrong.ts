import { areEqual } from '../../../src/engine/compare/errors.ts';
import { outputAt } from '../../../src/engine/provenance/offsets.ts';
import type { RunModel } from '../../store/runModel.ts';
import type { CurrentDiagnosis } from '../currentDiagnosis.ts';
import type { OutputPart } from './errorPicture.ts';

const exactly = { rtol: 0, atol: 0, equalNan: true };

/** Returns true if rounding does not explain an element of an output that has the shape of the run. */
export function isWrongAt(
  { boundAt }: Pick<RunModel, 'boundAt'>,
  { actual, expected }: Pick<CurrentDiagnosis, 'actual' | 'expected'>,
  at: number,
): boolean {
  const [yours, correct] = [actual.data[at] as number, expected.data[at] as number];
  const difference = Math.abs(yours - correct);
  return !(Number.isFinite(difference) ? difference <= boundAt(at) : areEqual(yours, correct, exactly));
}

/** Returns the flat index of the first wrong element of a part, or its first element if none is wrong; null if it is empty. */
export function firstWrongOf(
  run: Pick<RunModel, 'boundAt' | 'geometry'>,
  diagnosis: Pick<CurrentDiagnosis, 'actual' | 'expected'>,
  part: OutputPart,
): number | null {
  let first: number | null = null;
  for (let at = 0; at < diagnosis.actual.data.length; at++) {
    if (!part(outputAt(run.geometry, at), at)) continue;
    if (isWrongAt(run, diagnosis, at)) return at;
    first ??= at;
  }
  return first;
}
