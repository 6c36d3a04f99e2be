import type * as vscode from 'vscode';
import { messageOf } from '../../engine/core/messageOf.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { drive } from '../../protocol/drive.ts';
import { reportOf } from '../../scenario/report/reportOf.ts';
import type { RunReport } from '../../scenario/report/runReport.ts';
import { runScenario } from '../../scenario/run/runScenario.ts';
import { filePathsOf, parsedFile, type TensorInFile } from '../../scenario/document/filesByPath.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { readSettings } from '../shared/settings.ts';
import { readTensorAtPath } from '../files/readTensorAtPath.ts';

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
  const files = new Map<string, ArrayBuffer | TensorInFile>();
  for (const path of filePathsOf(scenario)) {
    const read = await readTensorAtPath(path, base, memoryCap);
    if (!read.ok) return read;
    files.set(path, parsedFile(read.value.bytes, path, read.value.element));
  }
  try {
    const driven = await drive(runScenario(scenario, files, { memoryCap }), {
      now: () => Date.now(),
      pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
      cancelled: () => token?.isCancellationRequested === true,
      progress: () => undefined,
    });
    if (driven === null) return refuse('scenario', 'The run was cancelled.');
    const run = driven.value;
    return run.ok ? ok(reportOf(run.value)) : run;
  } catch (error) {
    return fault(error);
  }
}

/** The refusal of a run that threw: too little memory (the cap may be set to any number), or a defect of the extension. */
function fault(error: unknown): Result<never> {
  const reason = messageOf(error);
  return error instanceof RangeError
    ? refuse('memory', `There is not enough memory for this call: ${reason}.`)
    : refuse('scenario', `The run failed: ${reason}`);
}
