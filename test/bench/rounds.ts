import { messageOf } from '../../src/engine/core/messageOf.ts';
import type { Contender, ContenderId, Prepared } from './contender.ts';
import { createPeak, peakFlops } from './peak.ts';
import { spreadOf } from './statistics.ts';
import { type Task, taskOf } from './task.ts';
import { flopsOf, type Workload } from './workloads.ts';

/** The durations of a measurement, in milliseconds, and its number of rounds. */
export interface Pace {
  readonly rounds: number;
  /** The shortest sample. A shorter run is repeated for this time, and the sample is the mean. */
  readonly sample: number;
  /** The time of the runs before the first round, in which the JIT compiles. */
  readonly warmUp: number;
  /** The time that one contender may take for a workload. A slow contender takes part in fewer rounds. */
  readonly budget: number;
  /** A contender is left out if one run takes longer, as estimated from earlier workloads. */
  readonly patience: number;
}

export const paces: Readonly<Record<'full' | 'quick', Pace>> = {
  full: { rounds: 15, sample: 25, warmUp: 600, budget: 12_000, patience: Infinity },
  quick: { rounds: 3, sample: 6, warmUp: 60, budget: 150, patience: 400 },
};

/** A contender's times for one workload, or the reason why there are none. */
export type Outcome = { readonly id: ContenderId } & (
  | { readonly ok: false; readonly reason: string }
  | {
      readonly ok: true;
      /** Milliseconds of a run, one number for each round. If `cold`, the only run. */
      readonly samples: readonly number[];
      /** The contender is so slow that it ran only once, without a warm-up and outside the rounds. */
      readonly cold: boolean;
      /** The largest |error| ÷ rounding bound, or null if the contender checked its own result. */
      readonly error: number | null;
    }
);

export interface Measured {
  readonly workload: Workload;
  /** GFLOP/s of the peak loop, one number for each round. */
  readonly peak: readonly number[];
  readonly outcomes: readonly Outcome[];
}

/** The fewest milliseconds per floating-point operation of each contender so far. */
export type Rates = Map<ContenderId, number>;

/** Returns the largest |error| ÷ bound of a contender's output. Above 1 the output is wrong. */
export type Check = (task: Task, id: ContenderId, output: Float32Array) => Promise<number>;

interface Runner {
  readonly id: ContenderId;
  readonly prepared: Prepared;
  readonly error: number | null;
  readonly first: number;
  readonly repetitions: number;
  readonly rounds: number;
  readonly samples: number[];
}

/**
 * Times all contenders on one workload in interleaved rounds: each round takes one sample of every contender and of the
 * peak loop, so that changes of the machine's speed affect all alike. A contender with a wrong result is not timed.
 */
export async function measure(
  workload: Workload,
  contenders: readonly Contender[],
  pace: Pace,
  check: Check,
  rates: Rates,
): Promise<Measured> {
  const task = taskOf(workload);
  const flops = flopsOf(workload);
  const runners: Runner[] = [];
  const failed = new Map<ContenderId, string>();
  for (const contender of contenders) {
    const estimate = (rates.get(contender.id) ?? 0) * flops;
    if (estimate > pace.patience) {
      failed.set(contender.id, `left out of a quick run: about ${(estimate / 1e3).toFixed(0)} s`);
      continue;
    }
    const runner = await ready(contender, task, pace, check).catch(messageOf);
    if (typeof runner === 'string') failed.set(contender.id, runner);
    else runners.push(runner);
  }
  const peak = createPeak();
  const peaks: number[] = [];
  for (let i = 0; i < 40; i++) peak();
  for (let round = 0; round < pace.rounds; round++) {
    peaks.push(peakRate(peak, pace.sample));
    collectGarbage();
    for (const { prepared, samples, repetitions, rounds } of runners) {
      if (round >= rounds) continue;
      samples.push((await prepared.time(repetitions)) / repetitions);
    }
  }
  for (const { prepared } of runners) await prepared.close();
  const outcomes = contenders.map(({ id }): Outcome => {
    const runner = runners.find((each) => each.id === id);
    if (runner === undefined) return { id, ok: false, reason: failed.get(id) ?? 'did not run' };
    const { samples, first, error } = runner;
    const times = samples.length === 0 ? [first] : samples;
    rates.set(id, Math.min(rates.get(id) ?? Infinity, spreadOf(times).median / flops));
    return { id, ok: true, samples: times, cold: samples.length === 0, error };
  });
  return { workload, peak: peaks, outcomes };
}

/** Runs a contender for the first time, checks its result and warms it up. Resolves with the reason if it is left out. */
async function ready(contender: Contender, task: Task, pace: Pace, check: Check): Promise<Runner | string> {
  const prepared = await contender.prepare(task);
  if (typeof prepared === 'string') return prepared;
  const first = await prepared.time(1);
  const output = await prepared.output();
  const error = output === null ? null : await check(task, contender.id, output);
  if (error !== null && !(error <= 1)) {
    await prepared.close();
    return `the result is wrong: the error is ${error} times the rounding bound`;
  }
  let [spent, last] = [first, first];
  while (spent < pace.warmUp) {
    const batch = Math.max(1, Math.ceil(5 / last));
    last = (await prepared.time(batch)) / batch;
    spent += last * batch;
  }
  const repetitions = Math.max(1, Math.round(pace.sample / last));
  const left = Math.floor(pace.budget / (last * repetitions));
  // A slow contender has at least three rounds, unless one run takes half the budget.
  const least = last < pace.budget / 2 ? 3 : 0;
  const rounds = Math.min(pace.rounds, Math.max(least, left));
  return { id: contender.id, prepared, error, first, repetitions, rounds, samples: [] };
}

function peakRate(peak: () => void, milliseconds: number): number {
  const start = performance.now();
  let runs = 0;
  let spent = 0;
  while (spent < milliseconds) {
    for (let i = 0; i < 20; i++) peak();
    runs += 20;
    spent = performance.now() - start;
  }
  return (runs * peakFlops) / spent / 1e6;
}

/** Collects garbage if the process exposes `gc`, so that a round does not pay for another's garbage. */
function collectGarbage(): void {
  (globalThis as { readonly gc?: () => void }).gc?.();
}
