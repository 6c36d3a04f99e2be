import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Refusal, refuse, type Result } from '../../src/engine/core/refusal.ts';
import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import type { Pending } from '../../src/protocol/channel.ts';
import {
  type FileInfo,
  fileChanged,
  fileReadyRequest,
  openAsLayerRequest,
  openLayerRequest,
  useTensorRequest,
} from '../../src/protocol/tensorMessages.ts';
import type { TensorRole } from '../../src/scenario/document/withTensor.ts';
import { createHostServices } from '../bridge/hostServices.ts';
import type { SessionPorts } from '../store/session.ts';
import { provided } from '../store/useSession.ts';
import { createViewer, type Viewer } from '../store/viewer.ts';
import { createMessages } from '../ui/messages.ts';
import { matching } from './matching.ts';
import { createSummaries, type Summaries } from './summaries.ts';
import { createTensorReader, type TensorReader } from './tensorReader.ts';

/** The phase of the page of a tensor file. */
export type FilePhase =
  { readonly kind: 'computing' } | { readonly kind: 'done' } | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The state and the actions of the page of a tensor file. */
export interface FileState {
  readonly viewer: Viewer;
  /** `computing` until the host's first reply. */
  readonly phase: ReadonlySignal<FilePhase>;
  /** The file's contents; while the file is refused, the last contents that could be read. */
  readonly info: ReadonlySignal<FileInfo | null>;
  /** The text of the filter: words that an entry must contain. */
  readonly filter: Signal<string>;
  /** The entries that match the filter. */
  readonly visibleEntries: ReadonlySignal<readonly TensorEntry[]>;
  /** The key of the selected tensor, which is shown as soon as it is read. */
  readonly selectedKey: Signal<string | null>;
  readonly selectedEntry: ReadonlySignal<TensorEntry | null>;
  readonly summaries: Summaries;
  readonly reader: TensorReader;
  /** Selects a tensor, and requests its statistics and its values. */
  readonly showTensor: (entry: TensorEntry) => void;
  /** Puts the tensor into a scenario. */
  readonly putTensor: (key: string, role: TensorRole) => void;
  /** Opens a layer of a model in the debugger; `layer` counts from 0. */
  readonly openLayer: (layer: number) => void;
  /** Opens a weight as a layer; the user is asked for the parameters that a state_dict does not contain. */
  readonly openAsLayer: (key: string) => void;
  /** Connects the page to the extension. */
  readonly open: () => Promise<void>;
}

export function createFileState({ host, workers, storage, clock }: SessionPorts): FileState {
  const messages = createMessages(clock);
  const viewer = createViewer({ tiles: workers.tiles, host: createHostServices(host), messages, clock });
  const phase = signal<FilePhase>({ kind: 'computing' });
  const info = signal<FileInfo | null>(null);
  const filter = signal('');
  const selectedKey = signal<string | null>(null);
  const summaries = createSummaries(host);
  const reader = createTensorReader(host, viewer);

  const showTensor = (entry: TensorEntry): void => {
    selectedKey.value = entry.key;
    reader.show(entry);
    summaries.need(entry);
  };
  /** Shows the file's contents; the selected tensor stays selected if the file still contains it. */
  const show = (next: Result<FileInfo>): void => {
    if (!next.ok) {
      phase.value = { kind: 'refused', refusal: next.refusal };
      return;
    }
    const { entries } = next.value;
    info.value = next.value;
    phase.value = { kind: 'done' };
    const kept = entries.find(({ key }) => key === selectedKey.value);
    // The only tensor of a file is shown at once; of several, none is read before the user selects it.
    const entry = kept ?? (entries.length === 1 ? entries[0] : undefined);
    if (entry !== undefined) {
      showTensor(entry);
      return;
    }
    selectedKey.value = null;
    reader.leave();
  };
  /** Tells the user what was done, or why it failed. */
  const tellOutcome = async (pending: Pending<Result<string | null>>): Promise<void> => {
    const reply = await pending.reply;
    if (!reply.ok) messages.tell(reply.error);
    else if (!reply.value.ok) messages.tell(reply.value.refusal.message);
    else if (reply.value.value !== null) messages.tell(reply.value.value);
  };
  const restore = (saved: unknown): void => {
    if (typeof saved !== 'object' || saved === null) return;
    if ('key' in saved && typeof saved.key === 'string') selectedKey.value = saved.key;
    if ('filter' in saved && typeof saved.filter === 'string') filter.value = saved.filter;
    if ('leading' in saved && Array.isArray(saved.leading)) reader.leading.value = saved.leading.map(Number);
  };
  return {
    viewer,
    phase,
    info,
    filter,
    visibleEntries: computed(() => matching(info.value?.entries ?? [], filter.value)),
    selectedKey,
    selectedEntry: computed(() => info.value?.entries.find(({ key }) => key === selectedKey.value) ?? null),
    summaries,
    reader,
    showTensor,
    putTensor: (key, role) => void tellOutcome(host.call(useTensorRequest, { key, role })),
    openLayer: (layer) => void tellOutcome(host.call(openLayerRequest, { layer })),
    openAsLayer: (key) => void tellOutcome(host.call(openAsLayerRequest, { key })),
    open: async () => {
      restore(storage.read());
      effect(() => {
        storage.write({ key: selectedKey.value, filter: filter.value, leading: reader.leading.value });
      });
      host.on(fileChanged, (changed) => {
        reader.forget();
        summaries.forget();
        show(changed);
        messages.tell('The file has changed.');
      });
      const reply = await host.call(fileReadyRequest, null).reply;
      show(reply.ok ? reply.value : refuse('file', reply.error));
    },
  };
}

export const FileContext = createContext<FileState | null>(null);

/** @throws outside the page of a tensor file */
export function useFile(): FileState {
  return provided(useContext(FileContext), 'file');
}
