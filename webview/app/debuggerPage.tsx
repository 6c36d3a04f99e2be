import { effect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { createSession, type SessionPorts } from '../store/session.ts';
import { SessionContext, ViewerContext } from '../store/useSession.ts';
import { App } from './App.tsx';
import { features } from './features.ts';
import { openSession } from './openSession.ts';
import { startTabs } from './tabs.ts';

/** A host that takes longer is not waited for before the first picture. */
const longestMilliseconds = 100;

/** Starts a debugger in `root`; resolves with what to draw. */
export async function openDebuggerPage(ports: SessionPorts, root: HTMLElement): Promise<ComponentChildren> {
  const { workers, clock } = ports;
  // The worker takes its time as well.
  workers.engine.start();
  const session = createSession(ports);
  const { runner, saved, viewer } = session;
  const tabs = startTabs(session, features);
  // For tests that wait for it: `judged` is between `computing` and `done`.
  effect(() => {
    root.dataset.state = runner.pendingRun.value === null ? runner.phase.value.kind : 'judged';
  });
  // For a test that is about to take the page away.
  effect(() => {
    document.documentElement.dataset.saved = String(saved.isSaved.value);
  });
  effect(() => {
    const pictures = tabs.open.value.started.pictures?.value ?? null;
    workers.tiles.show(pictures ?? runner.currentRun.value?.run ?? null);
  });
  window.addEventListener('pagehide', saved.saveNow);
  const opened = openSession(session);
  // Once the host has said what there is to show, the engine computes it while the page draws the form.
  await Promise.race([
    opened,
    new Promise<void>((resolve) => {
      clock.after(longestMilliseconds, resolve);
    }),
  ]);
  return (
    <SessionContext.Provider value={session}>
      <ViewerContext.Provider value={viewer}>
        <App tabs={tabs} />
      </ViewerContext.Provider>
    </SessionContext.Provider>
  );
}
