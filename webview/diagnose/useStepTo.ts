import { moveCursor } from '../../src/engine/provenance/moveCursor.ts';
import { outputAt } from '../../src/engine/provenance/offsets.ts';
import { isSameShape } from '../../src/engine/core/tensor.ts';
import { useSession } from '../store/useSession.ts';
import type { RunModel } from '../store/runModel.ts';
import type { CurrentDiagnosis } from './currentDiagnosis.ts';
import { useDiagnose } from './diagnoseState.ts';

/** The way from a diagnosed output to its elements in the figure. */
export interface StepTo {
  readonly run: RunModel;
  /** Moves the cursor to the element at a flat index, and shows it in the pipeline. */
  readonly step: (at: number) => void;
}

/** Returns the way to the elements of a diagnosed output; null if the current run has an output of another shape. */
export function useStepTo({ actual, subject }: CurrentDiagnosis): StepTo | null {
  const { runner, navigation, viewer } = useSession();
  const { goToStage } = useDiagnose();
  const run = runner.currentRun.value;
  const place = run?.stages.at(-1);
  if (run === null || place === undefined || subject.made?.isOwnCall === false) return null;
  if (!isSameShape(run.geometry.outputShape, actual.shape)) return null;
  const { formulation, geometry } = run;
  return {
    run,
    step: (at) => {
      navigation.moveTo(moveCursor(formulation, geometry, viewer.cursor.value, outputAt(geometry, at)));
      goToStage(place.id);
    },
  };
}
