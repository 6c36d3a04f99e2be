import type * as vscode from 'vscode';
import { ok, type Result } from '../../engine/core/refusal.ts';
import { reportOf } from '../../scenario/report/reportOf.ts';
import type { RunReport } from '../../scenario/report/runReport.ts';
import { runScenario } from '../../scenario/run/runScenario.ts';
import { parsedFiles } from '../../scenario/document/filesByPath.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { driveInHost } from '../shared/driveInHost.ts';
import { readSettings } from '../shared/settings.ts';
import { readScenarioFiles } from '../files/readScenarioFiles.ts';

/**
 * Runs a scenario in the extension host, and lets the host do other work every few milliseconds. Relative paths of
 * tensor files start from `base`.
 */
export async function headlessRun(
  scenario: Scenario,
  base: vscode.Uri | null,
  token?: vscode.CancellationToken,
): Promise<Result<RunReport>> {
  const { memoryCap } = readSettings();
  const files = await readScenarioFiles(scenario, base, memoryCap);
  if (!files.ok) return files;
  const run = await driveInHost('The run', runScenario(scenario, parsedFiles(files.value), { memoryCap }), token);
  return run.ok ? ok(reportOf(run.value)) : run;
}
