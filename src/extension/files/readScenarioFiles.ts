import type * as vscode from 'vscode';
import type { NpyOfTensor } from '../../formats/readTensorAsNpy.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import { filePathsOf, type ReadFiles } from '../../scenario/document/filesByPath.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { readTensorAtPath } from './readTensorAtPath.ts';

/**
 * Reads every tensor that a scenario names; relative paths start from `base`. A tensor of more than `limit` bytes is
 * refused before any of it is read.
 */
export async function readScenarioFiles(
  scenario: Scenario,
  base: vscode.Uri | null,
  limit: number,
): Promise<Result<ReadFiles>> {
  const files = new Map<string, NpyOfTensor>();
  for (const path of filePathsOf(scenario)) {
    const read = await readTensorAtPath(path, base, limit);
    if (!read.ok) return read;
    files.set(path, read.value);
  }
  return ok(files);
}
