import { effect, signal, untracked } from '@preact/signals';
import { nonFiniteElements } from '../../../src/engine/diagnose/nonFinite/sources.ts';
import { drive } from '../../../src/protocol/drive.ts';
import { stageReachRequest, traceRequest } from '../../../src/protocol/traceMessages.ts';
import { isTainted, type TracedCall } from '../../../src/scenario/report/taintReport.ts';
import { countsText, differenceText } from '../../../src/scenario/report/taintText.ts';
import { tracingWorker } from '../../workers/tracingWorker.ts';
import { announce } from '../../ui/announce.ts';
import { pageDriver } from '../../store/pageDriver.ts';
import { hold } from '../../store/recycle.ts';
import { type Loaded, loaded, phase } from '../../store/session.ts';
import { tab } from '../../store/view.ts';
import { Question } from '../question.ts';
import { shrinkQuestion } from '../shrink/shrink.ts';

/** Where the NaN and infinities of a run come from. */
export interface Tainted extends TracedCall {
  readonly run: Loaded;
}

export const taintQuestion = new Question(traceRequest);
/** How far a source comes in the stages; asked of the worker that traced the call. */
export const stageQuestion = new Question(stageReachRequest);
/** Of the last run that has any; null where there are none. */
export const tainted = signal<Tainted | null>(null);

/** The run that was asked about; another one, or the same in another worker, is asked about anew. */
let asked: Loaded | null = null;

/** Traces every run that has NaN or infinities from now on, while somebody looks at the tab. */
export function keepTainted(): void {
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
  if (!(await mayBeTainted(run))) {
    if (asked === run) tainted.value = null;
    return;
  }
  if (asked !== run) return;
  const { call, formulation, formulated: output, output: checked, actualFile } = run.run;
  const actual = actualFile === null ? null : checked;
  const traced = await taintQuestion.ask({ call, geometry: run.geometry, formulation, output, actual });
  if (traced === null) return;
  tainted.value = isTainted(traced.report) ? { ...traced, run } : null;
  const { report } = traced;
  if (isTainted(report)) announce(`${countsText(report)} ${differenceText(report) ?? ''}`);
}

/** Whether anything is NaN or infinite: said at once of the output, found out in slices of the call's tensors. */
async function mayBeTainted(run: Loaded): Promise<boolean> {
  const { actual, expected } = run.run.comparison.nonFinite;
  const counted = [actual, expected].some(
    ({ nan, positiveInfinity, negativeInfinity }) => nan + positiveInfinity + negativeInfinity > 0,
  );
  if (counted) return true;
  const release = hold(run.run);
  const driver = pageDriver({ cancelled: () => asked !== run, progress: () => undefined });
  const found = await drive(nonFiniteElements(run.run.call, 0), driver).finally(release);
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
  taintQuestion.drop();
  stageQuestion.drop();
  shrinkQuestion.drop();
}

/** Stops whatever is asked about NaN and infinities; false when nothing is. */
export function cancelTaint(): boolean {
  return taintQuestion.cancel() || stageQuestion.cancel();
}
