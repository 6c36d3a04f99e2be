import { compareTensors } from '../../engine/compare/compareTensors.ts';
import { defaultTolerance } from '../../engine/compare/defaultTolerance.ts';
import type { Tolerance } from '../../engine/compare/comparison.ts';
import type { Profile } from '../../engine/precision/profiles.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { SpareBuffers } from '../../engine/core/spareBuffers.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { compute } from './compute.ts';
import type { FilesByPath } from '../document/filesByPath.ts';
import { resolveCall, type ResolvedCall } from './resolveCall.ts';
import type { Run } from './run.ts';
import type { Scenario } from '../document/scenario.ts';

/**
 * Runs a scenario from its document to its verdict: makes the tensors, runs the formulation and the float64 reference,
 * and compares them. `files` holds the bytes of every file that the scenario names; `memoryCap` is the memory limit in
 * bytes; `spare` holds buffers that may be overwritten. The names of the steps are for people.
 */
export function* runScenario(
  scenario: Scenario,
  files: FilesByPath,
  options: { readonly memoryCap: number; readonly spare?: SpareBuffers },
): Steps<Result<Run>> {
  const resolved = yield* resolveCall(scenario, files, options);
  if (!resolved.ok) return resolved;
  return ok(yield* runAndCompare(resolved.value, toleranceOf(scenario, resolved.value.profile), options.spare));
}

/** Computes a call, and compares its output, or the output to check, with the reference. */
export function* runAndCompare(
  { call: given, geometry, formulation, profile, actual }: ResolvedCall,
  tolerance: Tolerance,
  spare?: SpareBuffers,
): Steps<Run> {
  const options = { profile, spare, foreign: actual !== null };
  const computed = yield* compute(given, geometry, formulation, options);
  const output = actual?.tensor ?? computed.computedOutput;
  const actualFile = actual?.file ?? null;
  const comparison = yield* compareTensors(output, computed.reference, {
    tolerance,
    bound: computed.bound,
    plane: geometry.columns,
    stored: profile.output.format,
  });
  return {
    formulation: formulation.id,
    originalCall: given,
    geometry,
    profile: profile.id,
    ...computed,
    output,
    actualFile,
    comparison,
  };
}

/**
 * Returns the tolerance of the scenario, completed by the defaults of `torch.testing.assert_close` for the format that
 * the precision's output is stored in; but NaN equals NaN, because the call defines where NaN is right.
 */
export function toleranceOf({ tolerance }: Scenario, { output }: Profile): Tolerance {
  return { ...defaultTolerance(output.format), equalNan: true, ...tolerance };
}
