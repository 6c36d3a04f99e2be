import type { FormulationId } from '../../engine/provenance/formulation.ts';

/** The libraries for which the Code tab writes programs. */
export type Library = 'pytorch' | 'numpy';

/** Python code by formulation that computes `y` from x, w and the sizes, and prints every stage. */
export type StageCode = Readonly<Record<FormulationId, string>>;
