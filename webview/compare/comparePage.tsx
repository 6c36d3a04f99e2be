import { effect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { SessionPorts } from '../store/session.ts';
import { ViewerContext } from '../store/useSession.ts';
import { tensorStoreOf } from '../viewer/tensorStore.ts';
import { CompareParts } from './CompareParts.tsx';
import { ComparisonContext, createComparisonState } from './comparisonState.ts';

/** Starts the page of a comparison in `root`; returns its content. */
export function openComparePage(ports: SessionPorts, root: HTMLElement): ComponentChildren {
  const { engine, tiles } = ports.workers;
  engine.start();
  const compare = createComparisonState(ports);
  effect(() => {
    root.dataset.state = compare.phase.value.kind;
  });
  effect(() => {
    const now = compare.current.value;
    tiles.show(now === null ? null : tensorStoreOf([now.a, now.b], '').tileSource);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'F8' || event.defaultPrevented) return;
    compare.goToMismatch(event.shiftKey ? -1 : 1);
    event.preventDefault();
    // VS Code listens on the window and would also run its own binding of this key.
    event.stopPropagation();
  });
  void compare.open();
  return (
    <ComparisonContext.Provider value={compare}>
      <ViewerContext.Provider value={compare.viewer}>
        <CompareParts />
      </ViewerContext.Provider>
    </ComparisonContext.Provider>
  );
}
