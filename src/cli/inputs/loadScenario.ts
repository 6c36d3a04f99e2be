import { ok, type Result } from '../../engine/core/refusal.ts';
import type { NpyByPath } from '../../scenario/document/files.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { dtypeOfFiles, loadTensorFiles } from '../files/loadTensorFiles.ts';
import type { AskedScenario } from './scenarioFromArgs.ts';

/** What was asked for with the bytes of every file that it names; its dtype is the files', unless it was given. */
export async function loadScenario({
  scenario,
  dtypeGiven,
  memoryCap,
}: AskedScenario): Promise<Result<{ readonly scenario: Scenario; readonly files: NpyByPath }>> {
  const files = await loadTensorFiles(scenario, memoryCap);
  if (!files.ok) return files;
  const dtype = dtypeGiven ? ok(scenario.dtype) : dtypeOfFiles(files.value, scenario);
  return dtype.ok ? ok({ scenario: { ...scenario, dtype: dtype.value }, files: files.value }) : dtype;
}
