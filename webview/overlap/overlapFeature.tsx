import type { Feature } from '../store/feature.ts';
import { createOverlapState, OverlapContext } from './overlapState.ts';
import { OverlapTab } from './OverlapTab.tsx';

/** The tab Overlap: the call as a layer. */
export const overlapFeature: Feature = {
  id: 'overlap',
  title: 'Overlap',
  start: ({ runner: { currentRun } }) => {
    const overlap = createOverlapState();
    return {
      Component: () =>
        currentRun.value === null ? null : (
          <OverlapContext.Provider value={overlap}>
            <OverlapTab run={currentRun.value} />
          </OverlapContext.Provider>
        ),
    };
  },
};
