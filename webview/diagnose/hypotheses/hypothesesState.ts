import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import { assertNever } from '../../../src/engine/core/assertNever.ts';
import type { Step } from '../../../src/engine/core/steps.ts';
import { noMistake } from '../../../src/engine/diagnose/model/hypothesis.ts';
import type { Reply } from '../../../src/protocol/channel.ts';
import { explainRequest, measureRequest, pairsRequest } from '../../../src/protocol/workerMessages.ts';
import type { HypothesisExplanation, HypothesisRow } from '../../../src/scenario/report/hypothesisRow.ts';
import type { TabAccess } from '../../store/feature.ts';
import { LatestTask } from '../../store/latestTask.ts';
import type { Session } from '../../store/session.ts';
import type { DiagnosisState } from '../diagnosisState.ts';
import type { CurrentDiagnosis } from '../currentDiagnosis.ts';
import { pairsText } from './hypothesisText.ts';
import { isWaiting } from './rankRows.ts';

/** A request to the engine about the hypotheses of a diagnosis. */
type HypothesisQuestion =
  { readonly kind: 'measuring' | 'explaining'; readonly key: string } | { readonly kind: 'pairs' };

/** The phase of the last request about the hypotheses. `report` is the report of its diagnosis. */
export type HypothesesPhase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'measuring' | 'explaining'; readonly key: string }
  | { readonly kind: 'pairs'; readonly step: Step | null }
  | { readonly kind: 'failed'; readonly error: string; readonly report: object };

/** Measures, explains and pairs the hypotheses of the current diagnosis. */
export interface HypothesesState {
  readonly phase: ReadonlySignal<HypothesesPhase>;
  /** The report of the diagnosis for which measuring was stopped; null if measuring goes on. */
  readonly stopped: ReadonlySignal<object | null>;
  /** Selects another hypothesis and computes its prediction. */
  readonly select: (key: string) => void;
  /** Searches for pairs of mistakes, none of which explains the output alone. */
  readonly searchPairs: () => void;
  /** Stops measuring or the search for pairs; returns false if neither is running. */
  readonly stop: () => boolean;
  /** Resumes measuring after {@link HypothesesState.stop}. */
  readonly measureRest: () => void;
}

/** A request with the report of its diagnosis. */
interface AskedQuestion {
  readonly question: HypothesisQuestion;
  readonly report: object;
}

export function createHypotheses(session: Session, tab: TabAccess, diagnosis: DiagnosisState): HypothesesState {
  const { messages, ports } = session;
  const { engine } = ports.workers;
  const { current, subject } = diagnosis;
  const stopped = signal<object | null>(null);
  const asked = signal<AskedQuestion | null>(null);

  const replaceRow = (report: object, row: HypothesisRow): void => {
    const now = current.peek();
    if (now?.report !== report) return;
    current.value = { ...now, rows: now.rows.map((before) => (before.key === row.key ? row : before)) };
  };
  const putExplanation = (report: object, explanation: HypothesisExplanation): void => {
    replaceRow(report, explanation.row);
    const now = current.peek();
    if (now?.report !== report) return;
    current.value = { ...now, explanation, predicted: explanation.predicted };
  };
  const putPairs = (report: object, pairs: readonly HypothesisRow[]): void => {
    const now = current.peek();
    if (now?.report !== report) return;
    const matches = now.rows.filter(({ fit }) => fit.kind === 'match');
    const others = now.rows.filter(({ fit }) => fit.kind !== 'match');
    current.value = { ...now, rows: [...matches, ...pairs, ...others], pairsLeft: null };
    messages.announce(pairsText(pairs.length));
  };

  /** Sends a request to the engine; the reply's value is a function that applies the answer to the state. */
  const work = async (
    { question, report }: AskedQuestion,
    onStep: (step: Step) => void,
  ): Promise<Reply<() => void>> => {
    switch (question.kind) {
      case 'measuring':
        return answered(await engine.ask(measureRequest, { key: question.key }), (row) => replaceRow(report, row));
      case 'explaining':
        return answered(await engine.ask(explainRequest, { key: question.key }), (explanation) =>
          putExplanation(report, explanation),
        );
      case 'pairs':
        return answered(await engine.ask(pairsRequest, null, { onStep }), (pairs) => putPairs(report, pairs));
      default:
        return assertNever(question, 'question');
    }
  };
  const task = new LatestTask<AskedQuestion, () => void>({
    work: (params, { onStep }) => work(params, onStep),
    abort: () => engine.cancel(),
    settle: (applyAnswer) => applyAnswer(),
  });
  const ask = (question: HypothesisQuestion, { report }: CurrentDiagnosis): void => {
    asked.value = { question, report };
    void task.start({ question, report });
  };

  const phase = computed((): HypothesesPhase => {
    const now = task.phase.value;
    if (asked.value === null) return { kind: 'idle' };
    const { question, report } = asked.value;
    if (now.kind === 'failed') return { kind: 'failed', error: now.error, report };
    if (now.kind !== 'computing') return { kind: 'idle' };
    return question.kind === 'pairs' ? { kind: 'pairs', step: now.step } : question;
  });

  // Measures one hypothesis after the other while the tab is visible and the engine is free.
  effect(() => {
    const now = current.value;
    if (now === null || !tab.isOpen.value || !ports.isVisible.value) return;
    const doing = phase.value;
    // A failure in another diagnosis does not stop this one.
    const isFree = doing.kind === 'idle' || (doing.kind === 'failed' && doing.report !== now.report);
    if (!isFree || stopped.value === now.report) return;
    if (diagnosis.phase.value.kind !== 'idle' || subject.value === null) return;
    const next = now.rows.find(isWaiting);
    if (next !== undefined) untracked(() => ask({ kind: 'measuring', key: next.key }, now));
  });

  return {
    phase,
    stopped,
    select: (key) => {
      const before = current.value;
      const row = before?.rows.find((candidate) => candidate.key === key);
      if (before === null || row === undefined || before.selected === key) return;
      current.value = { ...before, selected: key };
      if (key === noMistake) {
        // The prediction of the unchanged call is the expected output.
        if (phase.value.kind === 'explaining') task.drop();
        const nothing = { changes: null, kernelsLeftOut: false, code: [] };
        putExplanation(before.report, { row, predicted: before.expected, ...nothing });
        return;
      }
      // While a run uses the engine, nothing is requested: its diagnosis replaces this one.
      if (subject.value !== null) ask({ kind: 'explaining', key }, before);
    },
    searchPairs: () => {
      const now = current.value;
      if (now !== null && subject.value !== null) ask({ kind: 'pairs' }, now);
    },
    stop: () => {
      const now = phase.value.kind;
      if (now !== 'measuring' && now !== 'pairs') return false;
      stopped.value = current.value?.report ?? null;
      task.drop();
      messages.announce('Stopped.');
      return true;
    },
    measureRest: () => {
      stopped.value = null;
    },
  };
}

/** Turns a reply into one whose value is a function that applies the answer. */
function answered<T>(reply: Reply<T>, applyAnswer: (answer: T) => void): Reply<() => void> {
  return reply.ok ? { ok: true, value: () => applyAnswer(reply.value) } : reply;
}
