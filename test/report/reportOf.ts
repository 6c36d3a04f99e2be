import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';
import { finish } from '../../src/engine/core/steps.ts';
import { gatherReport } from '../../src/report/facts/gatherReport.ts';
import type { RanCall, ReportFacts } from '../../src/report/facts/reportFacts.ts';
import { filePathsOf, type NpyByPath } from '../../src/scenario/document/filesByPath.ts';
import { parseDocument } from '../../src/scenario/document/parseDocument.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { plainScenario } from '../scenario/plainScenario.ts';

/** The scenarios and tensors that PyTorch wrote; see checks.py. */
export const checks = fileURLToPath(new URL('../fixtures/checks', import.meta.url));

/** A call of one product, 3 · 2. */
export const one = plainScenario({
  name: 'One',
  input: { shape: [1, 1, 1, 1], values: [3] },
  weight: { shape: [1, 1, 1, 1], values: [2] },
});

/** Reads a scenario of the fixtures with its tensors. */
export function checkedScenario(name: string): { readonly scenario: Scenario; readonly files: NpyByPath } {
  const path = join(checks, `${name}.convt.json`);
  const parsed = parseDocument(readFileSync(path, 'utf8'));
  assert.ok(parsed.ok);
  const files = filePathsOf(parsed.value).map((file): [string, ArrayBuffer] => {
    return [file, Uint8Array.from(readFileSync(join(dirname(path), file))).buffer];
  });
  return { scenario: parsed.value, files: new Map(files) };
}

/** Gathers the report of a scenario. */
export function factsOf(scenario: Scenario, files: NpyByPath = new Map(), withPictures = true): ReportFacts {
  return finish(gatherReport(scenario, files, { memoryCap: 2 ** 30, withPictures, version: '1.2.3' }));
}

/** Returns the outcome of a report whose call ran. */
export function ranCall({ outcome }: ReportFacts): RanCall {
  assert.ok(outcome.kind === 'ran', outcome.kind === 'refused' ? outcome.refusal.message : '');
  return outcome;
}
