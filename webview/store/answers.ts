import { CellKind } from '../../src/engine/geometry/geometry.ts';
import { ok, refuse } from '../../src/engine/core/refusal.ts';
import type { Result } from '../../src/engine/core/refusal.ts';
import type { Cursor } from '../../src/engine/provenance/stage.ts';
import type { MatrixView } from '../../src/engine/geometry/matrixView.ts';
import { drive } from '../../src/protocol/drive.ts';
import { pasteRequest } from '../../src/protocol/codeMessages.ts';
import {
  digestsRequest,
  getCursorRequest,
  performRequest,
  showProbeRequest,
  readCellRequest,
  resultRequest,
  setCursorRequest,
} from '../../src/protocol/hostMessages.ts';
import { digestsOf } from '../../src/scenario/report/digestsOf.ts';
import { reportOf } from '../../src/scenario/report/reportOf.ts';
import { assertNever } from '../../src/engine/core/assertNever.ts';
import { pageDriver } from './pageDriver.ts';
import type { RunModel } from './runModel.ts';
import type { RunPhase } from './runPhase.ts';
import type { Session } from './session.ts';
import { referenceView, errorView } from '../../src/scenario/run/resultViews.ts';

const kindNames = {
  [CellKind.value]: 'value',
  [CellKind.padding]: 'padding',
  [CellKind.inserted]: 'inserted',
} as const;

/** Waits until no run is computing; returns the phase. */
async function settledPhase({ runner: { phase } }: Session): Promise<RunPhase> {
  while (phase.value.kind === 'computing') {
    await new Promise<void>((resolve) => {
      // `subscribe` calls back at once with the current value, which is ignored because it is `computing`.
      const unsubscribe = phase.subscribe(({ kind }) => {
        if (kind === 'computing') return;
        resolve();
        queueMicrotask(() => unsubscribe());
      });
    });
  }
  return phase.value;
}

/** Waits for the run of the current scenario; a refusal says why there is none. An older run is not returned. */
async function finishedRun(session: Session): Promise<Result<RunModel>> {
  const end = await settledPhase(session);
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
    case 'done': {
      const current = session.runner.currentRun.value;
      return current === null ? refuse('scenario', 'There is no call yet.') : ok(current);
    }
    default:
      return assertNever(end, 'phase');
  }
}

/** Returns the matrix that a pane draws for a cursor; null if the formulation does not have the stage. */
function viewOf(stage: string, run: RunModel, cursor: Cursor): MatrixView | null {
  if (stage === 'reference') return referenceView(run, cursor);
  if (stage === 'error') return errorView(run, cursor);
  return run.stages.find(({ id }) => id === stage)?.view(cursor) ?? null;
}

/** Returns whether `index` is a row or column of an axis of `size`. */
function isIndex(index: number, size: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < size;
}

/** Answers the requests of the extension, which also serve its API. */
export function answerHost(session: Session): void {
  const { ports, navigation, pasting, saved, viewer } = session;
  const { host, clock } = ports;
  host.handle(resultRequest, async () => {
    const run = await finishedRun(session);
    return run.ok ? ok(reportOf(run.value.run)) : run;
  });
  // A request waits for the end of the current computation.
  host.handle(getCursorRequest, async () => {
    await settledPhase(session);
    return viewer.cursor.value;
  });
  host.handle(setCursorRequest, async (to) => {
    await settledPhase(session);
    const place = navigation.moveTo(to);
    // The caller may hide the page at once; the cursor must be restored then.
    saved.saveNow();
    return place;
  });
  host.handle(pasteRequest, async ({ text }) => {
    await settledPhase(session);
    return (await pasting.read(text, 'input')) !== 'unknown';
  });
  host.handle(performRequest, async ({ action }) => {
    if (action !== 'cancel') await settledPhase(session);
    session.perform(action);
    return null;
  });
  host.handle(showProbeRequest, (file) => {
    session.showProbe(file);
    saved.saveNow();
    return null;
  });
  host.handle(readCellRequest, async ({ stage, row, column }) => {
    const run = await finishedRun(session);
    if (!run.ok) return run;
    const view = viewOf(stage, run.value, viewer.cursor.value);
    if (view === null || !isIndex(row, view.rows) || !isIndex(column, view.columns)) {
      return ok(null);
    }
    return ok({ value: view.value(row, column), kind: kindNames[view.kind(row, column)] });
  });
  host.handle(digestsRequest, async (_, context) => {
    const run = await finishedRun(session);
    if (!run.ok) return run;
    const release = run.value.hold();
    const steps = digestsOf(run.value.run, run.value.stages);
    const driven = await drive(steps, pageDriver(clock, context)).finally(release);
    return driven === null ? refuse('scenario', 'The digests were cancelled.') : ok(driven.value);
  });
}
