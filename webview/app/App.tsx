import { useEffect } from 'preact/hooks';
import { CallSummary } from '../form/CallSummary.tsx';
import { Sidebar } from '../form/Sidebar.tsx';
import { Code } from '../code/Code.tsx';
import { DebugRow } from '../transport/DebugRow.tsx';
import { announceVerdicts } from './announceVerdicts.ts';
import { listenToKeys } from './keys.ts';
import { LiveRegion } from './LiveRegion.tsx';
import { Overlap } from '../overlap/Overlap.tsx';
import { Notice } from './Notice.tsx';
import { Pipeline } from './Pipeline.tsx';
import { ProgressBar } from './ProgressBar.tsx';
import { State } from './State.tsx';
import { TabRow } from './TabRow.tsx';
import { loaded } from '../store/session.ts';
import { sheetOpen, tab } from '../store/view.ts';

/** The page: sidebar, tab row, debug row and the tab's content; at 900 px and below the sidebar is a sheet. */
export function App() {
  const run = loaded.value;
  useEffect(listenToKeys, []);
  useEffect(announceVerdicts, []);
  return (
    <div class={sheetOpen.value ? 'app sheet-open' : 'app'}>
      <CallSummary />
      <Sidebar />
      <TabRow />
      <ProgressBar />
      <DebugRow />
      <main class="main">
        <div
          id="tab-panel"
          class="tab-panel"
          role="tabpanel"
          tabIndex={-1}
          aria-labelledby={`tab-${tab.value}`}
        >
          <State />
          {run !== null && tab.value === 'pipeline' && <Pipeline />}
          {run !== null && tab.value === 'code' && <Code run={run} />}
          {run !== null && tab.value === 'overlap' && <Overlap run={run} />}
        </div>
      </main>
      <Notice />
      <LiveRegion />
    </div>
  );
}
