import { effect, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { SessionPorts } from '../store/session.ts';
import { ViewerContext } from '../store/useSession.ts';
import { KeyHelp } from '../ui/KeyHelp.tsx';
import { helpKey, type KeyGroup, keyCommandsOf } from '../ui/keyTable.ts';
import { listenToPageKeys } from '../ui/pageKeys.ts';
import { paneKeys } from '../viewer/paneKeys.ts';
import { tensorStoreOf } from '../viewer/tensorStore.ts';
import { FileParts } from './FileParts.tsx';
import { createFileState, FileContext, type FileState } from './fileState.ts';
import { copyCursorValue, tensorKeys } from './tensorKeys.ts';

/** Starts the page of a tensor file in `root`; returns its content. */
export function openFilePage(ports: SessionPorts, root: HTMLElement): ComponentChildren {
  const file = createFileState(ports);
  void file.open();
  const isKeyListOpen = signal(false);
  const keys: readonly KeyGroup[] = [...tensorKeys(file), { title: 'Help', rows: [helpKey(isKeyListOpen)] }];
  listenToPageKeys(keyCommandsOf(keys), () => false);
  document.addEventListener('copy', (event) => copyCursorValue(event, file));
  effect(() => {
    root.dataset.state = stateOf(file);
  });
  effect(() => {
    const now = file.reader.phase.value;
    ports.workers.tiles.show(now.kind === 'shown' ? tensorStoreOf([now.shown.tensor], '').tileSource : null);
  });
  return (
    <FileContext.Provider value={file}>
      <ViewerContext.Provider value={file.viewer}>
        <FileParts help={<KeyHelp groups={[...keys, paneKeys]} isOpen={isKeyListOpen} />} />
      </ViewerContext.Provider>
    </FileContext.Provider>
  );
}

/** Returns the page's `data-state`, for style sheets and for tests that wait for it. */
function stateOf({ phase, reader }: FileState): string {
  const now = reader.phase.value;
  if (phase.value.kind !== 'done') return phase.value.kind;
  if (now.kind === 'reading' || (now.kind === 'shown' && now.isReading)) return 'computing';
  return now.kind === 'refused' ? 'refused' : 'done';
}
