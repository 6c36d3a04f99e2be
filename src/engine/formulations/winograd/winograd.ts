import type { Formulation } from '../../provenance/formulation.ts';
import { tiledProducts } from './tiledProducts.ts';
import { servedByWinograd } from './servedByWinograd.ts';
import { winogradBound } from './winogradBound.ts';
import { points } from './points.ts';
import { runWinograd, workingBytesWinograd } from './runWinograd.ts';
import { winogradStages } from './winogradStages.ts';

/** The row of Winograd tiles in the table of formulations. */
export const winograd: Formulation = {
  id: 'winograd',
  title: 'Winograd tiles',
  serves: servedByWinograd,
  run: runWinograd,
  workingBytes: workingBytesWinograd,
  bound: winogradBound,
  products: tiledProducts,
  stages: (call, geometry, output) => winogradStages({ call, geometry, output, terms: points }),
  ...points,
};
