import type { Feature } from '../store/feature.ts';
import { DiagnoseTab } from './DiagnoseTab.tsx';
import { createDiagnose, DiagnoseContext } from './diagnoseState.ts';

/** The tab Diagnose. It needs no run, because the shape of the output to check may have prevented it. */
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
