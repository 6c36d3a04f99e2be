import { type ReadonlySignal, signal } from '@preact/signals';
import type { Step } from '../../src/engine/core/steps.ts';
import type { Clock } from '../ui/clock.ts';

/** A stage of the run under way: how far it is, and once it is over how long it took. */
export interface StageProgress {
  readonly step: Step;
  readonly startedAt: number;
  readonly milliseconds: number | null;
}

/** The progress of the run under way. */
export interface RunProgress {
  /** The stages of the run so far, the last one being under way. */
  readonly stages: ReadonlySignal<readonly StageProgress[]>;
  /** Names of the stages of the last run that finished: what a run of its kind still has before it. */
  readonly plan: ReadonlySignal<readonly string[]>;
  /** Begins a run. */
  readonly reset: () => void;
  readonly report: (step: Step) => void;
  /** Ends the run: the next one is expected to have the same stages. */
  readonly finish: () => void;
}

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

/** The list after one more report, which came at `now` (milliseconds of any clock). */
export function advance(stages: readonly StageProgress[], step: Step, now: number): readonly StageProgress[] {
  const last = stages.at(-1);
  if (last?.step.stage === step.stage) return [...stages.slice(0, -1), { ...last, step }];
  const over = last === undefined ? [] : [{ ...last, milliseconds: now - last.startedAt }];
  return [...stages.slice(0, -1), ...over, { step, startedAt: now, milliseconds: null }];
}

/** Stages that a run like the last one would still have to go through. */
export function pendingStages(planned: readonly string[], stages: readonly StageProgress[]): readonly string[] {
  const names = stages.map(({ step }) => step.stage);
  if (!names.every((name) => planned.includes(name))) return [];
  return planned.filter((name) => !names.includes(name));
}

/** Share of the whole that is done, for the bar: each stage counts alike. */
export function shareDone(planned: readonly string[], stages: readonly StageProgress[]): number {
  const last = stages.at(-1);
  if (last === undefined) return 0;
  const count = stages.length + pendingStages(planned, stages).length;
  const current = last.step.total > 0 ? last.step.done / last.step.total : 0;
  return (stages.length - 1 + Math.min(1, current)) / count;
}
