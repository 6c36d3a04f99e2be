import { refuse } from '../../src/engine/core/refusal.ts';
import type { Argument, Axis, Refusal } from '../../src/engine/core/refusal.ts';
import { editRequest } from '../../src/protocol/hostMessages.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { host } from '../bridge/host.ts';
import type { Pace } from '../ui/pace.ts';
import { cancelFirst } from './cancellers.ts';
import { checkScenario } from './checkScenario.ts';
import { resetCursor } from './cursor.ts';
import { accepted, base, isReadonly } from './page.ts';
import { cancelRun, expectRun, run, showRefusal } from './runner.ts';
import { loaded, phase, scenario } from './session.ts';
import { clips } from './view.ts';

const typingMilliseconds = 120;
let committed = -Infinity;

/** The edit of a burst that is still waiting for the last key. */
let waiting: { readonly timer: ReturnType<typeof setTimeout>; readonly commit: () => void } | null = null;

/**
 * Changes the scenario: a legal change is one undoable edit named `label` and a new run; an
 * illegal one stands in the form with its refusal while the figure keeps the last valid call.
 */
export function editScenario(change: (scenario: Scenario) => Scenario, label: string, pace: Pace = 'now'): void {
  const before = scenario.value;
  if (before !== null) replaceScenario(change(before), label, pace);
}

/** As {@link editScenario}, for a scenario from elsewhere: a preset, a reset. */
export function replaceScenario(next: Scenario, label: string, pace: Pace = 'now'): void {
  // The form is disabled; whoever else asks is not to see a change that cannot last.
  if (isReadonly.value) return;
  if (waiting !== null) clearTimeout(waiting.timer);
  waiting = null;
  scenario.value = next;
  const checked = checkScenario(next);
  if (!checked.ok) {
    showRefusal(checked.refusal);
    return;
  }
  expectRun(next);
  const commit = (): void => {
    waiting = null;
    committed = performance.now();
    host.call(editRequest, { scenario: next, label });
    void run(next);
  };
  const burst = performance.now() - committed < typingMilliseconds;
  if (pace === 'now' || (pace === 'stepping' && !burst)) commit();
  else waiting = { timer: setTimeout(commit, typingMilliseconds), commit };
}

/** Takes a preset: the cursor goes to the middle, colours are unclipped, and "reset" comes back here. */
export function choosePreset(preset: Scenario): void {
  if (isReadonly.value) return;
  base.value = preset;
  clips.value = {};
  resetCursor();
  replaceScenario(preset, 'preset');
}

/** Back to the scenario as it was opened. */
export function resetScenario(): void {
  if (base.value !== null) replaceScenario(base.value, 'reset');
}

/** Escape: stops what is computing, or leaves a refused edit for the last valid call, or stops measuring hypotheses. */
export function escape(): boolean {
  if (phase.value.kind === 'computing') {
    if (waiting !== null) {
      clearTimeout(waiting.timer);
      waiting.commit();
    }
    cancelRun();
    return true;
  }
  if (cancelFirst('question')) return true;
  const valid = accepted.value;
  if (phase.value.kind !== 'refused' || valid === null) return cancelFirst('measurement');
  if (loaded.value?.scenario === valid) {
    scenario.value = valid;
    phase.value = { kind: 'done' };
  } else {
    replaceScenario(valid, 'undo');
  }
  return true;
}

/** After a cancelled or failed run. */
export function runAgain(): void {
  if (scenario.value !== null) void run(scenario.value);
}

/** What was typed is not even a whole number: said at the field, the scenario stays. */
export function refuseText(argument: Argument, text: string, axis?: Axis): void {
  const entry = axis === undefined ? argument : `${argument}[${axis}]`;
  const typed = text.trim();
  const message = typed === '' ? 'must not be empty' : `= ${typed} must be a whole number`;
  refuseEdit(refuse(argument, `${entry} ${message}.`, axis === undefined ? {} : { axis }).refusal);
}

/** An edit that the form itself cannot make sense of. */
export function refuseEdit(refusal: Refusal): void {
  if (waiting !== null) clearTimeout(waiting.timer);
  waiting = null;
  showRefusal(refusal);
}
