import { effect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { createSession, type SessionPorts } from '../store/session.ts';
import { SessionContext, ViewerContext } from '../store/useSession.ts';
import { App } from './App.tsx';
import { features } from './features.ts';
import { openSession } from './openSession.ts';
import { startTabs } from './tabs.ts';

/** The longest wait for the host before the page is drawn. */
const longestMilliseconds = 100;

/** Starts a debugger in `root`; resolves with the page's components. */
export async function openDebuggerPage(ports: SessionPorts, root: HTMLElement): Promise<ComponentChildren> {
  const { workers, clock } = ports;
  // First, because starting the worker takes time.
  workers.engine.start();
  const session = createSession(ports);
  const { runner, saved, viewer } = session;
  const tabs = startTabs(session, features);
  // Tests wait for this state. `judged` (the verdict is shown, the pictures are not) is between `computing` and `done`.
  effect(() => {
    root.dataset.state = runner.pendingRun.value === null ? runner.phase.value.kind : 'judged';
  });
  // A test waits for this before it closes the page.
  effect(() => {
    document.documentElement.dataset.saved = String(saved.isSaved.value);
  });
  effect(() => {
    const pictures = tabs.open.value.started.pictures?.value ?? null;
    workers.tiles.show(pictures ?? runner.currentRun.value?.run ?? null);
  });
  window.addEventListener('pagehide', saved.saveNow);
  const opened = openSession(session);
  // If the host answers in time, the engine computes while the page draws the form.
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
