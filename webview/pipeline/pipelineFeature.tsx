import type { Feature } from '../store/feature.ts';
import { PipelineTab } from './PipelineTab.tsx';
import { createPipelineState, PipelineContext } from './pipelineState.ts';

/** The call drawn, step by step. */
export const pipelineFeature: Feature = {
  id: 'pipeline',
  title: 'Pipeline',
  start: (session) => {
    const pipeline = createPipelineState(session);
    const { currentRun } = session.runner;
    return {
      saved: pipeline,
      keys: { e: pipeline.cycleErrorMeasure, p: pipeline.goToParting },
      Component: () =>
        currentRun.value === null ? null : (
          <PipelineContext.Provider value={pipeline}>
            <PipelineTab />
          </PipelineContext.Provider>
        ),
    };
  },
};
