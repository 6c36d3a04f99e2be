import { isRight } from '../../../src/engine/compare/verdict.ts';
import { type ReadonlySignal, signal } from '@preact/signals';
import { shrinkRequest } from '../../../src/protocol/traceMessages.ts';
import type { SmallestCall } from '../../../src/scenario/shrink/smallestCall.ts';
import { LatestTask } from '../../store/latestTask.ts';
import type { RunModel } from '../../store/runModel.ts';
import type { Session } from '../../store/session.ts';
import { shrunkText } from './shrinkText.ts';

/** The smallest call that shows what is wrong with a run's output to check. */
export interface ShrunkRun {
  readonly run: RunModel;
  readonly smallest: SmallestCall;
}

/** Searches for the smallest failing example when the user requests it. */
export interface ShrinkState {
  readonly task: LatestTask<RunModel, SmallestCall>;
  readonly current: ReadonlySignal<ShrunkRun | null>;
  /** Searches for the smallest call that shows the error in the current run. */
  readonly start: () => void;
}

export function createShrink({ runner, messages, ports }: Session): ShrinkState {
  const { tracing } = ports.workers;
  const current = signal<ShrunkRun | null>(null);
  const task = new LatestTask<RunModel, SmallestCall>({
    abort: () => tracing.cancel(shrinkRequest),
    work: async ({ run, scenario }, { onStep }) => {
      const { originalCall: call, geometry, output: actual, profile } = run;
      const { name } = scenario;
      const reply = await tracing.ask(shrinkRequest, { call, geometry, actual, name, profile }, onStep);
      if (!reply.ok) return reply;
      const result = reply.value;
      return result.ok ? result : { ok: false, reason: 'failed', error: result.refusal.message };
    },
    settle: (smallest, run) => {
      // The result is of no use for another run.
      if (runner.currentRun.peek() !== run) return;
      current.value = { run, smallest };
      messages.announce(shrunkText(smallest));
    },
  });
  return {
    task,
    current,
    start: () => {
      const run = runner.currentRun.value;
      if (run !== null && canShrink(run)) void task.start(run);
    },
  };
}

/** Returns true if a run has an output to check and that output is wrong. */
export function canShrink({ run }: RunModel): boolean {
  return run.actualFile !== null && !isRight(run.comparison.verdict);
}
