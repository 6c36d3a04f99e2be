import { validateWithHint } from '../../dialects/likelySlip.ts';
import type { Call } from '../../engine/core/call.ts';
import type { Formulation } from '../../engine/provenance/formulation.ts';
import { formulationOf } from '../../engine/formulations/formulations.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import { servesProfile } from '../../engine/precision/emulate.ts';
import { arithmeticDType, type Profile, profileOf } from '../../engine/precision/profiles.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { type DType, isSameShape, type Tensor } from '../../engine/core/tensor.ts';
import type { FilesByPath } from '../document/filesByPath.ts';
import { checkRunMemory, checkTensorMemory } from './callMemory.ts';
import { tensorOfFile } from './tensorOfFile.ts';
import type { FilledTensors } from './filledTensors.ts';
import { makeTensors } from './makeTensors.ts';
import { withDTypeOfFiles } from './withDTypeOfFiles.ts';
import type { FileSource, Scenario } from '../document/scenario.ts';
import { wrongShapeText } from '../text/wrongShapeText.ts';
import { scenarioShape } from '../document/scenarioShape.ts';
import { outputWithHeight, shapeWithoutHeight } from '../document/withHeight.ts';

/** The output of another implementation, and its file. */
export interface ActualOutput {
  readonly file: string;
  readonly tensor: Tensor;
}

/** The call of a scenario with its tensors, known to be valid and to fit into memory. */
export interface ResolvedCall {
  readonly call: Call;
  readonly geometry: Geometry;
  readonly formulation: Formulation;
  /** The precision that the call is computed and judged in. */
  readonly profile: Profile;
  /**
   * The output to check instead of the formulation's, in the shape of the call's output and the dtype of the call; null
   * without one.
   */
  readonly actual: ActualOutput | null;
}

/**
 * Makes the call of a scenario with its tensors (see {@link makeTensors}). Before anything is allocated, the shapes
 * decide whether the call is valid and fits into `memoryCap` bytes. If nobody chose the dtype, see {@link withDTypeOfFiles}.
 */
export function* resolveCall(
  given: Scenario,
  files: FilesByPath,
  { memoryCap, filled }: { readonly memoryCap: number; readonly filled?: FilledTensors },
): Steps<Result<ResolvedCall>> {
  const shape = scenarioShape(given, files);
  if (!shape.ok) return shape;
  const valid = validateWithHint(shape.value);
  if (!valid.ok) return valid;
  const geometry = valid.value;
  const scenario = withDTypeOfFiles(given, files);
  const formulation = formulationOf(scenario.formulation);
  const profile = profileOf(scenario.dtype);
  const dtype = arithmeticDType(profile.id);
  // First the tensors alone: everything else takes a time that grows with the call.
  const bare = checkTensorMemory(geometry, profile, memoryCap);
  if (!bare.ok) return bare;
  const served = servesProfile(formulation, geometry, profile);
  if (!served.ok) return served;
  const fits = checkRunMemory(geometry, formulation, profile, memoryCap);
  if (!fits.ok) return fits;
  const actual = scenario.actual === undefined ? null : readActual(scenario.actual, geometry, dtype, files);
  if (actual?.ok === false) return actual;
  const tensors = yield* makeTensors(scenario, files, filled);
  if (!tensors.ok) return tensors;
  // The tensors of a 1-D call get a height of 1.
  const { input, weight, bias } = tensors.value;
  const call: Call = {
    dtype,
    input: { ...input, shape: shape.value.input },
    weight: { ...weight, shape: shape.value.weight },
    bias,
    params: shape.value.params,
  };
  return ok({ call, geometry, formulation, profile, actual: actual?.value ?? null });
}

/**
 * Reads the output to check and rounds it to the dtype of the call. Refused if its shape is not that of the call's
 * output.
 */
function readActual({ file }: FileSource, geometry: Geometry, dtype: DType, files: FilesByPath): Result<ActualOutput> {
  const stored = tensorOfFile(file, files, dtype);
  if (!stored.ok) return stored;
  const tensor = outputWithHeight(stored.value, geometry);
  if (!isSameShape(tensor.shape, geometry.outputShape)) {
    return refuse(
      'actual',
      wrongShapeText(file, stored.value.shape, shapeWithoutHeight(geometry.outputShape, geometry)),
    );
  }
  return ok({ file, tensor });
}
