import type { Formulation } from '../../provenance/formulation.ts';
import { mostSummands } from '../../provenance/elementTaps.ts';
import { onlyUsefulProducts } from '../../provenance/products.ts';
import { reachOfWeight } from '../../provenance/reach.ts';
import { gatheredTaps } from '../../stages/realTaps.ts';
import { runSubPixel, workingBytesSubPixel } from './runSubPixel.ts';
import { subPixelStages } from './subPixelStages.ts';

/** The entry of sub-pixel phases in the table of formulations. */
export const subPixel: Formulation = {
  id: 'sub-pixel',
  title: 'sub-pixel phases',
  run: runSubPixel,
  workingBytes: workingBytesSubPixel,
  mostRoundings: mostSummands,
  weightReach: reachOfWeight,
  products: onlyUsefulProducts,
  stages: (call, geometry, output) => subPixelStages({ call, geometry, output, terms: gatheredTaps }),
  ...gatheredTaps,
};
