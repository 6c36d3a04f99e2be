import { validateCall } from '../../engine/validation/validateCall.ts';
import { sizeTuple } from '../../engine/validation/words.ts';
import type { Call } from '../../engine/core/call.ts';
import type { Formulation } from '../../engine/provenance/formulation.ts';
import { workingBytesReference } from '../../engine/reference/chosenReference.ts';
import { formulationOf } from '../../engine/formulations/formulations.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import { memoryOf, refuseBeyond } from '../../engine/validation/memory.ts';
import { servesProfile, workingBytesEmulated } from '../../engine/precision/emulate.ts';
import { arithmeticDType, type Profile, profileOf } from '../../engine/precision/profiles.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { type DType, isSameShape, type Tensor } from '../../engine/core/tensor.ts';
import type { FilesByPath } from '../document/files.ts';
import { tensorOfFile } from './tensorOfFile.ts';
import type { FilledTensors } from './filledTensors.ts';
import { makeTensors } from './makeTensors.ts';
import type { FileSource, Scenario } from '../document/scenario.ts';
import { scenarioShape } from '../document/scenarioShape.ts';

/** An output that some other implementation made, and the file it came from. */
export interface ActualOutput {
  readonly file: string;
  readonly tensor: Tensor;
}

/** A scenario whose tensors are there, and whose call is known to be legal and to fit the memory. */
export interface ResolvedCall {
  readonly call: Call;
  readonly geometry: Geometry;
  readonly formulation: Formulation;
  /** The scenario's dtype. */
  readonly profile: Profile;
  /** The output to check in place of the formulation's; of the output's shape and the call's dtype, which holds an emulated one. */
  readonly actual: ActualOutput | null;
}

/**
 * Makes a scenario's call, with its tensors (see {@link makeTensors}). The call's legality, and its memory against `memoryCap` (bytes), are settled
 * from the shapes before anything is allocated.
 */
export function* resolveCall(
  scenario: Scenario,
  files: FilesByPath,
  { memoryCap, filled }: { readonly memoryCap: number; readonly filled?: FilledTensors },
): Steps<Result<ResolvedCall>> {
  const shape = scenarioShape(scenario, files);
  if (!shape.ok) return shape;
  const valid = validateCall(shape.value);
  if (!valid.ok) return valid;
  const geometry = valid.value;
  const formulation = formulationOf(scenario.formulation);
  const profile = profileOf(scenario.dtype);
  const dtype = arithmeticDType(profile.id);
  const served = servesProfile(formulation, geometry, profile);
  if (!served.ok) return served;
  // The tensors alone first: asking for the working memory plans the run, which is for calls that fit.
  const bare = refuseBeyond(memoryCap, memoryOf(geometry, dtype, 0));
  if (!bare.ok) return bare;
  const working =
    formulation.workingBytes(geometry, dtype) +
    workingBytesReference(geometry, dtype) +
    workingBytesEmulated(geometry, profile, bare.value.tensors);
  const fits = refuseBeyond(memoryCap, memoryOf(geometry, dtype, working));
  if (!fits.ok) return fits;
  const actual = scenario.actual === undefined ? null : readActual(scenario.actual, geometry, dtype, files);
  if (actual?.ok === false) return actual;
  const tensors = yield* makeTensors(scenario, files, filled);
  if (!tensors.ok) return tensors;
  const call: Call = { dtype, ...tensors.value, params: scenario.params };
  return ok({ call, geometry, formulation, profile, actual: actual?.value ?? null });
}

/** The output to check, rounded to the call's dtype: its shape must be the one the call makes. */
function readActual(
  { file }: FileSource,
  { outputShape }: Geometry,
  dtype: DType,
  files: FilesByPath,
): Result<ActualOutput> {
  const tensor = tensorOfFile(file, files, dtype);
  if (!tensor.ok) return tensor;
  const { shape } = tensor.value;
  if (!isSameShape(shape, outputShape)) {
    return refuse(
      'actual',
      `actual ${file} of shape ${sizeTuple(shape)} must have the shape of the call's output, ${sizeTuple(outputShape)}.`,
    );
  }
  return ok({ file, tensor: tensor.value });
}
