import { announce } from '../ui/announce.ts';
import { type ErrorMeasure, errorMeasures } from '../../src/engine/compare/errorMeasure.ts';
import { isEmulated } from '../../src/engine/precision/profiles.ts';
import { precisionName } from '../../src/scenario/text/precisionText.ts';
import { loaded } from '../store/session.ts';
import { errorMeasure } from '../store/view.ts';

/** What an error is said to be; of an emulated precision in whose ULP and over whose bound. */
function words(measure: ErrorMeasure): string {
  const profile = loaded.peek()?.run.profile;
  const of = profile !== undefined && isEmulated(profile) ? ` of ${precisionName[profile]}` : '';
  return { abs: 'absolute', rel: 'relative', ulp: `in ULP${of}`, bound: `over bound${of}` }[measure];
}

/** The next error measure, round and round. */
export function cycleErrorMeasure(): void {
  const at = errorMeasures.indexOf(errorMeasure.value);
  errorMeasure.value = errorMeasures[(at + 1) % errorMeasures.length] ?? 'abs';
  announce(`Error ${words(errorMeasure.value)}.`);
}
