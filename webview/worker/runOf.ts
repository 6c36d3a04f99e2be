import { usefulMultiplyAdds } from '../../src/engine/geometry/multiplyAdds.ts';
import { partsOf } from '../../src/engine/formulations/parts.ts';
import { isEmulated } from '../../src/engine/precision/profiles.ts';
import { ok, type Result } from '../../src/engine/core/refusal.ts';
import { drive, type Driver } from '../../src/protocol/drive.ts';
import type { ScenarioJob } from '../../src/protocol/workerMessages.ts';
import type { FilledTensors } from '../../src/scenario/run/filledTensors.ts';
import { resultBuffers } from '../../src/scenario/run/resultBuffers.ts';
import { resolveCall, type ResolvedCall } from '../../src/scenario/run/resolveCall.ts';
import type { Run } from '../../src/scenario/run/run.ts';
import { runAndCompare, toleranceOf } from '../../src/scenario/run/runScenario.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import type { KeptFiles } from './keptFiles.ts';
import { localPart, remotePart } from './partWorker.ts';
import type { Pool } from './pool.ts';
import type { Spares } from './spares.ts';
import { runInParts } from './runInParts.ts';

/**
 * Fewest multiply-adds of a call that is divided among workers. Below, the three requests to each worker and the copies
 * of the parts cost more than they save (measured: a divided call of 2²⁷ took twice as long).
 */
const worthDividing = 2 ** 29;

/** The things that a worker keeps between two requests. */
export interface Resources {
  readonly pool: Pool;
  readonly spares: Spares;
  readonly filled: FilledTensors;
  readonly files: KeptFiles;
}

/** Runs a scenario, a large one with the pool's helpers; returns null if the run is cancelled. */
export async function runOf(
  { scenario, files, memoryCap }: ScenarioJob,
  driver: Driver,
  { pool, spares, filled, files: keptFiles }: Resources,
): Promise<Result<Run> | null> {
  const resolved = await drive(resolveCall(scenario, keptFiles.named(files), { memoryCap, filled }), driver);
  if (resolved === null) return null;
  if (!resolved.value.ok) return resolved.value;
  const call = resolved.value.value;
  const divided = await inParts(call, scenario, driver, { pool, spares });
  if (divided !== undefined) return divided === null ? null : ok(divided);
  const run = await drive(runAndCompare(call, toleranceOf(scenario, call.profile), spares.whole), driver);
  return run === null ? null : ok(run.value);
}

/** Runs a call in several workers; returns undefined if the call is not worth dividing, or if a worker failed. */
async function inParts(
  call: ResolvedCall,
  scenario: Scenario,
  driver: Driver,
  { pool, spares }: Pick<Resources, 'pool' | 'spares'>,
): Promise<Run | null | undefined> {
  // An output to check is compared as a whole, and the tensors of an emulated precision are rounded as a whole.
  if (call.actual !== null || isEmulated(call.profile.id)) return undefined;
  if (usefulMultiplyAdds(call.geometry) < worthDividing) return undefined;
  const helpers = pool.helpers();
  if (helpers.length === 0) return undefined;
  const parts = partsOf(call.call, call.geometry, helpers.length + 1);
  if (parts.length === 1) return undefined;
  const remote = helpers.map((channel) => remotePart(channel, driver.cancelled));
  const workers = [localPart(driver), ...remote].slice(0, parts.length);
  try {
    return await runInParts(call, toleranceOf(scenario, call.profile), parts, workers, spares);
  } catch {
    // If a helper died or ran out of memory, this worker computes the call alone, or fails with its own reason.
    pool.restart();
    return undefined;
  }
}

/** Returns the buffers of everything that a run allocated, to be transferred to the page. */
export function buffersOf(run: Run): readonly ArrayBuffer[] {
  const tensors = [run.call, run.originalCall]
    .flatMap(({ input, weight, bias }) => [input, weight, ...(bias === null ? [] : [bias])])
    .concat(run.output);
  return [...new Set([...tensors.map(({ data }) => data.buffer), ...resultBuffers(run)])];
}
