import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import { profileOf } from '../../src/engine/precision/profiles.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { memoryByFormulation, type RunMemory } from '../../src/scenario/run/callMemory.ts';
import { checkScenarioShape, isSoonPlanned, shapeOfScenario } from './checkScenario.ts';
import type { FileCache } from './fileCache.ts';

/** The memory of a scenario's formulation, and of another one that fits the limit; null if there is none. */
export interface FormulationMemory {
  readonly own: RunMemory;
  readonly other: RunMemory | null;
}

/**
 * Returns whether another formulation fits a limit of `memoryCap` bytes that the scenario's exceeds. Null if the call is
 * invalid, a file has not been read, the formulation does not support the call, or the tensors alone are too large.
 */
export function waysToFit(scenario: Scenario, files: FileCache, memoryCap: number): FormulationMemory | null {
  const shape = shapeOfScenario(scenario, files);
  const geometry = shape?.ok === true ? checkScenarioShape(shape.value) : null;
  if (geometry?.ok !== true || !isSoonPlanned(geometry.value)) return null;
  const all = memoryByFormulation(geometry.value, profileOf(scenario.dtype), memoryCap);
  const own = all.find(({ id }) => id === formulationOf(scenario.formulation).id);
  if (own === undefined) return null;
  const fitting = all.filter(({ id, bytes }) => id !== own.id && bytes <= memoryCap);
  // The one that is chosen automatically is the fastest.
  const fastest = fitting.find(({ id }) => id === formulationOf('auto').id);
  return { own, other: fastest ?? fitting[0] ?? null };
}
