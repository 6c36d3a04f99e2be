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
import type { CurrentDiagnosis, DiagnosisState } from '../diagnosisState.ts';
import { pairsText } from './hypothesisText.ts';
import { isWaiting } from './rankRows.ts';

/** What the engine is asked about the hypotheses of a diagnosis. */
type HypothesisQuestion =
  { readonly kind: 'measuring' | 'explaining'; readonly key: string } | { readonly kind: 'pairs' };

/** What becomes of a question about the hypotheses. `report`: that of the diagnosis it was asked of. */
export type HypothesesPhase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'measuring' | 'explaining'; readonly key: string }
  | { readonly kind: 'pairs'; readonly step: Step | null }
  | { readonly kind: 'failed'; readonly error: string; readonly report: object };

/** Measures, explains and pairs the hypotheses of the current diagnosis. */
export interface HypothesesState {
  readonly phase: ReadonlySignal<HypothesesPhase>;
  /** The report of the diagnosis whose hypotheses are not to be measured any further; null if measuring goes on. */
  readonly stopped: ReadonlySignal<object | null>;
  /** Selects another hypothesis; what it makes is computed now. */
  readonly select: (key: string) => void;
  /** Tries pairs of mistakes that do not explain the output by themselves. */
  readonly searchPairs: () => void;
  /** Stops measuring, or searching pairs; returns false when neither is under way. */
  readonly stop: () => boolean;
  /** Goes on measuring after {@link HypothesesState.stop}. */
  readonly measureRest: () => void;
}

/** A question with the report of the diagnosis that it is asked of. */
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
    current.value = { ...now, rows: now.rows.map((one) => (one.key === row.key ? row : one)) };
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

  /** Asks the engine; the result is what takes the answer over. */
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
    settle: (takeOver) => takeOver(),
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

  // Measures one hypothesis after the other while somebody looks at the tab and the engine has nothing else to do.
  effect(() => {
    const now = current.value;
    if (now === null || !tab.isOpen.value || !ports.isVisible.value) return;
    const doing = phase.value;
    // What failed for another diagnosis need not fail for this one.
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
      const row = before?.rows.find((one) => one.key === key);
      if (before === null || row === undefined || before.selected === key) return;
      current.value = { ...before, selected: key };
      if (key === noMistake) {
        // What the call as it is makes is there already.
        if (phase.value.kind === 'explaining') task.drop();
        const nothing = { changes: null, kernelsLeftOut: false, code: [] };
        putExplanation(before.report, { row, predicted: before.expected, ...nothing });
        return;
      }
      // A run under way has the engine; its diagnosis comes after it.
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

/** A reply whose value is what takes the answer over. */
function answered<T>(reply: Reply<T>, takeOver: (answer: T) => void): Reply<() => void> {
  return reply.ok ? { ok: true, value: () => takeOver(reply.value) } : reply;
}
