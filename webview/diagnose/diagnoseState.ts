import { computed, signal, type Signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { StageId } from '../../src/engine/provenance/stage.ts';
import type { TabAccess } from '../store/feature.ts';
import type { Clock } from '../ui/clock.ts';
import type { Messages } from '../ui/messages.ts';
import type { FeatureParts } from '../store/featureParts.ts';
import type { Session } from '../store/session.ts';
import { provided } from '../store/useSession.ts';
import { type BreakState, createBreaking } from './breaking/breakState.ts';
import { createDiagnosis, type DiagnosisState } from './diagnosisState.ts';
import { diagnosisStoreOf, madeStoreOf } from './diagnosisStore.ts';
import { createHypotheses, type HypothesesState } from './hypotheses/hypothesesState.ts';
import { createProbe, type ProbeState } from './probe/probeState.ts';
import { createPropagation, type PropagationState } from './propagation/propagationState.ts';
import { createShrink, type ShrinkState } from './shrink/shrinkState.ts';

/**
 * The state of the tab Diagnose: the diagnosis of the output to check, its hypotheses, the sources of NaN, the smallest
 * wrong call.
 */
export interface DiagnoseState extends FeatureParts {
  readonly diagnosis: DiagnosisState;
  readonly hypotheses: HypothesesState;
  readonly propagation: PropagationState;
  readonly probe: ProbeState;
  readonly shrink: ShrinkState;
  readonly breaking: BreakState;
  /** The colour scale of the map of differences: that of the values, or its own; null until the user chooses one. */
  readonly differenceScale: Signal<'same' | 'own' | null>;
  /** Opens the pipeline, scrolls to a stage's pane and focuses it. */
  readonly goToStage: (stage: StageId) => void;
}

export function createDiagnose(session: Session, tab: TabAccess): DiagnoseState {
  const { messages, ports } = session;
  const breaking = createBreaking(session, tab);
  const diagnosis = createDiagnosis(session, tab, breaking);
  const hypotheses = createHypotheses(session, tab, diagnosis);
  const shrink = createShrink(session);
  const propagation = createPropagation(session, tab, () => shrink.task.drop());
  const probe = createProbe(session, () => {
    if (!tab.isOpen.peek()) tab.open('diagnose');
  });
  const tasks = [propagation.trace, propagation.stageReaches, shrink.task];
  return {
    diagnosis,
    hypotheses,
    propagation,
    probe,
    saved: probe,
    showProbe: probe.show,
    shrink,
    breaking,
    differenceScale: signal(null),
    goToStage: (stage) => {
      tab.open('pipeline');
      focusStage(stage, ports.clock, messages);
    },
    cursorView: { isOpen: tab.isOpen, open: () => tab.open('diagnose') },
    verdictExplainer: { report: diagnosis.report, isOpen: tab.isOpen, open: () => tab.open('diagnose') },
    cancelQuestion: () => {
      if (tab.isOpen.peek() && (diagnosis.cancel() || breaking.cancel())) return true;
      if (!tasks.some((task) => task.cancel())) return false;
      messages.announce('Cancelled.');
      return true;
    },
    cancelBackground: () => diagnosis.cancel() || hypotheses.stop(),
    pictures: computed(() => {
      const current = diagnosis.current.value;
      const made = breaking.isOpen.value ? breaking.made.value : null;
      if (made !== null && current?.subject !== breaking.subject.value) return madeStoreOf(made).tileSource;
      return current === null ? null : diagnosisStoreOf(current).tileSource;
    }),
  };
}

/** Frames to wait for a stage's pane to be drawn; if there is none by then, the formulation has no such stage. */
const mostFrames = 60;

/** Scrolls to a stage's pane and focuses it as soon as it is drawn. */
function focusStage(stage: StageId, clock: Clock, messages: Messages, frames = mostFrames): void {
  const pane = document.querySelector<HTMLElement>(`[data-pane="${stage}"]`);
  const cell = pane?.querySelector<HTMLElement>('[role=grid] [tabindex="0"]');
  if (!pane || !cell) {
    if (frames > 0) clock.onFrame(() => focusStage(stage, clock, messages, frames - 1));
    return;
  }
  pane.scrollIntoView({ block: 'nearest' });
  cell.focus();
  messages.announce(pane.getAttribute('aria-label') ?? stage);
}

export const DiagnoseContext = createContext<DiagnoseState | null>(null);

/** @throws outside the tab Diagnose */
export function useDiagnose(): DiagnoseState {
  return provided(useContext(DiagnoseContext), 'diagnosis');
}
