import { effect, signal, untracked } from '@preact/signals';
import { findNonFinite } from '../../../src/engine/diagnose/nonFinite/sources.ts';
import { drive } from '../../../src/protocol/drive.ts';
import { stageReachRequest, traceRequest } from '../../../src/protocol/traceMessages.ts';
import { hasNonFinite, type TracedCall } from '../../../src/scenario/report/propagationReport.ts';
import { countsText, formulationDifferenceText } from '../../../src/scenario/report/propagationText.ts';
import { tracingWorker } from '../../workers/tracingWorker.ts';
import { announce } from '../../ui/announce.ts';
import { pageDriver } from '../../store/pageDriver.ts';
import { hold } from '../../store/recycle.ts';
import { type Loaded, loaded, phase } from '../../store/session.ts';
import { tab } from '../../store/view.ts';
import { Question } from '../question.ts';
import { shrinkQuestion } from '../shrink/shrink.ts';

/** Where the NaN and infinities of a run come from. */
export interface CurrentPropagation extends TracedCall {
  readonly run: Loaded;
}

export const propagationQuestion = new Question(traceRequest);
/** How far a source comes in the stages; asked of the worker that traced the call. */
export const stageQuestion = new Question(stageReachRequest);
/** Of the last run that has any; null where there are none. */
export const propagation = signal<CurrentPropagation | null>(null);

/** The run that was asked about; another one, or the same in another worker, is asked about anew. */
let asked: Loaded | null = null;

/** Traces every run that has NaN or infinities from now on, while somebody looks at the tab. */
export function keepPropagation(): void {
  effect(() => {
    const shown = tab.value === 'diagnose';
    const run = phase.value.kind === 'done' ? loaded.value : null;
    untracked(() => {
      if (!shown) leave();
      else if (run !== null && run !== asked) void trace(run);
    });
  });
}

/** After a cancelled or failed one. */
export function traceAgain(): void {
  if (loaded.value !== null) void trace(loaded.value);
}

async function trace(run: Loaded): Promise<void> {
  asked = run;
  dropAll();
  if (!(await mayPropagate(run))) {
    if (asked === run) propagation.value = null;
    return;
  }
  if (asked !== run) return;
  const { call, formulation, computedOutput: output, output: checked, actualFile } = run.run;
  const actual = actualFile === null ? null : checked;
  const traced = await propagationQuestion.ask({ call, geometry: run.geometry, formulation, output, actual });
  if (traced === null) return;
  propagation.value = hasNonFinite(traced.report) ? { ...traced, run } : null;
  const { report } = traced;
  if (hasNonFinite(report)) announce(`${countsText(report)} ${formulationDifferenceText(report) ?? ''}`);
}

/** Whether anything is NaN or infinite: said at once of the output, found out in slices of the call's tensors. */
async function mayPropagate(run: Loaded): Promise<boolean> {
  const { actual, expected } = run.run.comparison.nonFinite;
  const counted = [actual, expected].some(
    ({ nan, positiveInfinity, negativeInfinity }) => nan + positiveInfinity + negativeInfinity > 0,
  );
  if (counted) return true;
  const release = hold(run.run);
  const driver = pageDriver({ cancelled: () => asked !== run, progress: () => undefined });
  const found = await drive(findNonFinite(run.run.call, 0), driver).finally(release);
  if (found === null) return false;
  const { input, weight, bias } = found.value.counts;
  return input + weight + bias > 0;
}

/** Nobody looks any more: the worker goes, and with it the call that it keeps. */
function leave(): void {
  if (asked === null) return;
  asked = null;
  dropAll();
  tracingWorker.end();
}

/** What was asked about another run. */
function dropAll(): void {
  propagationQuestion.drop();
  stageQuestion.drop();
  shrinkQuestion.drop();
}

/** Stops whatever is asked about NaN and infinities; false when nothing is. */
export function cancelPropagation(): boolean {
  return propagationQuestion.cancel() || stageQuestion.cancel();
}
