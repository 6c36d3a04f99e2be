import { Code } from '../code/Code.tsx';
import { Diagnose } from '../diagnose/Diagnose.tsx';
import { Overlap } from '../overlap/Overlap.tsx';
import { loaded } from '../store/session.ts';
import { tab } from '../store/view.ts';
import { Pipeline } from '../pipeline/Pipeline.tsx';

/** What the chosen tab shows; an output is explained without a run as well, which its shape may have prevented. */
export function TabContent() {
  const run = loaded.value;
  switch (tab.value) {
    case 'pipeline':
      return run === null ? null : <Pipeline />;
    case 'code':
      return run === null ? null : <Code run={run} />;
    case 'diagnose':
      return <Diagnose />;
    case 'overlap':
      return run === null ? null : <Overlap run={run} />;
    default: {
      const never: never = tab.value;
      throw new Error(`unknown tab ${String(never)}`);
    }
  }
}
