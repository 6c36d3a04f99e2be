import { accept as acceptCall } from '../engine/accept.ts';
import type { Call } from '../engine/call.ts';
import type { Formulation } from '../engine/formulation.ts';
import { workingBytesReference } from '../engine/chosenReference.ts';
import { formulationOf } from '../engine/formulations.ts';
import type { Geometry } from '../engine/geometry.ts';
import { memoryOf, refuseBeyond } from '../engine/memory.ts';
import { accept, type Result } from '../engine/refusal.ts';
import type { Steps } from '../engine/steps.ts';
import type { Files } from './files.ts';
import type { FilledTensors } from './filledTensors.ts';
import { makeTensors } from './makeTensors.ts';
import type { Scenario } from './scenario.ts';
import { scenarioShape } from './scenarioShape.ts';

/** A scenario whose tensors are there, and whose call is known to be legal and to fit the memory. */
export interface ResolvedCall {
  readonly call: Call;
  readonly geometry: Geometry;
  readonly formulation: Formulation;
}

/**
 * Makes a scenario's call, with its tensors (see {@link makeTensors}). The call's legality, and its memory against `memoryCap` (bytes), are settled
 * from the shapes before anything is allocated.
 */
export function* resolveCall(
  scenario: Scenario,
  files: Files,
  { memoryCap, filled }: { readonly memoryCap: number; readonly filled?: FilledTensors },
): Steps<Result<ResolvedCall>> {
  const shape = scenarioShape(scenario, files);
  if (!shape.ok) return shape;
  const accepted = acceptCall(shape.value);
  if (!accepted.ok) return accepted;
  const geometry = accepted.value;
  const formulation = formulationOf(scenario.formulation);
  const served = formulation.serves?.(geometry);
  if (served?.ok === false) return served;
  // The tensors alone first: asking for the working memory plans the run, which is for calls that fit.
  const bare = refuseBeyond(memoryCap, memoryOf(geometry, scenario.dtype, 0));
  if (!bare.ok) return bare;
  const working =
    formulation.workingBytes(geometry, scenario.dtype) +
    workingBytesReference(geometry, scenario.dtype);
  const fits = refuseBeyond(memoryCap, memoryOf(geometry, scenario.dtype, working));
  if (!fits.ok) return fits;
  const tensors = yield* makeTensors(scenario, files, filled);
  if (!tensors.ok) return tensors;
  const call: Call = { dtype: scenario.dtype, ...tensors.value, params: scenario.params };
  return accept({ call, geometry, formulation });
}
