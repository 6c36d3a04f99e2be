import type { Geometry } from '../../src/engine/geometry/geometry.ts';
import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import type { Formulation } from '../../src/engine/provenance/formulation.ts';
import type { Stage } from '../../src/engine/provenance/stage.ts';
import { boundReader } from '../../src/engine/rounding/bound.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import type { Run } from '../../src/scenario/run/run.ts';

/** A finished run with the values that are derived from it once. */
export interface RunModel {
  readonly scenario: Scenario;
  readonly run: Run;
  readonly geometry: Geometry;
  readonly formulation: Formulation;
  readonly stages: readonly Stage[];
  /** Returns the rounding bound of the output element at a flat index. */
  readonly boundAt: (at: number) => number;
  /** Prevents recycling of the run's memory until the returned function is called. */
  readonly hold: () => () => void;
}

/** Derives the model of a run. `hold` prevents recycling of its memory. */
export function runModelOf(scenario: Scenario, run: Run, hold: (run: Run) => () => void): RunModel {
  const { geometry, call, computedOutput } = run;
  const formulation = formulationOf(run.formulation);
  return {
    scenario,
    run,
    geometry,
    formulation,
    stages: formulation.stages(call, geometry, computedOutput),
    boundAt: boundReader(run.bound),
    hold: () => hold(run),
  };
}
