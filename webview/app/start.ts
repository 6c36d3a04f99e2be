import type { Result } from '../../src/engine/core/refusal.ts';
import { readyRequest, scenarioChanged, settingsChanged, titleChanged } from '../../src/protocol/hostMessages.ts';
import { computed, effect } from '@preact/signals';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { cancelDiagnosis, diagnosed, keepDiagnosed } from '../diagnose/diagnosis.ts';
import { keepMeasured, stopHypotheses } from '../diagnose/hypotheses/hypotheses.ts';
import { diagnosisStoreOf } from '../diagnose/diagnosisStore.ts';
import { cancelPropagation, keepPropagation } from '../diagnose/propagation/propagation.ts';
import { shrinkQuestion } from '../diagnose/shrink/shrink.ts';
import { host } from '../bridge/host.ts';
import { tileWorker } from '../workers/tileWorker.ts';
import { answerHost } from '../store/answers.ts';
import { onCancel } from '../store/cancellers.ts';
import { restoreCursor } from '../store/cursor.ts';
import { forgetFiles } from '../store/files.ts';
import { accepted, base, origin, settings } from '../store/page.ts';
import { run, showRefusal } from '../store/runner.ts';
import { keepSaved, restoreSaved } from '../store/saved.ts';
import { loaded, phase, scenario } from '../store/session.ts';
import { tab } from '../store/view.ts';

/** Connects the page to the extension; everything it shows derives from the reply to `ready`. */
export async function start(): Promise<void> {
  // Not empty: nobody knows yet.
  phase.value = { kind: 'computing', steps: [] };
  const saved = restoreSaved();
  answerHost();
  effect(() => {
    const explained = tab.value === 'diagnose' ? diagnosed.value : null;
    if (explained !== null) tileWorker.show(diagnosisStoreOf(explained).looked);
    else tileWorker.show(loaded.value?.run ?? null);
  });
  keepDiagnosed();
  keepMeasured();
  keepPropagation();
  onCancel('question', cancelDiagnosis);
  onCancel('question', cancelPropagation);
  onCancel('question', () => shrinkQuestion.cancel());
  onCancel('measurement', stopHypotheses);
  host.on(scenarioChanged, (changed) => {
    // Files may be what changed: read them again.
    forgetFiles();
    open(changed);
  });
  host.on(settingsChanged, (changed) => {
    settings.value = changed;
  });
  const reply = await host.call(readyRequest, null).reply;
  if (!reply.ok) {
    phase.value = { kind: 'failed', error: reply.error };
    return;
  }
  origin.value = reply.value.origin;
  settings.value = reply.value.settings;
  if (saved.cursor !== null) restoreCursor(saved.cursor);
  open(reply.value.scenario ?? (saved.scenario && { ok: true, value: saved.scenario }));
  base.value = scenario.value;
  keepSaved();
  tellTitle();
}

/** Shows what the host says, without making an edit of it. */
function open(opened: Result<Scenario> | null): void {
  if (opened === null) {
    phase.value = { kind: 'empty' };
    return;
  }
  if (!opened.ok) {
    showRefusal(opened.refusal);
    return;
  }
  scenario.value = opened.value;
  void run(opened.value);
}

const title = computed(() => accepted.value?.name ?? scenario.value?.name ?? null);
const verdict = computed(() => (phase.value.kind === 'done' ? (loaded.value?.run.comparison.verdict ?? null) : null));

/** The panel's title carries the scenario's name and its verdict. */
function tellTitle(): void {
  effect(() => {
    if (title.value !== null) host.emit(titleChanged, { name: title.value, verdict: verdict.value });
  });
}
