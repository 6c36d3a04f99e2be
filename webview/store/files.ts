import { ok } from '../../src/engine/core/refusal.ts';
import type { Result } from '../../src/engine/core/refusal.ts';
import { filePathsOf } from '../../src/scenario/document/filesByPath.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { readFile } from '../bridge/host.ts';

/** What the worker is handed: each file a scenario names, with its bytes. */
export type NamedFiles = readonly (readonly [path: string, bytes: ArrayBuffer])[];

const read = new Map<string, ArrayBuffer>();

/** The scenario's files if all of them are here already, else null. */
export function filesAtHand(scenario: Scenario): NamedFiles | null {
  const files: [string, ArrayBuffer][] = [];
  for (const path of filePathsOf(scenario)) {
    const bytes = read.get(path);
    if (bytes === undefined) return null;
    files.push([path, bytes]);
  }
  return files;
}

/** Reads what is not here yet; the first file that cannot be read refuses the scenario. */
export async function loadFiles(scenario: Scenario): Promise<Result<NamedFiles>> {
  for (const path of filePathsOf(scenario)) {
    if (read.has(path)) continue;
    const bytes = await readFile(path);
    if (!bytes.ok) return bytes;
    read.set(path, bytes.value);
  }
  return ok(filesAtHand(scenario) ?? []);
}

/** The files may have changed on disk: the next run reads them again. */
export function forgetFiles(): void {
  read.clear();
}
