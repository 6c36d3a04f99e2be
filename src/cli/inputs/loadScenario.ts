import { accept, type Result } from '../../engine/core/refusal.ts';
import type { Files } from '../../scenario/document/files.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { dtypeOfFiles, loadFiles } from '../files/loadFiles.ts';
import type { AskedScenario } from './scenarioFromArgs.ts';

/** What was asked for with the bytes of every file that it names; its dtype is the files', unless it was given. */
export async function loadScenario({
  scenario,
  dtypeGiven,
  memoryCap,
}: AskedScenario): Promise<Result<{ readonly scenario: Scenario; readonly files: Files }>> {
  const files = await loadFiles(scenario, memoryCap);
  if (!files.ok) return files;
  const dtype = dtypeGiven ? accept(scenario.dtype) : dtypeOfFiles(files.value, scenario);
  return dtype.ok ? accept({ scenario: { ...scenario, dtype: dtype.value }, files: files.value }) : dtype;
}
