import assert from 'node:assert/strict';
import fc from 'fast-check';
import { boundReader } from '../../../src/engine/rounding/bound.ts';
import { defaultTolerance } from '../../../src/engine/compare/defaultTolerance.ts';
import type { Call } from '../../../src/engine/core/call.ts';
import type { FormulationId } from '../../../src/engine/provenance/formulation.ts';
import { formulationIds } from '../../../src/engine/provenance/formulation.ts';
import { formulationOf } from '../../../src/engine/formulations/formulations.ts';
import type { Geometry } from '../../../src/engine/geometry/geometry.ts';
import { profileOf } from '../../../src/engine/precision/profiles.ts';
import { partsOf } from '../../../src/engine/formulations/parts.ts';
import { finish } from '../../../src/engine/core/steps.ts';
import type { Driver } from '../../../src/protocol/drive.ts';
import { runAndCompare } from '../../../src/scenario/run/runScenario.ts';
import { localPart } from '../../../webview/worker/partWorker.ts';
import { Spares } from '../../../webview/worker/spares.ts';
import { runInParts } from '../../../webview/worker/runInParts.ts';
import { geometryOf } from '../../engine/geometryOf.ts';
import { callOfSizes } from '../../engine/kernels/largeCalls.ts';
import { smallCalls } from '../../engine/smallCalls.ts';

/** Kept over all runs: whatever old numbers it holds are to be overwritten. */
const spares = new Spares();

const driver: Driver = {
  now: () => 0,
  pause: () => Promise.resolve(),
  cancelled: () => false,
  progress: () => undefined,
};

async function assertSame(call: Call, geometry: Geometry, count: number, id: FormulationId): Promise<void> {
  const profile = profileOf(call.dtype);
  const resolved = { call, geometry, formulation: formulationOf(id), profile, actual: null };
  const tolerance = defaultTolerance(call.dtype);
  const parts = partsOf(call, geometry, count);
  for (const part of parts) assert.deepEqual(part.geometry, geometryOf(part.call));
  const workers = parts.map(() => localPart(driver));
  const divided = await runInParts(resolved, tolerance, parts, workers, spares);
  const whole = finish(runAndCompare(resolved, tolerance));
  assert.ok(divided);
  assert.deepEqual(divided.comparison, whole.comparison);
  for (const tensor of ['output', 'reference'] as const) {
    assert.deepEqual(divided[tensor].shape, whole[tensor].shape);
    const { data } = whole[tensor];
    assert.ok(
      divided[tensor].data.every((value, at) => Object.is(value, data[at])),
      tensor,
    );
  }
  const [bound, expected] = [divided, whole].map((run) => boundReader(run.bound));
  assert.ok(whole.output.data.every((_, at) => bound?.(at) === expected?.(at)));
}

describe('a run in parts', () => {
  for (const numbers of ['floats', 'anything'] as const) {
    it(`has every bit of a run as a whole, of ${numbers}`, async () => {
      const formulations = fc.constantFrom(...formulationIds);
      await fc.assert(
        fc.asyncProperty(
          smallCalls(numbers),
          fc.integer({ min: 1, max: 4 }),
          formulations,
          async ({ call, geometry }, count, id) => {
            fc.pre(formulationOf(id).serves?.(geometry).ok !== false);
            await assertSame(call, geometry, count, id);
          },
        ),
        { numRuns: 300 },
      );
    });
  }

  // Each part is large enough for the kernels, as those of a call that is worth dividing are.
  it('has the same bits where planes are many and large', async () => {
    const calls = [
      callOfSizes('float32', { cin: 20, cout: 7, size: [40, 50], kernel: [3, 3] }),
      callOfSizes('float32', { n: 3, cin: 16, cout: 5, size: [19, 30], kernel: [4, 4], stride: [2, 2] }),
      callOfSizes('float32', { cin: 48, cout: 24, size: [33, 30], kernel: [4, 4], stride: [2, 2], groups: 6 }),
    ];
    for (const call of calls) {
      for (const count of [2, 3]) await assertSame(call, geometryOf(call), count, 'sub-pixel');
    }
  });

  it('resolves with null if a part was cancelled', async () => {
    const call = callOfSizes('float32', { cin: 2, cout: 4, size: [5, 5], kernel: [3, 3] });
    const geometry = geometryOf(call);
    const parts = partsOf(call, geometry, 2);
    const workers = [localPart(driver), localPart({ ...driver, cancelled: () => true })];
    const resolved = { call, geometry, formulation: formulationOf('sub-pixel') };
    assert.equal(await runInParts(resolved, defaultTolerance('float32'), parts, workers, new Spares()), null);
  });
});
