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
  const { tiles } = ports.workers;
  const compare = createComparisonState(ports);
  effect(() => {
    root.dataset.state = compare.phase.value.kind;
  });
  effect(() => {
    const now = compare.current.value;
    const tensors = now === null ? [] : [now.a, now.b].flatMap((side) => (side === null ? [] : [side.tensor]));
    tiles.show(tensors.length === 0 ? null : tensorStoreOf(tensors, '').tileSource);
  });
  const isKeyListOpen = signal(false);
  const keys: readonly KeyGroup[] = [
    {
      title: 'Find and step',
      rows: [
        {
          does: 'next or previous mismatch, else largest difference',
          keys: { F8: () => void compare.goToMismatch(1), 'Shift+F8': () => void compare.goToMismatch(-1) },
        },
        { does: 'next or previous tensor of the list', keys: { n: () => compare.step(1), p: () => compare.step(-1) } },
        {
          does: 'previous or next plane of the last axis that is not drawn',
          keys: { PageUp: () => compare.stepPlane(-1), PageDown: () => compare.stepPlane(1) },
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
