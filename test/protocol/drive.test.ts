import assert from 'node:assert/strict';
import type { Step, Steps } from '../../src/engine/core/steps.ts';
import { drive } from '../../src/protocol/drive.ts';
import type { Driver } from '../../src/protocol/drive.ts';

/** A computation of `count` steps over two stages; each takes `cost` ms of the clock. */
function* counting(count: number, clock: { now: number }, cost: number): Steps<string> {
  for (let done = 0; done < count; done += 1) {
    clock.now += cost;
    yield { stage: done < count / 2 ? 'first' : 'second', done, total: count };
  }
  return 'done';
}

function driverOf(clock: { now: number }, cancelAt = Infinity) {
  const reports: Step[] = [];
  let pauses = 0;
  let longest = 0;
  let sliceStart = clock.now;
  const driver: Driver = {
    now: () => clock.now,
    pause: () => {
      pauses += 1;
      longest = Math.max(longest, clock.now - sliceStart);
      sliceStart = clock.now;
      return Promise.resolve();
    },
    cancelled: () => clock.now >= cancelAt,
    progress: (step) => reports.push(step),
  };
  return { driver, reports, seen: () => ({ pauses, longest }) };
}

describe('driving a long computation', () => {
  it('returns its value and never blocks the event loop for longer than a slice and a step', async () => {
    const clock = { now: 0 };
    const { driver, seen } = driverOf(clock);
    assert.deepEqual(await drive(counting(1000, clock, 1), driver), { value: 'done' });
    assert.ok(seen().longest <= 13, `${seen().longest} ms`);
    assert.ok(seen().pauses >= 1000 / 13);
  });

  it('reports each new stage at once and otherwise fifteen times a second', async () => {
    const clock = { now: 0 };
    const { driver, reports } = driverOf(clock);
    await drive(counting(2000, clock, 1), driver);
    assert.ok(reports.length <= 2 * 15 + 2, `${reports.length} reports in two seconds`);
    assert.deepEqual(
      reports.find(({ stage }) => stage === 'second'),
      { stage: 'second', done: 1000, total: 2000 },
    );
  });

  it('stops a cancelled computation at the next step', async () => {
    const clock = { now: 0 };
    const { driver } = driverOf(clock, 100);
    assert.equal(await drive(counting(1000, clock, 1), driver), null);
    assert.equal(clock.now, 100);
  });
});
