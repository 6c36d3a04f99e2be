import { signal } from '@preact/signals';
import type { Step } from '../../src/engine/core/steps.ts';

/** A stage of the run under way: how far it is, and once it is over how long it took. */
export interface StageProgress {
  readonly step: Step;
  readonly startedAt: number;
  readonly milliseconds: number | null;
}

/** The stages of the run so far, the last one being under way. */
export const progress = signal<readonly StageProgress[]>([]);

/** Names of the stages of the last run that finished: what a run of its kind still has before it. */
export const plan = signal<readonly string[]>([]);

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
