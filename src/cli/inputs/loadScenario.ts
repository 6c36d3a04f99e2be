import { ok, type Result } from '../../engine/core/refusal.ts';
import type { NpyByPath } from '../../scenario/document/filesByPath.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { dtypeOfFiles, loadTensorFiles } from '../files/loadTensorFiles.ts';
import type { RequestedScenario } from './scenarioFromArgs.ts';

/** Loads every file that the requested scenario names. If the user gave no dtype, uses that of the files. */
export async function loadScenario({
  scenario,
  dtypeGiven,
  memoryCap,
}: RequestedScenario): Promise<Result<{ readonly scenario: Scenario; readonly files: NpyByPath }>> {
  const files = await loadTensorFiles(scenario, memoryCap);
  if (!files.ok) return files;
  const dtype = dtypeGiven ? ok(scenario.dtype) : dtypeOfFiles(files.value, scenario);
  return dtype.ok ? ok({ scenario: { ...scenario, dtype: dtype.value }, files: files.value }) : dtype;
}
