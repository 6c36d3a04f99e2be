import { CellKind } from '../../src/engine/geometry/geometry.ts';
import { ok, refuse } from '../../src/engine/core/refusal.ts';
import type { Result } from '../../src/engine/core/refusal.ts';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import { drive } from '../../src/protocol/drive.ts';
import {
  digestsRequest,
  getCursorRequest,
  performRequest,
  readCellRequest,
  resultRequest,
  setCursorRequest,
} from '../../src/protocol/hostMessages.ts';
import { digestsOf } from '../../src/scenario/report/digestsOf.ts';
import { reportOf } from '../../src/scenario/report/reportOf.ts';
import { host } from '../bridge/host.ts';
import { moveTo } from './cursor.ts';
import { perform } from './perform.ts';
import { pageDriver } from './pageDriver.ts';
import { hold } from './recycle.ts';
import { saveNow } from './saved.ts';
import { cursor, loaded, phase } from './session.ts';
import type { Loaded, Phase } from './session.ts';
import { referenceView, errorView } from '../../src/scenario/run/resultViews.ts';

const kindNames = {
  [CellKind.value]: 'value',
  [CellKind.padding]: 'padding',
  [CellKind.inserted]: 'inserted',
} as const;

/** The phase once nothing is computing any more. */
async function settled(): Promise<Phase> {
  while (phase.value.kind === 'computing') {
    await new Promise<void>((resolve) => {
      // `subscribe` speaks up at once with the present value: only a later one counts.
      const unsubscribe = phase.subscribe(({ kind }) => {
        if (kind === 'computing') return;
        resolve();
        queueMicrotask(() => unsubscribe());
      });
    });
  }
  return phase.value;
}

/** The run of the current scenario once it is done, or why there is none: an older one is no answer. */
async function finished(): Promise<Result<Loaded>> {
  const end = await settled();
  switch (end.kind) {
    case 'refused':
      return { ok: false, refusal: end.refusal };
    case 'failed':
      return refuse('scenario', `The run failed: ${end.error}`);
    case 'cancelled':
      return refuse('scenario', 'The run was cancelled.');
    case 'empty':
    case 'computing':
      return refuse('scenario', 'There is no call yet.');
    case 'done':
      return loaded.value === null ? refuse('scenario', 'There is no call yet.') : ok(loaded.value);
    default: {
      const never: never = end;
      return never;
    }
  }
}

/** What a pane draws for the present cursor; null for a stage that this formulation has not got. */
function viewOf(stage: string, run: Loaded): MatrixView | null {
  if (stage === 'reference') return referenceView(run, cursor.value);
  if (stage === 'error') return errorView(run, cursor.value);
  return run.stages.find(({ id }) => id === stage)?.view(cursor.value) ?? null;
}

/** Whether there is such a row or column. */
function isIndex(index: number, size: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < size;
}

/** Answers what the extension, and through it other extensions' tests, ask of the page. */
export function answerHost(): void {
  host.handle(resultRequest, async () => {
    const run = await finished();
    return run.ok ? ok(reportOf(run.value.run)) : run;
  });
  // A question about the run under way is answered by what becomes of it.
  host.handle(getCursorRequest, async () => {
    await settled();
    return cursor.value;
  });
  host.handle(setCursorRequest, async (to) => {
    await settled();
    const place = moveTo(to);
    // Who moved it and hides the page at once finds it there again.
    saveNow();
    return place;
  });
  host.handle(performRequest, async ({ action }) => {
    if (action !== 'cancel') await settled();
    perform(action);
    return null;
  });
  host.handle(readCellRequest, async ({ stage, row, column }) => {
    const run = await finished();
    if (!run.ok) return run;
    const view = viewOf(stage, run.value);
    if (view === null || !isIndex(row, view.rows) || !isIndex(column, view.columns)) {
      return ok(null);
    }
    return ok({ value: view.value(row, column), kind: kindNames[view.kind(row, column)] });
  });
  host.handle(digestsRequest, async (_, context) => {
    const run = await finished();
    if (!run.ok) return run;
    const release = hold(run.value.run);
    const steps = digestsOf(run.value.run, run.value.stages);
    const driven = await drive(steps, pageDriver(context)).finally(release);
    return driven === null ? refuse('scenario', 'The digests were cancelled.') : ok(driven.value);
  });
}
