import { isRight } from '../../../src/engine/compare/verdict.ts';
import { type ReadonlySignal, signal } from '@preact/signals';
import { shrinkRequest } from '../../../src/protocol/traceMessages.ts';
import type { SmallestCall } from '../../../src/scenario/shrink/smallestCall.ts';
import { LatestTask } from '../../store/latestTask.ts';
import type { RunModel } from '../../store/runModel.ts';
import type { Session } from '../../store/session.ts';
import { shrunkText } from './shrinkText.ts';

/** The smallest call that shows what is wrong with the output to check of a run. */
export interface ShrunkRun {
  readonly run: RunModel;
  readonly smallest: SmallestCall;
}

/** Looks for the smallest wrong call when it is asked to. */
export interface ShrinkState {
  readonly task: LatestTask<RunModel, SmallestCall>;
  readonly current: ReadonlySignal<ShrunkRun | null>;
  /** Looks for the smallest call that shows what is wrong with the current run. */
  readonly start: () => void;
}

export function createShrink({ runner, messages, ports }: Session): ShrinkState {
  const { tracing } = ports.workers;
  const current = signal<ShrunkRun | null>(null);
  const task = new LatestTask<RunModel, SmallestCall>({
    abort: () => tracing.cancel(shrinkRequest),
    work: async ({ run, scenario }, { onStep }) => {
      const { originalCall: call, output: actual, profile } = run;
      const name = `${scenario.name}: the smallest wrong call`;
      const reply = await tracing.ask(shrinkRequest, { call, actual, name, profile }, onStep);
      if (!reply.ok) return reply;
      const result = reply.value;
      return result.ok ? result : { ok: false, reason: 'failed', error: result.refusal.message };
    },
    settle: (smallest, run) => {
      // For another run it means nothing.
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

/** Returns true if a run has an output to check and that output is wrong: a formulation's own output has nothing to find. */
export function canShrink({ run }: RunModel): boolean {
  return run.actualFile !== null && !isRight(run.comparison.verdict);
}
