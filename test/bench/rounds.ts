import type { Contender, ContenderId, Prepared } from './contender.ts';
import { createPeak, peakFlops } from './peak.ts';
import { spreadOf } from './statistics.ts';
import { type Task, taskOf } from './task.ts';
import { flopsOf, type Workload } from './workloads.ts';

/** How long to measure. */
export interface Pace {
  readonly rounds: number;
  /** Shortest sample, milliseconds: quick calls are repeated to fill it, and their mean is the sample. */
  readonly sample: number;
  /** Runs before the first round, milliseconds: until then the JIT is at work. */
  readonly warmUp: number;
  /** Milliseconds that one contender may take of a workload; a slow one takes part in fewer rounds. */
  readonly budget: number;
  /** Milliseconds of one run from which a contender is left out, as estimated from the workloads before. */
  readonly patience: number;
}

export const paces: Readonly<Record<'full' | 'quick', Pace>> = {
  full: { rounds: 15, sample: 25, warmUp: 600, budget: 12_000, patience: Infinity },
  quick: { rounds: 3, sample: 6, warmUp: 60, budget: 150, patience: 400 },
};

/** A contender's times of one workload, or why there are none. */
export type Outcome = { readonly id: ContenderId } & (
  | { readonly ok: false; readonly reason: string }
  | {
      readonly ok: true;
      /** Milliseconds of a run, one number a round; of one so slow that it ran but once, that one run. */
      readonly samples: readonly number[];
      /** It ran but once, before the rounds: neither warm nor beside anything it could be compared with. */
      readonly cold: boolean;
      /** Largest |error| ÷ rounding bound; null of a contender that checked itself. */
      readonly error: number | null;
    }
);

export interface Measured {
  readonly workload: Workload;
  /** GFLOP/s of the peak loop, one number a round. */
  readonly peak: readonly number[];
  readonly outcomes: readonly Outcome[];
}

/** Milliseconds per floating-point operation of each contender at its best so far. */
export type Rates = Map<ContenderId, number>;

/** |error| ÷ bound of a contender's output; above 1 it is wrong. */
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
 * Times all contenders on one workload in interleaved rounds: each takes one sample a round, together
 * with the peak, so that what changes on the machine changes for all. A result that is not right is
 * not timed.
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
    const runner = await ready(contender, task, pace, check).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
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
    if (runner === undefined) return { id, ok: false, reason: failed.get(id) ?? 'it did not run' };
    const { samples, first, error } = runner;
    const times = samples.length === 0 ? [first] : samples;
    rates.set(id, Math.min(rates.get(id) ?? Infinity, spreadOf(times).median / flops));
    return { id, ok: true, samples: times, cold: samples.length === 0, error };
  });
  return { workload, peak: peaks, outcomes };
}

/** Runs a contender for the first time, checks it and warms it up; a sentence if it cannot take part. */
async function ready(contender: Contender, task: Task, pace: Pace, check: Check): Promise<Runner | string> {
  const prepared = await contender.prepare(task);
  if (typeof prepared === 'string') return prepared;
  const first = await prepared.time(1);
  const output = await prepared.output();
  const error = output === null ? null : await check(task, contender.id, output);
  if (error !== null && !(error <= 1)) {
    await prepared.close();
    return `its result is wrong: ${error} times the rounding bound`;
  }
  let [spent, last] = [first, first];
  while (spent < pace.warmUp) {
    const batch = Math.max(1, Math.ceil(5 / last));
    last = (await prepared.time(batch)) / batch;
    spent += last * batch;
  }
  const repetitions = Math.max(1, Math.round(pace.sample / last));
  const left = Math.floor(pace.budget / (last * repetitions));
  // A slow one has three rounds at least, if they do not take for ever.
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

/** Where the process lets us, so that a round does not pay for another's garbage. */
function collectGarbage(): void {
  (globalThis as { readonly gc?: () => void }).gc?.();
}
