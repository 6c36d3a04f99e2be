import type { OutputIndex } from '../../../src/engine/provenance/provenance.ts';
import { columnOf } from '../../../src/engine/provenance/provenance.ts';
import { coutInGroup } from '../../../src/engine/provenance/channels.ts';
import { type FactorNames, wordsOfFormulation } from '../../../src/scenario/text/formulationWords.ts';
import type { RunModel } from '../../store/runModel.ts';

/**
 * Returns the names of the two factors: "K[12, r]" and "U[r, 429]" if the formulation multiplies matrices, else w and
 * x.
 */
export function factorNamesOf({ geometry, formulation }: RunModel, element: OutputIndex): FactorNames {
  return wordsOfFormulation[formulation.id].factors(coutInGroup(geometry, element.c), columnOf(geometry, element));
}
