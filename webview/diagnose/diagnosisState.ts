import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals';
import type { Float64Tensor } from '../../src/engine/core/tensor.ts';
import { type DiagnoseReply, diagnoseRequest } from '../../src/protocol/workerMessages.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import type { TabAccess } from '../store/feature.ts';
import { LatestTask, type TaskPhase } from '../store/latestTask.ts';
import type { Session } from '../store/session.ts';
import { spokenDiagnosis } from './diagnosisText.ts';

/** An output that was explained, and which of the hypotheses is selected. */
export interface CurrentDiagnosis extends DiagnoseReply {
  /** The output's file. */
  readonly file: string;
  /** The key of the selected hypothesis; `explanation` is of another one until that is computed. */
  readonly selected: string | null;
  /** What the explained hypothesis makes. */
  readonly predicted: Float64Tensor | null;
}

/** What there is to explain; `owner` is another object for another run. */
export interface DiagnosisSubject {
  readonly owner: object;
  readonly scenario: Scenario;
}

/** Explains the output to check of every run, while somebody looks at the tab. */
export interface DiagnosisState {
  /** What becomes of the diagnosis; what was found before stays on the page meanwhile. */
  readonly phase: ReadonlySignal<TaskPhase>;
  /** The last diagnosis that was finished. */
  readonly current: Signal<CurrentDiagnosis | null>;
  /**
   * A run that is over and has an output to check, or one that was refused for that output's shape; null while a run
   * is under way, which has the engine.
   */
  readonly subject: ReadonlySignal<DiagnosisSubject | null>;
  /** Diagnoses again after a cancelled or failed diagnosis. */
  readonly again: () => void;
  /** Stops the diagnosis under way; returns false when there is none. */
  readonly cancel: () => boolean;
}

export function createDiagnosis(session: Session, tab: TabAccess): DiagnosisState {
  const { runner, form, files, document, messages, ports } = session;
  const { engine } = ports.workers;
  const current = signal<CurrentDiagnosis | null>(null);

  const subject = computed((): DiagnosisSubject | null => {
    const now = runner.phase.value;
    const run = runner.currentRun.value;
    if (now.kind === 'done' && run !== null) return subjectOf(run, runner.validScenario.value);
    if (now.kind === 'refused' && now.refusal.argument === 'actual') return subjectOf(now.refusal, form.scenario.value);
    return null;
  });
  /** Whose output was diagnosed last. */
  let diagnosedOwner: object | null = null;

  const task = new LatestTask<DiagnosisSubject, DiagnoseReply>({
    abort: () => engine.cancel(),
    work: async ({ owner, scenario }, { onStep }) => {
      const read = await files.load(scenario);
      // Another run has the engine by now: its output is explained when it is over.
      if (subject.peek()?.owner !== owner) return { ok: false, reason: 'cancelled', error: 'Cancelled.' };
      if (!read.ok) return { ok: false, reason: 'failed', error: read.refusal.message };
      const named = read.value.map(({ path, id }) => [path, id] as const);
      const job = { scenario, files: named, memoryCap: document.settings.peek().memoryCap };
      const reply = await engine.ask(diagnoseRequest, job, { files: read.value, onStep });
      if (!reply.ok) return reply;
      const result = reply.value;
      return result.ok ? result : { ok: false, reason: 'failed', error: result.refusal.message };
    },
    settle: (found, { scenario }) => {
      const { explanation } = found;
      current.value = {
        ...found,
        file: scenario.actual?.file ?? '',
        selected: explanation?.row.key ?? null,
        predicted: explanation?.predicted ?? null,
      };
      messages.announce(spokenDiagnosis(found.report));
    },
  });
  const diagnose = (next: DiagnosisSubject): void => {
    diagnosedOwner = next.owner;
    void task.start(next);
  };
  effect(() => {
    if (!tab.isOpen.value) return;
    const next = subject.value;
    if (next !== null && next.owner !== diagnosedOwner) untracked(() => diagnose(next));
  });
  return {
    phase: task.phase,
    current,
    subject,
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

function subjectOf(owner: object, scenario: Scenario | null): DiagnosisSubject | null {
  return scenario?.actual === undefined ? null : { owner, scenario };
}
