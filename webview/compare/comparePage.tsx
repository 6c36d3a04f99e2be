import { effect, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { SessionPorts } from '../store/session.ts';
import { ViewerContext } from '../store/useSession.ts';
import { KeyHelp } from '../ui/KeyHelp.tsx';
import { helpKey, type KeyGroup, keyCommandsOf } from '../ui/keyTable.ts';
import { listenToPageKeys } from '../ui/pageKeys.ts';
import { paneKeys } from '../viewer/paneKeys.ts';
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
  const isKeyListOpen = signal(false);
  const keys: readonly KeyGroup[] = [
    {
      title: 'Find',
      rows: [
        {
          does: 'next or previous mismatch, else largest difference',
          keys: { F8: () => compare.goToMismatch(1), 'Shift+F8': () => compare.goToMismatch(-1) },
        },
      ],
    },
    { title: 'Help', rows: [helpKey(isKeyListOpen)] },
  ];
  listenToPageKeys(keyCommandsOf(keys), () => false);
  void compare.open();
  return (
    <ComparisonContext.Provider value={compare}>
      <ViewerContext.Provider value={compare.viewer}>
        <CompareParts help={<KeyHelp groups={[...keys, paneKeys]} isOpen={isKeyListOpen} />} />
      </ViewerContext.Provider>
    </ComparisonContext.Provider>
  );
}
