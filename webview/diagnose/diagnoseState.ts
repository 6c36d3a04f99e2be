import { computed } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { StageId } from '../../src/engine/provenance/stage.ts';
import type { TabAccess } from '../store/feature.ts';
import type { FeatureParts } from '../store/featureParts.ts';
import type { Session } from '../store/session.ts';
import { provided } from '../store/useSession.ts';
import { createDiagnosis, type DiagnosisState } from './diagnosisState.ts';
import { diagnosisStoreOf } from './diagnosisStore.ts';
import { focusStage } from './focusStage.ts';
import { createHypotheses, type HypothesesState } from './hypotheses/hypothesesState.ts';
import { createPropagation, type PropagationState } from './propagation/propagationState.ts';
import { createShrink, type ShrinkState } from './shrink/shrinkState.ts';

/** What the tab Diagnose keeps: the diagnosis of the output to check, its hypotheses, where NaN come from, the smallest wrong call. */
export interface DiagnoseState extends FeatureParts {
  readonly diagnosis: DiagnosisState;
  readonly hypotheses: HypothesesState;
  readonly propagation: PropagationState;
  readonly shrink: ShrinkState;
  /** Goes to a stage's pane in the pipeline: it comes into sight and has the focus. */
  readonly goToStage: (stage: StageId) => void;
}

export function createDiagnose(session: Session, tab: TabAccess): DiagnoseState {
  const { messages, ports } = session;
  const diagnosis = createDiagnosis(session, tab);
  const hypotheses = createHypotheses(session, tab, diagnosis);
  const shrink = createShrink(session);
  const propagation = createPropagation(session, tab, () => shrink.task.drop());
  const questions = [propagation.trace, propagation.stageReaches, shrink.task];
  return {
    diagnosis,
    hypotheses,
    propagation,
    shrink,
    goToStage: (stage) => {
      tab.open('pipeline');
      focusStage(stage, ports.clock, messages);
    },
    cancelQuestion: () => {
      if (diagnosis.cancel()) return true;
      if (!questions.some((question) => question.cancel())) return false;
      messages.announce('Cancelled.');
      return true;
    },
    cancelBackground: hypotheses.stop,
    pictures: computed(() => {
      const current = diagnosis.current.value;
      return current === null ? null : diagnosisStoreOf(current).tileSource;
    }),
  };
}

export const DiagnoseContext = createContext<DiagnoseState | null>(null);

/** @throws outside the tab Diagnose */
export function useDiagnose(): DiagnoseState {
  return provided(useContext(DiagnoseContext), 'diagnosis');
}
