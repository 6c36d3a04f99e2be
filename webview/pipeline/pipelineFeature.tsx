import type { Feature } from '../store/feature.ts';
import { createPipelineState, PipelineContext } from './pipelineState.ts';
import { PipelineTab } from './PipelineTab.tsx';

/** The tab that draws the call, stage by stage. */
export const pipelineFeature: Feature = {
  id: 'pipeline',
  title: 'Pipeline',
  start: (session, tab) => {
    const pipeline = createPipelineState(session);
    const { currentRun } = session.runner;
    return {
      saved: pipeline,
      cursorView: { isOpen: tab.isOpen, open: () => tab.open('pipeline') },
      keys: [
        { does: 'next error measure: absolute, relative, ULP, ÷ bound', keys: { e: pipeline.cycleErrorMeasure } },
        { does: 'step over input pixels or output elements, in a scatter', keys: { i: pipeline.toggleCentre } },
        { does: 'term where the two orders of summation diverge', keys: { p: pipeline.goToDivergence } },
      ],
      Component: () =>
        currentRun.value === null ? null : (
          <PipelineContext.Provider value={pipeline}>
            <PipelineTab />
          </PipelineContext.Provider>
        ),
    };
  },
};
