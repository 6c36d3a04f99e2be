import { batch, effect, signal, untracked } from '@preact/signals';
import { noMistake } from '../../../src/engine/diagnose/model/hypothesis.ts';
import type { Step } from '../../../src/engine/core/steps.ts';
import type { Reply } from '../../../src/protocol/channel.ts';
import type { HypothesisExplanation, HypothesisRow } from '../../../src/scenario/report/hypothesisRow.ts';
import { engine } from '../../workers/engineWorker.ts';
import { announce } from '../../ui/announce.ts';
import { tab } from '../../store/view.ts';
import { type Diagnosed, diagnosed, diagnosePhase, subject } from '../diagnosis.ts';
import { isWaiting } from './rankRows.ts';

/** What the engine is asked about the hypotheses. */
export type HypothesesPhase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'measuring' | 'explaining'; readonly key: string }
  | { readonly kind: 'pairs'; readonly step: Step | null }
  | { readonly kind: 'failed'; readonly error: string; readonly of: object | undefined };

export const hypothesesPhase = signal<HypothesesPhase>({ kind: 'idle' });
/** Whose hypotheses are not to be measured any further: of a diagnosis by its report. */
export const stopped = signal<object | null>(null);

const isVisible = signal(document.visibilityState === 'visible');

/** Measures one hypothesis after the other while somebody looks at the tab, and the engine has nothing else to do. */
export function keepMeasured(): void {
  document.addEventListener('visibilitychange', () => {
    isVisible.value = document.visibilityState === 'visible';
  });
  effect(() => {
    const now = diagnosed.value;
    if (now === null || tab.value !== 'diagnose' || !isVisible.value) return;
    const { value: doing } = hypothesesPhase;
    // What failed for another diagnosis need not fail for this one.
    const isFree = doing.kind === 'idle' || (doing.kind === 'failed' && doing.of !== now.report);
    if (!isFree || stopped.value === now.report) return;
    if (diagnosePhase.value.kind !== 'idle' || subject.value === null) return;
    const next = now.rows.find(isWaiting);
    if (next !== undefined) untracked(() => void measure(next));
  });
}

async function measure({ key }: HypothesisRow): Promise<void> {
  const report = diagnosed.peek()?.report;
  const mine: HypothesesPhase = { kind: 'measuring', key };
  hypothesesPhase.value = mine;
  const reply = await engine.measure(key);
  if (hypothesesPhase.peek() !== mine) return;
  batch(() => {
    if (reply.ok) replaceRow(report, reply.value);
    hypothesesPhase.value = after(reply, report);
  });
}

/** Lets another hypothesis explain itself; what it makes is computed now. */
export async function selectHypothesis(key: string): Promise<void> {
  const before = diagnosed.value;
  const row = before?.rows.find((one) => one.key === key);
  if (before === null || row === undefined || before.selected === key) return;
  diagnosed.value = { ...before, selected: key };
  if (key === noMistake) {
    // What the call as it is makes is there already.
    if (hypothesesPhase.value.kind === 'explaining') hypothesesPhase.value = { kind: 'idle' };
    const nothing = { changes: null, kernelsLeftOut: false, code: [] };
    put(before, { row, predicted: before.expected, ...nothing });
    return;
  }
  // A run under way has the engine; its diagnosis comes after it.
  if (subject.value === null) return;
  const mine: HypothesesPhase = { kind: 'explaining', key };
  hypothesesPhase.value = mine;
  const reply = await engine.explain(key);
  if (hypothesesPhase.peek() !== mine) return;
  batch(() => {
    if (reply.ok) put(before, reply.value);
    hypothesesPhase.value = after(reply, before.report);
  });
}

/** Tries pairs of mistakes that do not explain the output by themselves. */
export async function searchPairs(): Promise<void> {
  const report = diagnosed.value?.report;
  if (report === undefined || subject.value === null) return;
  let mine: HypothesesPhase = { kind: 'pairs', step: null };
  hypothesesPhase.value = mine;
  const reply = await engine.pairs((step) => {
    if (hypothesesPhase.peek() === mine) hypothesesPhase.value = mine = { kind: 'pairs', step };
  });
  if (hypothesesPhase.peek() !== mine) return;
  batch(() => {
    const now = diagnosed.peek();
    if (reply.ok && now?.report === report) {
      const matches = now.rows.filter(({ fit }) => fit.kind === 'match');
      const others = now.rows.filter(({ fit }) => fit.kind !== 'match');
      diagnosed.value = { ...now, rows: [...matches, ...reply.value, ...others], pairsLeft: null };
      announce(pairsText(reply.value.length));
    }
    hypothesesPhase.value = after(reply, report);
  });
}

/** What became of the search for pairs. */
export function pairsText(found: number): string {
  if (found === 0) return 'No pair of the other mistakes makes this output.';
  return found === 1
    ? 'One pair of mistakes makes this output as well.'
    : `${found} pairs of mistakes make this output as well.`;
}

/** Stops measuring, or searching pairs; false when neither is under way. */
export function stopHypotheses(): boolean {
  const now = hypothesesPhase.value;
  if (now.kind !== 'measuring' && now.kind !== 'pairs') return false;
  batch(() => {
    hypothesesPhase.value = { kind: 'idle' };
    stopped.value = diagnosed.value?.report ?? null;
  });
  engine.cancel();
  announce('Stopped.');
  return true;
}

/** After {@link stopHypotheses}. */
export function measureRest(): void {
  stopped.value = null;
}

function after(reply: Reply<unknown>, of: object | undefined): HypothesesPhase {
  return !reply.ok && reply.reason === 'failed' ? { kind: 'failed', error: reply.error, of } : { kind: 'idle' };
}

function put(before: Diagnosed, explanation: HypothesisExplanation): void {
  replaceRow(before.report, explanation.row);
  const now = diagnosed.peek();
  if (now?.report !== before.report) return;
  diagnosed.value = { ...now, explanation, predicted: explanation.predicted };
}

function replaceRow(report: object | undefined, row: HypothesisRow): void {
  const now = diagnosed.peek();
  if (now === null || now.report !== report) return;
  diagnosed.value = { ...now, rows: now.rows.map((one) => (one.key === row.key ? row : one)) };
}
