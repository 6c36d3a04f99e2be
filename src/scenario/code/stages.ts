import type { FormulationId } from '../../engine/provenance/formulation.ts';

/** The libraries the Code tab writes for. */
export type Library = 'pytorch' | 'numpy';

/** Python that turns x, w, b and the sizes into `y`, one printed stage at a time. */
export type StageCode = Readonly<Record<FormulationId, string>>;
