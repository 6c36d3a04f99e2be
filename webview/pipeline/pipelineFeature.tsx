import type { Feature } from '../store/feature.ts';
import { createPipelineState, PipelineContext } from './pipelineState.ts';
import { PipelineTab } from './PipelineTab.tsx';

/** The tab that draws the call, stage by stage. */
export const pipelineFeature: Feature = {
  id: 'pipeline',
  title: 'Pipeline',
  start: (session) => {
    const pipeline = createPipelineState(session);
    const { currentRun } = session.runner;
    return {
      saved: pipeline,
      keys: { e: pipeline.cycleErrorMeasure, i: pipeline.toggleCentre, p: pipeline.goToDivergence },
      Component: () =>
        currentRun.value === null ? null : (
          <PipelineContext.Provider value={pipeline}>
            <PipelineTab />
          </PipelineContext.Provider>
        ),
    };
  },
};
