import type * as vscode from 'vscode';
import { ok, type Result } from '../../engine/core/refusal.ts';
import { filePathsOf, type NpyByPath } from '../../scenario/document/filesByPath.ts';
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
): Promise<Result<NpyByPath>> {
  const files = new Map<string, ArrayBuffer>();
  for (const path of filePathsOf(scenario)) {
    const bytes = await readTensorAtPath(path, base, limit);
    if (!bytes.ok) return bytes;
    files.set(path, bytes.value);
  }
  return ok(files);
}
