import { useEffect } from 'preact/hooks';
import { CallSummary } from '../form/CallSummary.tsx';
import { Sidebar } from '../form/Sidebar.tsx';
import { DebugRow } from '../debugBar/DebugRow.tsx';
import { announceVerdicts } from './announceVerdicts.ts';
import { listenToKeys } from './keys.ts';
import { ProgressBar } from './ProgressBar.tsx';
import { State } from './State.tsx';
import { TabRow } from './TabRow.tsx';
import { MessageRegions } from '../ui/MessageRegions.tsx';
import type { Tabs } from './tabs.ts';
import { useSession } from '../store/useSession.ts';

/** The page: sidebar, tab row, debug row and the tab's content; at 900 px and below the sidebar is a sheet. */
export function App({ tabs }: { readonly tabs: Tabs }) {
  const session = useSession();
  const { feature, started } = tabs.open.value;
  useEffect(() => listenToKeys(session, tabs), []);
  useEffect(() => announceVerdicts(session), []);
  return (
    <div class={session.layout.isSheetOpen.value ? 'app sheet-open' : 'app'}>
      <CallSummary />
      <Sidebar />
      <TabRow tabs={tabs} />
      <ProgressBar />
      <DebugRow />
      <main class="main">
        <div id="tab-panel" class="tab-panel" role="tabpanel" tabIndex={-1} aria-labelledby={`tab-${feature.id}`}>
          <State />
          <started.Component key={feature.id} />
        </div>
      </main>
      <MessageRegions messages={session.messages} />
    </div>
  );
}
