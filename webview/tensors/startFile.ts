import { effect } from '@preact/signals';
import { refuse, type Result } from '../../src/engine/core/refusal.ts';
import { type FileInfo, fileChanged, fileReadyRequest } from '../../src/protocol/tensorMessages.ts';
import { host } from '../bridge/host.ts';
import { tileWorker } from '../workers/tileWorker.ts';
import { savedState, saveState } from '../bridge/vscode.ts';
import { tell } from '../ui/notice.ts';
import { fileInfo, filePhase, filter, leading, selectedKey, tensorPhase } from '../viewer/tensor/file.ts';
import { forgetTensors, showTensor } from '../viewer/tensor/loadTensor.ts';
import { tensorStoreOf } from '../viewer/tensorStore.ts';
import { forgetSummaries, needSummary } from './summaries.ts';

/** Connects the page of a tensor file to the extension. */
export async function startFile(root: HTMLElement): Promise<void> {
  restore();
  effect(() => {
    root.dataset.state = stateOf();
  });
  effect(() => {
    const now = tensorPhase.value;
    tileWorker.show(now.kind === 'shown' ? tensorStoreOf([now.shown.tensor], '').looked : null);
  });
  effect(() => {
    saveState({ key: selectedKey.value, filter: filter.value, leading: leading.value });
  });
  host.on(fileChanged, (changed) => {
    forgetTensors();
    forgetSummaries();
    open(changed);
    tell('The file has changed.');
  });
  const reply = await host.call(fileReadyRequest, null).reply;
  open(reply.ok ? reply.value : refuse('file', reply.error));
}

/** For style sheets, and for tests that wait for it. */
function stateOf(): string {
  const now = tensorPhase.value.kind;
  if (filePhase.value.kind !== 'done') return filePhase.value.kind;
  return now === 'reading' ? 'computing' : now === 'refused' ? 'refused' : 'done';
}

/** Shows what the host says is in the file; what was selected stays so as long as it is there. */
function open(info: Result<FileInfo>): void {
  if (!info.ok) {
    filePhase.value = { kind: 'refused', refusal: info.refusal };
    return;
  }
  const { entries } = info.value;
  fileInfo.value = info.value;
  filePhase.value = { kind: 'done' };
  const kept = entries.find(({ key }) => key === selectedKey.value);
  // A file of one tensor is that tensor; of several nothing is read before somebody asks for it.
  const entry = kept ?? (entries.length === 1 ? entries[0] : undefined);
  if (entry !== undefined) {
    void showTensor(entry);
    needSummary(entry);
    return;
  }
  selectedKey.value = null;
  tensorPhase.value = { kind: 'none' };
}

function restore(): void {
  const saved = savedState();
  if (typeof saved !== 'object' || saved === null) return;
  if ('key' in saved && typeof saved.key === 'string') selectedKey.value = saved.key;
  if ('filter' in saved && typeof saved.filter === 'string') filter.value = saved.filter;
  if ('leading' in saved && Array.isArray(saved.leading)) leading.value = saved.leading.map(Number);
}
