import type { Formulation } from '../../provenance/formulation.ts';
import { mostSummands } from '../../provenance/elementTaps.ts';
import { onlyUsefulProducts } from '../../provenance/products.ts';
import { reachOfWeight } from '../../provenance/reach.ts';
import { scatteredTaps } from '../../stages/realTaps.ts';
import { runNaive, workingBytesNaive } from './runNaive.ts';
import { naiveStages } from './naiveStages.ts';

/** The entry of naive scatter in the table of formulations. */
export const naive: Formulation = {
  id: 'naive',
  title: 'naive scatter',
  run: runNaive,
  workingBytes: workingBytesNaive,
  mostRoundings: mostSummands,
  weightReach: reachOfWeight,
  products: onlyUsefulProducts,
  stages: (call, geometry, output) => naiveStages({ call, geometry, output, terms: scatteredTaps }),
  ...scatteredTaps,
};
