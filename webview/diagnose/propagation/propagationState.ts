import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import { findNonFinite, type NonFiniteElement } from '../../../src/engine/diagnose/nonFinite/sources.ts';
import type { StageReach } from '../../../src/engine/diagnose/nonFinite/stageReaches.ts';
import type { Cursor } from '../../../src/engine/provenance/stage.ts';
import { drive } from '../../../src/protocol/drive.ts';
import { stageReachRequest, traceRequest } from '../../../src/protocol/traceMessages.ts';
import { hasNonFinite, type TracedCall } from '../../../src/scenario/report/propagationReport.ts';
import { countsText, formulationDifferenceText } from '../../../src/scenario/report/propagationText.ts';
import type { TabAccess } from '../../store/feature.ts';
import { LatestTask } from '../../store/latestTask.ts';
import type { RunModel } from '../../store/runModel.ts';
import { pageDriver } from '../../store/pageDriver.ts';
import type { Session } from '../../store/session.ts';

/** The traced sources of a run's NaN and infinities. */
export interface CurrentPropagation extends TracedCall {
  readonly run: RunModel;
}

/** Traces every run that has NaN or infinities, while the tab is visible. */
export interface PropagationState {
  /** The trace of the last traced run; null if that run has no NaN or infinity. */
  readonly current: ReadonlySignal<CurrentPropagation | null>;
  readonly trace: LatestTask<RunModel, TracedCall>;
  /** Finds the cells that a source reaches in each stage, in the worker that traced the call. */
  readonly stageReaches: LatestTask<
    { readonly source: NonFiniteElement; readonly cursor: Cursor },
    readonly StageReach[]
  >;
  /** Traces again after a cancelled or failed trace. */
  readonly again: () => void;
}

/** `onLeave` is called when another run is traced or the tab is left. */
export function createPropagation(session: Session, tab: TabAccess, onLeave: () => void): PropagationState {
  const { runner, messages, ports } = session;
  const { tracing } = ports.workers;
  const current = signal<CurrentPropagation | null>(null);
  /** The run that was traced last; null after the worker has ended, so that the same run is traced again. */
  let tracedRun: RunModel | null = null;

  const trace = new LatestTask<RunModel, TracedCall>({
    abort: () => tracing.cancel(traceRequest),
    work: ({ run, geometry }, { onStep }) => {
      const { call, formulation, computedOutput: output, output: checked, actualFile } = run;
      const actual = actualFile === null ? null : checked;
      return tracing.ask(traceRequest, { call, geometry, formulation, output, actual }, onStep);
    },
    settle: (traced, run) => {
      const { report } = traced;
      current.value = hasNonFinite(report) ? { ...traced, run } : null;
      if (hasNonFinite(report)) messages.announce(`${countsText(report)} ${formulationDifferenceText(report) ?? ''}`);
    },
  });
  const stageReaches: PropagationState['stageReaches'] = new LatestTask({
    work: (query, { onStep }) => tracing.ask(stageReachRequest, query, onStep),
    abort: () => tracing.cancel(stageReachRequest),
  });
  /** Checks if a run has anything to trace, without showing progress. */
  const scan = new LatestTask<RunModel, boolean>({
    abort: () => undefined,
    work: async (run, { isCurrent }) => ({ ok: true, value: await mayPropagate(run, session, isCurrent) }),
    settle: (isFound, run) => {
      if (isFound) void trace.start(run);
      else current.value = null;
    },
  });
  const dropQuestions = (): void => {
    trace.drop();
    stageReaches.drop();
    onLeave();
  };
  const follow = (run: RunModel): void => {
    tracedRun = run;
    dropQuestions();
    void scan.start(run);
  };
  // The tab was left: ends the worker, which frees the call that it keeps.
  const leave = (): void => {
    if (tracedRun === null) return;
    tracedRun = null;
    scan.drop();
    dropQuestions();
    tracing.end();
  };
  effect(() => {
    const isOpen = tab.isOpen.value;
    const run = runner.phase.value.kind === 'done' ? runner.currentRun.value : null;
    untracked(() => {
      if (!isOpen) leave();
      else if (run !== null && run !== tracedRun) follow(run);
    });
  });
  return {
    current,
    trace,
    stageReaches,
    again: () => {
      const run = runner.currentRun.value;
      if (run !== null) follow(run);
    },
  };
}

/**
 * Returns true if the run has a NaN or an infinity: in the output by its counts, in the call's tensors by a scan in
 * slices.
 */
async function mayPropagate(run: RunModel, { ports }: Session, isCurrent: () => boolean): Promise<boolean> {
  const { actual, expected } = run.run.comparison.nonFinite;
  const isCounted = [actual, expected].some(
    ({ nan, positiveInfinity, negativeInfinity }) => nan + positiveInfinity + negativeInfinity > 0,
  );
  if (isCounted) return true;
  const release = run.hold();
  const driver = pageDriver(ports.clock, { cancelled: () => !isCurrent(), progress: () => undefined });
  const found = await drive(findNonFinite(run.run.call, 0), driver).finally(release);
  if (found === null) return false;
  const { input, weight, bias } = found.value.counts;
  return input + weight + bias > 0;
}
