import { CodeTab } from '../code/CodeTab.tsx';
import { DiagnoseTab } from '../diagnose/DiagnoseTab.tsx';
import { OverlapTab } from '../overlap/OverlapTab.tsx';
import { loaded } from '../store/session.ts';
import { tab } from '../store/view.ts';
import { PipelineTab } from '../pipeline/PipelineTab.tsx';

/** What the chosen tab shows; an output is explained without a run as well, which its shape may have prevented. */
export function TabContent() {
  const run = loaded.value;
  switch (tab.value) {
    case 'pipeline':
      return run === null ? null : <PipelineTab />;
    case 'code':
      return run === null ? null : <CodeTab run={run} />;
    case 'diagnose':
      return <DiagnoseTab />;
    case 'overlap':
      return run === null ? null : <OverlapTab run={run} />;
    default: {
      const never: never = tab.value;
      throw new Error(`unknown tab ${String(never)}`);
    }
  }
}
