import { type Diagnosis, diagnose } from '../../engine/diagnose/search/diagnose.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { castTensor } from '../../engine/core/tensor.ts';
import type { FilesByPath } from '../document/filesByPath.ts';
import { outputWithHeight } from '../document/withHeight.ts';
import { tensorOfFile } from './tensorOfFile.ts';
import type { FilledTensors } from './filledTensors.ts';
import { resolveCall } from './resolveCall.ts';
import { withDTypeOfFiles } from './withDTypeOfFiles.ts';
import type { Scenario } from '../document/scenario.ts';

/**
 * Diagnoses the output that a scenario names as `actual`, rounded to the dtype of the call. `files` holds the bytes of
 * every file that the scenario names; `memoryCap` is the memory limit in bytes. Refused for the same reasons as a run,
 * except for the shape of the output, which is part of the diagnosis.
 */
export function* diagnoseScenario(
  given: Scenario,
  files: FilesByPath,
  options: { readonly memoryCap: number; readonly filled?: FilledTensors },
): Steps<Result<Diagnosis>> {
  // The output has a say in the dtype.
  const scenario = withDTypeOfFiles(given, files);
  if (scenario.actual === undefined) {
    return refuse('actual', 'actual is missing: name the file of the output to diagnose.');
  }
  const read = tensorOfFile(scenario.actual.file, files);
  if (!read.ok) return read;
  const resolved = yield* resolveCall({ ...scenario, actual: undefined }, files, options);
  if (!resolved.ok) return resolved;
  const { call, geometry, profile } = resolved.value;
  const actual = castTensor(outputWithHeight(read.value, geometry), call.dtype);
  return ok(yield* diagnose(call, geometry, actual, profile));
}
