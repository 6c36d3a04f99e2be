import { announce } from '../store/announce.ts';
import { errorMeasures } from '../../src/engine/compare/errorMeasure.ts';
import { errorMeasure } from '../store/view.ts';

const words = { abs: 'absolute', rel: 'relative', ulp: 'in ULP', bound: 'over bound' } as const;

/** The next error measure, round and round. */
export function cycleErrorMeasure(): void {
  const at = errorMeasures.indexOf(errorMeasure.value);
  errorMeasure.value = errorMeasures[(at + 1) % errorMeasures.length] ?? 'abs';
  announce(`Error ${words[errorMeasure.value]}.`);
}
