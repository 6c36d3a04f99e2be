import type { Formulation } from '../../provenance/formulation.ts';
import { onlyUseful } from '../../provenance/products.ts';
import { scatteredTaps } from '../../stages/realTaps.ts';
import { runNaive, workingBytesNaive } from './runNaive.ts';
import { naiveStages } from './naiveStages.ts';

/** The row of naive scatter in the table of formulations. */
export const naive: Formulation = {
  id: 'naive',
  title: 'naive scatter',
  run: runNaive,
  workingBytes: workingBytesNaive,
  products: onlyUseful,
  stages: (call, geometry, output) => naiveStages({ call, geometry, output, terms: scatteredTaps }),
  ...scatteredTaps,
};
