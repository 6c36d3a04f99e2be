import { batch } from '@preact/signals';
import { boundReader } from '../../src/engine/rounding/bound.ts';
import { formulationOf } from '../../src/engine/formulations/formulations.ts';
import type { Refusal } from '../../src/engine/core/refusal.ts';
import type { Run } from '../../src/scenario/run/run.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { engine } from '../workers/engineWorker.ts';
import { loadFiles } from './files.ts';
import { placeCursor } from './cursor.ts';
import { afterPaint } from './afterPaint.ts';
import { accepted, settings } from './page.ts';
import { advance, plan, progress } from './progress.ts';
import { recycle } from './recycle.ts';
import { judged, loaded, phase } from './session.ts';
import type { Loaded } from './session.ts';

/** Counts the runs asked for: whatever belongs to an older one is ignored. */
let newest = 0;

/** Abandons what is under way because something newer is coming; the page says "computing" from here on. */
export function expectRun(scenario: Scenario): void {
  showNow();
  newest += 1;
  engine.cancel();
  batch(() => {
    accepted.value = scenario;
    progress.value = [];
    phase.value = { kind: 'computing', steps: [] };
  });
}

/** Runs the scenario and shows it. Never throws: what is wrong with us is shown, too, instead of computing for ever. */
export async function run(scenario: Scenario): Promise<void> {
  try {
    await attempt(scenario);
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  phase.value = { kind: 'failed', error: error instanceof Error ? error.message : String(error) };
}

async function attempt(scenario: Scenario): Promise<void> {
  expectRun(scenario);
  const mine = newest;
  const files = await loadFiles(scenario);
  if (mine !== newest) return;
  if (!files.ok) {
    showRefusal(files.refusal);
    return;
  }
  const job = { scenario, files: files.value, memoryCap: settings.value.memoryCap };
  const reply = await engine.run(job, (step) => {
    if (mine !== newest) return;
    progress.value = advance(progress.value, step, performance.now());
    if (phase.value.kind === 'computing')
      phase.value = { kind: 'computing', steps: progress.value.map((stage) => stage.step) };
  });
  if (mine !== newest) return;
  if (!reply.ok) {
    if (reply.reason === 'cancelled') endWith({ kind: 'cancelled' });
    else endWith({ kind: 'failed', error: reply.error });
  } else if (!reply.value.ok) {
    showRefusal(reply.value.refusal);
  } else {
    show(scenario, reply.value.value);
  }
}

/** The user had enough: the last picture stays. */
export function cancelRun(): void {
  showNow();
  if (phase.value.kind !== 'computing') return;
  newest += 1;
  engine.cancel();
  phase.value = { kind: 'cancelled' };
}

export function showRefusal(refusal: Refusal): void {
  showNow();
  phase.value = { kind: 'refused', refusal };
}

/** Takes the run whose verdict is on the page already, in one batch; null without one. */
let takeJudged: (() => void) | null = null;

/** Draws what is still to be drawn: whatever comes next begins where a run's verdict and its pictures agree. */
function showNow(): void {
  const take = takeJudged;
  if (take === null) return;
  takeJudged = null;
  try {
    batch(() => {
      judged.value = null;
      take();
    });
  } catch (error) {
    fail(error);
  }
}

/** The verdict first: what takes longest is drawing the pictures, which follow when it has been painted. */
function show(scenario: Scenario, finished: Run): void {
  const derived = deriveLoaded(scenario, finished);
  judged.value = finished;
  const takeBack = afterPaint(showNow);
  takeJudged = () => {
    takeBack();
    const before = loaded.peek();
    plan.value = progress.value.map(({ step }) => step.stage);
    loaded.value = derived;
    placeCursor(derived, before);
    endWith({ kind: 'done' });
    if (before !== null) recycle(before.run);
  };
}

/** An edit that was refused while the last valid call was still computing keeps its refusal on show. */
function endWith(end: { kind: 'done' | 'cancelled' } | { kind: 'failed'; error: string }): void {
  if (phase.value.kind !== 'refused') phase.value = end;
}

function deriveLoaded(scenario: Scenario, finished: Run): Loaded {
  const { geometry } = finished;
  const formulation = formulationOf(finished.formulation);
  const stages = formulation.stages(finished.call, geometry, finished.computedOutput);
  const boundAt = boundReader(finished.bound);
  return { scenario, run: finished, geometry, formulation, stages, boundAt };
}
