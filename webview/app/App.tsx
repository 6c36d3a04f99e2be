import { useEffect, useMemo } from 'preact/hooks';
import { CallSummary } from '../form/CallSummary.tsx';
import { CodeStrip } from '../form/CodeStrip.tsx';
import { listenToPaste } from '../form/paste/listenToPaste.ts';
import { PasteNotice } from '../form/paste/PasteNotice.tsx';
import { Sidebar } from '../form/Sidebar.tsx';
import { DebugBar } from '../debugBar/DebugBar.tsx';
import { debuggerKeys, listenToKeys } from './keys.ts';
import { State } from './State.tsx';
import { TabRow } from './TabRow.tsx';
import { TermTip } from '../ui/TermTip.tsx';
import { MessageRegions } from '../ui/MessageRegions.tsx';
import type { Tabs } from './tabs.ts';
import { useSession } from '../store/useSession.ts';
import { effect } from '@preact/signals';
import { judgedValuesOf, verdictHeadline } from '../../src/scenario/text/verdictWords.ts';
import type { Session } from '../store/session.ts';
import { formatShape } from '../../src/scenario/text/format.ts';
import { versionWord } from '../store/versions.ts';
import { shareDone } from '../store/runProgress.ts';

/**
 * Shows the debugger page: sidebar, tab row, debug bar and the open tab. Up to 900 px of width the sidebar is a sheet.
 */
export function App({ tabs }: { readonly tabs: Tabs }) {
  const session = useSession();
  const { feature, started } = tabs.open.value;
  const hasVersions = session.versions.pair.value !== null;
  const keys = useMemo(() => debuggerKeys(session, tabs), [session, tabs, hasVersions]);
  useEffect(() => listenToKeys(session, keys), [session, keys]);
  useEffect(() => listenToPaste(session.pasting), []);
  useEffect(() => announceVerdicts(session), []);
  return (
    <div class={session.layout.isSheetOpen.value ? 'app sheet-open' : 'app'}>
      <CallSummary />
      {/* In a narrow page the sidebar, which has the strip below its head, is hidden. */}
      <CodeStrip />
      <Sidebar />
      <TabRow tabs={tabs} keys={keys} />
      <ProgressBar />
      <DebugBar />
      <main class="main">
        <div id="tab-panel" class="tab-panel" role="tabpanel" tabIndex={-1} aria-labelledby={`tab-${feature.id}`}>
          <State />
          <started.Component key={feature.id} />
        </div>
      </main>
      {/* In a narrow page the sidebar, which has the notice at its foot, is hidden. */}
      <PasteNotice />
      <TermTip openDocs={session.viewer.host.openDocs} />
      <MessageRegions messages={session.messages} />
    </div>
  );
}

/**
 * Announces the end of each run and its verdict. Refusals are announced by their alert. Returns a function that stops
 * announcing.
 */
function announceVerdicts({ runner, messages, versions }: Session): () => void {
  return effect(() => {
    const now = runner.phase.value;
    const current = runner.currentRun.value;
    if (now.kind === 'done' && current !== null) {
      const { comparison, profile } = current.run;
      const version =
        versions.pair.peek() === null
          ? ''
          : `${versionWord(versions.shown.peek())} the change: output ${formatShape(current.geometry.outputShape)}. `;
      messages.announce(`${version}Done. ${verdictHeadline(judgedValuesOf(comparison, profile))}.`);
    }
    if (now.kind === 'cancelled') messages.announce('Cancelled.');
  });
}

/** Shows the progress of the current computation in a bar of 2 pixels below the tab row. */
function ProgressBar() {
  const { displayPhase, progress } = useSession().runner;
  if (displayPhase.value.kind !== 'computing') return null;
  const percent = Math.round(100 * shareDone(progress.plan.value, progress.stages.value));
  return (
    <div
      class="progress-bar"
      role="progressbar"
      aria-label="Computing"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div style={{ width: `${percent}%` }} />
    </div>
  );
}
