import type { Formulation } from '../../provenance/formulation.ts';
import { onlyUseful } from '../../provenance/products.ts';
import { gatheredTaps } from '../../stages/realTaps.ts';
import { runSubPixel, workingBytesSubPixel } from './runSubPixel.ts';
import { subPixelStages } from './subPixelStages.ts';

/** The row of sub-pixel phases in the table of formulations. */
export const subPixel: Formulation = {
  id: 'sub-pixel',
  title: 'sub-pixel phases',
  run: runSubPixel,
  workingBytes: workingBytesSubPixel,
  products: onlyUseful,
  stages: (call, geometry, output) => subPixelStages({ call, geometry, output, terms: gatheredTaps }),
  ...gatheredTaps,
};
