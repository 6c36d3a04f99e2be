import { useMemo } from 'preact/hooks';
import type { Stage } from '../../src/engine/provenance/stage.ts';
import { stampedStage } from '../../src/engine/provenance/stamp.ts';
import type { RunModel } from '../store/runModel.ts';
import { useSession } from '../store/useSession.ts';
import { stageStyles } from '../viewer/stageStyles.ts';

/** Returns a stage as it is drawn: with the stamp of the input element if the cursor is centred on the input. */
export function useCentredStage(stage: Stage, run: RunModel): Stage {
  const isOnInput = useSession().navigation.isOnInput.value;
  return useMemo(() => {
    const { stamp } = stageStyles[stage.id];
    return isOnInput && stamp !== undefined ? stampedStage(stage, run.formulation, run.geometry, stamp) : stage;
  }, [stage, run, isOnInput]);
}
