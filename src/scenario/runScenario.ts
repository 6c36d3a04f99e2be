import { roundingBound } from '../engine/bound.ts';
import { compareTensors } from '../engine/compare/compareTensors.ts';
import { defaultTolerance } from '../engine/compare/defaultTolerance.ts';
import type { Tolerance } from '../engine/comparison.ts';
import { runReference } from '../engine/reference.ts';
import { accept, type Result } from '../engine/refusal.ts';
import type { Steps } from '../engine/steps.ts';
import type { Files } from './files.ts';
import { resolveCall } from './resolveCall.ts';
import type { Run } from './run.ts';
import type { Scenario } from './scenario.ts';

/**
 * Runs a scenario from its document to its verdict: makes the tensors, runs the formulation and
 * the float64 reference, and compares them. `files`: the bytes of every file the scenario names;
 * `memoryCap`: the bytes the run may allocate. The steps are named for people.
 */
export function* runScenario(
  scenario: Scenario,
  files: Files,
  options: { readonly memoryCap: number },
): Steps<Result<Run>> {
  const resolved = yield* resolveCall(scenario, files, options);
  if (!resolved.ok) return resolved;
  const { call, geometry, formulation } = resolved.value;
  const output = yield* formulation.run(call, geometry);
  const { reference, magnitude, termCount } = yield* runReference(call, geometry);
  const bound =
    formulation.bound === undefined
      ? roundingBound(magnitude, termCount, geometry, call.dtype)
      : yield* formulation.bound(call, geometry);
  const comparison = yield* compareTensors(output, reference, {
    tolerance: toleranceOf(scenario),
    bound,
  });
  return accept({ call, formulation: formulation.id, output, reference, bound, comparison });
}

/** The scenario's tolerance, completed by `torch.testing.assert_close`'s defaults for its dtype. */
function toleranceOf({ tolerance, dtype }: Scenario): Tolerance {
  return { ...defaultTolerance(dtype), ...tolerance };
}
