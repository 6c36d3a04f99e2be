import { profileOf } from '../../engine/precision/profiles.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { ElementName } from '../../formats/common/element.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import type { NpyByPath } from '../../scenario/document/filesByPath.ts';
import { type FileSource, hasOpenDType, type Scenario } from '../../scenario/document/scenario.ts';
import { dtypeOfOutput } from '../../scenario/run/dtypeOfOutput.ts';
import { halfPrecisionOf } from '../../scenario/run/withDTypeOfFiles.ts';
import { tensorOfFile } from '../../scenario/run/tensorOfFile.ts';
import { dtypeOfFiles, type FilesDType, loadElements, loadTensorFiles } from '../files/loadTensorFiles.ts';
import type { RequestedScenario } from './scenarioFromArgs.ts';

/** A scenario with the files that it names. */
export interface LoadedScenario {
  readonly scenario: Scenario;
  readonly files: NpyByPath;
  /** The files that gave the scenario its dtype; null if it was given, or if the call names no file. */
  readonly judged: FilesDType | null;
}

/**
 * Loads every file that the requested scenario names. If flags define the call and give no dtype, the dtype is that of
 * the files of the call, or follows from them and the output to check (see {@link dtypeOfOutput}). A document without
 * dtype is judged as on the page: only files of half precision decide.
 */
export async function loadScenario({
  scenario,
  dtypeGiven,
  channelsLast,
  memoryCap,
  gradOutput,
}: RequestedScenario & {
  /** The gradient of the output, if one is checked: a tensor that the dtype follows from as well. */
  readonly gradOutput?: FileSource;
}): Promise<Result<LoadedScenario>> {
  const files = await loadTensorFiles(scenario, memoryCap, channelsLast);
  if (!files.ok) return files;
  const given = { scenario, files: files.value, judged: null };
  if (dtypeGiven) return ok(given);
  // An output to check may have any dtype.
  const elements = await loadElements({ ...scenario, actual: gradOutput }, memoryCap);
  if (!elements.ok) return elements;
  const found = hasOpenDType(scenario) ? ok(halfFilesOf(scenario, elements.value)) : dtypeOfFiles(elements.value);
  if (!found.ok) return found;
  if (found.value === null) return ok({ ...given, scenario: { ...scenario, isDTypeOpen: undefined } });
  const judged = found.value;
  const loaded = { ...given, judged, scenario: { ...scenario, dtype: judged.dtype, isDTypeOpen: undefined } };
  if (scenario.actual === undefined) return ok(loaded);
  const actual = tensorOfFile(scenario.actual.file, files.value);
  return actual.ok ? ok(judgedBy(loaded, actual.value)) : actual;
}

/** Returns the half precision of a document's files, and one of them; null if they have none in common. */
function halfFilesOf(scenario: Scenario, elements: ReadonlyMap<string, ElementName>): FilesDType | null {
  const dtype = halfPrecisionOf(scenario, (path) => elements.get(path));
  const [path] = elements.keys();
  return dtype === null || path === undefined ? null : { path, dtype, why: `the dtype of ${path}` };
}

/** Returns the loaded scenario with the dtype by which an output is checked. */
export function judgedBy(loaded: LoadedScenario, actual: Tensor): LoadedScenario {
  const { scenario, judged } = loaded;
  return judged === null
    ? loaded
    : { ...loaded, scenario: { ...scenario, dtype: dtypeOfOutput(judged.dtype, actual) } };
}

/** Says which precision the output is judged by, and why; no line for float32, or if the dtype was given. */
export function judgedLines({ scenario: { dtype }, judged }: LoadedScenario): readonly string[] {
  if (judged === null || dtype === 'float32') return [];
  const why =
    dtype === judged.dtype
      ? judged.why
      : `${judged.path} is ${judged.dtype}, but the output has numbers that ${judged.dtype} does not have`;
  return [`judged as ${profileOf(dtype).title}: ${why}`];
}
