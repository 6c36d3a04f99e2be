import type { Feature } from '../store/feature.ts';
import { CoachLine } from './coach/CoachLine.tsx';
import { createPipelineState, PipelineContext } from './pipelineState.ts';
import { Figure } from './figure/Figure.tsx';
import { Results } from './results/Results.tsx';
import { DotProduct } from './dotProduct/DotProduct.tsx';
import { Guard } from '../ui/Guard.tsx';
import { useSession } from '../store/useSession.ts';

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

/** Shows the figure, the results and the dot product. While a run computes, the last pictures stay, dimmed. */
function PipelineTab() {
  const { runner } = useSession();
  const run = runner.currentRun.value;
  return (
    <div class={runner.displayPhase.value.kind === 'computing' ? 'pipeline pending' : 'pipeline'}>
      <Guard name="The figure" subject={run}>
        <Figure />
      </Guard>
      <CoachLine />
      <Guard name="The result" subject={run}>
        <Results />
      </Guard>
      <Guard name="The dot product" subject={run}>
        <DotProduct />
      </Guard>
    </div>
  );
}
