import type { Feature } from '../store/feature.ts';
import { DiagnoseTab } from './DiagnoseTab.tsx';
import { createDiagnose, DiagnoseContext } from './diagnoseState.ts';

/** What is wrong with an output. It is explained without a run as well, which the output's shape may have prevented. */
export const diagnoseFeature: Feature = {
  id: 'diagnose',
  title: 'Diagnose',
  start: (session, tab) => {
    const diagnose = createDiagnose(session, tab);
    return {
      ...diagnose,
      Component: () => (
        <DiagnoseContext.Provider value={diagnose}>
          <DiagnoseTab />
        </DiagnoseContext.Provider>
      ),
    };
  },
};
