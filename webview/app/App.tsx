import { useEffect } from 'preact/hooks';
import { CallSummary } from '../form/CallSummary.tsx';
import { Sidebar } from '../form/Sidebar.tsx';
import { DebugRow } from '../debugBar/DebugRow.tsx';
import { announceVerdicts } from './announceVerdicts.ts';
import { listenToKeys } from './keys.ts';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ProgressBar } from './ProgressBar.tsx';
import { State } from './State.tsx';
import { TabContent } from './TabContent.tsx';
import { TabRow } from './TabRow.tsx';
import { sheetOpen, tab } from '../store/view.ts';

/** The page: sidebar, tab row, debug row and the tab's content; at 900 px and below the sidebar is a sheet. */
export function App() {
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
        <div id="tab-panel" class="tab-panel" role="tabpanel" tabIndex={-1} aria-labelledby={`tab-${tab.value}`}>
          <State />
          <TabContent />
        </div>
      </main>
      <Notice />
      <LiveRegion />
    </div>
  );
}
