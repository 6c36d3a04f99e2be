import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import { ok, type Result } from '../../src/engine/core/refusal.ts';
import { isRight } from '../../src/engine/compare/verdict.ts';
import { type DiagnoseReply, diagnoseRequest } from '../../src/protocol/workerMessages.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import type { DiagnosisReport } from '../../src/scenario/report/diagnosisReport.ts';
import type { TabAccess } from '../store/feature.ts';
import type { CurrentDiagnosis, DiagnosisSubject } from './currentDiagnosis.ts';
import { LatestTask, type TaskPhase } from '../store/latestTask.ts';
import type { Session } from '../store/session.ts';
import type { EngineFile } from '../workers/engineClient.ts';
import { wrongElementAt } from '../../src/scenario/report/diagnosisWords.ts';
import { spokenDiagnosis } from './diagnosisText.ts';
import { jumpToMismatch } from './jumpToMismatch.ts';

/** An output that is diagnosed in place of the page's output to check. */
export interface SubjectOverride {
  readonly isOpen: ReadonlySignal<boolean>;
  /** Null while there is nothing to diagnose. */
  readonly subject: ReadonlySignal<DiagnosisSubject | null>;
}

/** The time without another run after which a wrong output is diagnosed in the background. */
const restMilliseconds = 300;

/**
 * Diagnoses the output to check of every run while the tab is visible; otherwise only wrong outputs, so that their
 * verdict can name the mistake.
 */
export interface DiagnosisState {
  /** The phase of the diagnosis; the last result stays on the page meanwhile. */
  readonly phase: ReadonlySignal<TaskPhase>;
  /** The last finished diagnosis. */
  readonly current: Signal<CurrentDiagnosis | null>;
  /**
   * A finished run with an output to check, or a call that was refused because of that output's shape. Null while a run
   * is computed, because the run needs the engine.
   */
  readonly subject: ReadonlySignal<DiagnosisSubject | null>;
  /** The report on the subject; null without a subject, or before its diagnosis is finished. */
  readonly report: ReadonlySignal<DiagnosisReport | null>;
  /** Diagnoses again after a cancelled or failed diagnosis. */
  readonly again: () => void;
  /** Cancels the diagnosis; returns false if none is being computed. */
  readonly cancel: () => boolean;
}

/** `override` takes the place of the page's own output while it is open. */
export function createDiagnosis(session: Session, tab: TabAccess, override: SubjectOverride): DiagnosisState {
  const { runner, form, files, document, messages, ports } = session;
  const { engine } = ports.workers;
  const current = signal<CurrentDiagnosis | null>(null);

  const subject = computed((): DiagnosisSubject | null => {
    const now = runner.phase.value;
    const run = runner.currentRun.value;
    if (override.isOpen.value) return now.kind === 'computing' ? null : override.subject.value;
    if (now.kind === 'done' && run !== null) {
      return subjectOf(run, runner.validScenario.value, !isRight(run.run.comparison.verdict));
    }
    if (now.kind === 'refused' && now.refusal.argument === 'actual') {
      return subjectOf(now.refusal, form.scenario.value, true);
    }
    return null;
  });
  /** The owner of the output that was diagnosed last. */
  let diagnosedOwner: object | null = null;

  /** Returns the files that a subject names. The cache does not know an output that was made on purpose. */
  const filesOf = async ({ scenario, made }: DiagnosisSubject): Promise<Result<readonly EngineFile[]>> => {
    if (made === undefined) return await files.load(scenario);
    if (!made.isOwnCall) return ok([made.file]);
    const read = await files.load({ ...scenario, actual: undefined });
    return read.ok ? ok([...read.value, made.file]) : read;
  };
  const task = new LatestTask<DiagnosisSubject, DiagnoseReply>({
    abort: () => engine.cancel(),
    work: async (asked, { onStep }) => {
      const { owner, scenario } = asked;
      const read = await filesOf(asked);
      // Another run has the engine now; its output is diagnosed when the run is finished.
      if (subject.peek()?.owner !== owner) return { ok: false, reason: 'cancelled', error: 'Cancelled.' };
      if (!read.ok) return { ok: false, reason: 'failed', error: read.refusal.message };
      const named = read.value.map(({ path, id }) => [path, id] as const);
      const job = { scenario, files: named, memoryCap: document.settings.peek().memoryCap };
      const reply = await engine.ask(diagnoseRequest, job, { files: read.value, onStep });
      if (!reply.ok) return reply;
      const result = reply.value;
      return result.ok ? result : { ok: false, reason: 'failed', error: result.refusal.message };
    },
    settle: (found, asked) => {
      const { explanation } = found;
      current.value = {
        ...found,
        subject: asked,
        file: asked.scenario.actual?.file ?? '',
        selected: explanation?.row.key ?? null,
        predicted: explanation?.predicted ?? null,
      };
      messages.announce(spokenDiagnosis(found.report, wrongElementAt(found, found.firstNonFinite)));
      jumpToMismatch(session, current.value);
    },
  });
  const diagnose = (next: DiagnosisSubject): void => {
    diagnosedOwner = next.owner;
    void task.start(next);
  };
  // The diagnosis of one output is not shown for another one.
  let wasOpen = override.isOpen.peek();
  effect(() => {
    if (override.isOpen.value === wasOpen) return;
    wasOpen = override.isOpen.value;
    untracked(() => {
      if (task.phase.peek().kind === 'computing') task.drop();
      diagnosedOwner = null;
      current.value = null;
    });
  });
  let stopWaiting = (): void => undefined;
  effect(() => {
    stopWaiting();
    const next = subject.value;
    const isSeen = tab.isOpen.value;
    if (next === null || next.owner === diagnosedOwner || !(isSeen || next.isDiagnosedUnseen)) return;
    // In the background a diagnosis waits until the edits pause and the pictures are drawn.
    if (isSeen) untracked(() => diagnose(next));
    else stopWaiting = ports.clock.after(restMilliseconds, () => diagnose(next));
  });
  return {
    phase: task.phase,
    current,
    subject,
    report: computed(() => {
      const now = current.value;
      // An output that was made on purpose says nothing of the page's own.
      if (override.isOpen.value) return null;
      return now !== null && now.subject.owner === subject.value?.owner ? now.report : null;
    }),
    again: () => {
      const next = subject.value;
      if (next !== null) diagnose(next);
    },
    cancel: () => {
      if (!task.cancel()) return false;
      messages.announce('Cancelled.');
      return true;
    },
  };
}

function subjectOf(owner: object, scenario: Scenario | null, isWrong: boolean): DiagnosisSubject | null {
  return scenario?.actual === undefined ? null : { owner, scenario, isDiagnosedUnseen: isWrong };
}
