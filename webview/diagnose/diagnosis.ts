import { batch, computed, effect, signal, untracked } from '@preact/signals';
import type { Float64Tensor } from '../../src/engine/core/tensor.ts';
import type { DiagnoseReply } from '../../src/protocol/workerMessages.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { engine } from '../workers/engineWorker.ts';
import { announce } from '../ui/announce.ts';
import { loadFiles } from '../store/files.ts';
import { accepted, settings } from '../store/page.ts';
import { loaded, phase, scenario } from '../store/session.ts';
import { tab } from '../store/view.ts';
import { spokenDiagnosis } from './diagnosisText.ts';
import type { QuestionPhase } from './question.ts';

/** An output that was explained, and which of the hypotheses explains itself. */
export interface Diagnosed extends DiagnoseReply {
  /** The output's file. */
  readonly file: string;
  /** The key of the selected hypothesis; `explanation` is of another one until that is computed. */
  readonly selected: string | null;
  /** What the explained hypothesis makes. */
  readonly predicted: Float64Tensor | null;
}

/** What becomes of the diagnosis; what was found before stays on the page meanwhile. */
export const diagnosePhase = signal<QuestionPhase>({ kind: 'idle' });
/** The last one that was finished. */
export const diagnosed = signal<Diagnosed | null>(null);

/** What there is to explain; `of` is another object for another run. */
interface Subject {
  readonly of: object;
  readonly scenario: Scenario;
}

/**
 * A run that is over and has an output to check, or one that was refused for that output's shape; null while a run
 * is under way, whose engine it is.
 */
export const subject = computed((): Subject | null => {
  const now = phase.value;
  if (now.kind === 'done' && loaded.value !== null) return subjectOf(loaded.value, accepted.value);
  if (now.kind === 'refused' && now.refusal.argument === 'actual') return subjectOf(now.refusal, scenario.value);
  return null;
});

function subjectOf(of: object, asked: Scenario | null): Subject | null {
  return asked?.actual === undefined ? null : { of, scenario: asked };
}

/** Counts what was asked for: whatever belongs to an older question is ignored. */
let newest = 0;
let asked: object | null = null;

/** Explains the output of every run from now on, while somebody looks at the tab. */
export function keepDiagnosed(): void {
  effect(() => {
    if (tab.value !== 'diagnose') return;
    const next = subject.value;
    if (next !== null && next.of !== asked) untracked(() => void diagnose(next));
  });
}

async function diagnose({ of, scenario: asking }: Subject): Promise<void> {
  newest += 1;
  const mine = newest;
  asked = of;
  diagnosePhase.value = { kind: 'computing', step: null };
  const files = await loadFiles(asking);
  if (mine !== newest) return;
  if (subject.peek()?.of !== of) {
    // Another run has the engine by now; what becomes of that is explained then.
    diagnosePhase.value = { kind: 'cancelled' };
    return;
  }
  if (!files.ok) {
    fail(files.refusal.message);
    return;
  }
  const job = { scenario: asking, files: files.value, memoryCap: settings.value.memoryCap };
  const reply = await engine.diagnose(job, (step) => {
    if (mine === newest) diagnosePhase.value = { kind: 'computing', step };
  });
  if (mine !== newest) return;
  if (!reply.ok) {
    if (reply.reason === 'cancelled') diagnosePhase.value = { kind: 'cancelled' };
    else fail(reply.error);
  } else if (!reply.value.ok) {
    fail(reply.value.refusal.message);
  } else {
    const found = reply.value.value;
    batch(() => {
      const { explanation } = found;
      diagnosed.value = {
        ...found,
        file: asking.actual?.file ?? '',
        selected: explanation?.row.key ?? null,
        predicted: explanation?.predicted ?? null,
      };
      diagnosePhase.value = { kind: 'idle' };
    });
    announce(spokenDiagnosis(found.report));
  }
}

function fail(error: string): void {
  diagnosePhase.value = { kind: 'failed', error };
}

/** After a cancelled or failed one. */
export function diagnoseAgain(): void {
  const next = subject.value;
  if (next !== null) void diagnose(next);
}

/** Stops what is under way; false when nothing is. */
export function cancelDiagnosis(): boolean {
  if (diagnosePhase.value.kind !== 'computing') return false;
  newest += 1;
  engine.cancel();
  diagnosePhase.value = { kind: 'cancelled' };
  announce('Cancelled.');
  return true;
}
