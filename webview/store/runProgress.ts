import { type ReadonlySignal, signal } from '@preact/signals';
import type { Step } from '../../src/engine/core/steps.ts';
import type { Clock } from '../ui/clock.ts';

/** The progress of a stage of a run; `milliseconds` is its duration, null until it ends. */
export interface StageProgress {
  readonly step: Step;
  readonly startedAt: number;
  readonly milliseconds: number | null;
}

/** The progress of the current computation. */
export interface RunProgress {
  /** The stages of the run so far; the last one is computing. */
  readonly stages: ReadonlySignal<readonly StageProgress[]>;
  /** Names of the stages of the last finished run, which the next run is expected to have. */
  readonly plan: ReadonlySignal<readonly string[]>;
  /** Begins a run. */
  readonly reset: () => void;
  /** Adds a report of progress. */
  readonly report: (step: Step) => void;
  /** Ends the run; its stages become the plan of the next run. */
  readonly finish: () => void;
}

/** Creates the progress of a page without a run. */
export function createRunProgress(clock: Clock): RunProgress {
  const stages = signal<readonly StageProgress[]>([]);
  const plan = signal<readonly string[]>([]);
  return {
    stages,
    plan,
    reset: () => {
      stages.value = [];
    },
    report: (step) => {
      stages.value = advance(stages.value, step, clock.now());
    },
    finish: () => {
      plan.value = stages.value.map(({ step }) => step.stage);
    },
  };
}

/** Returns the stages after one more report, which came at `now` (milliseconds of any clock). */
export function advance(stages: readonly StageProgress[], step: Step, now: number): readonly StageProgress[] {
  const last = stages.at(-1);
  if (last?.step.stage === step.stage) return [...stages.slice(0, -1), { ...last, step }];
  const finished = last === undefined ? [] : [{ ...last, milliseconds: now - last.startedAt }];
  return [...stages.slice(0, -1), ...finished, { step, startedAt: now, milliseconds: null }];
}

/** Returns the planned stages that are still to come; empty if the run has a stage that was not planned. */
export function pendingStages(planned: readonly string[], stages: readonly StageProgress[]): readonly string[] {
  const names = stages.map(({ step }) => step.stage);
  if (!names.every((name) => planned.includes(name))) return [];
  return planned.filter((name) => !names.includes(name));
}

/** Returns the completed share of the run, from 0 to 1. Every stage has the same weight. */
export function shareDone(planned: readonly string[], stages: readonly StageProgress[]): number {
  const last = stages.at(-1);
  if (last === undefined) return 0;
  const count = stages.length + pendingStages(planned, stages).length;
  const current = last.step.total > 0 ? last.step.done / last.step.total : 0;
  return (stages.length - 1 + Math.min(1, current)) / count;
}
