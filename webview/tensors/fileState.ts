import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { ok, type Refusal, refuse, type Result } from '../../src/engine/core/refusal.ts';
import { indexInTensor, type PictureAxes } from '../../src/engine/views/pictureAxes.ts';
import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import type { Pending } from '../../src/protocol/channel.ts';
import {
  type FileInfo,
  fileChanged,
  fileReadyRequest,
  readRawRequest,
  openAsLayerRequest,
  openLayerRequest,
  saveTensorRequest,
  useTensorRequest,
} from '../../src/protocol/tensorMessages.ts';
import type { TensorRole } from '../../src/scenario/document/withTensor.ts';
import { fileName } from '../store/fileName.ts';
import type { SessionPorts } from '../store/session.ts';
import { provided } from '../store/useSession.ts';
import { createViewer, type Viewer } from '../store/viewer.ts';
import { createMessages } from '../ui/messages.ts';
import { firstEntry } from './firstEntry.ts';
import { matching } from './matching.ts';
import { axesOf, type Colouring, freshPicture, guessAxes, indicesOf, type Picture, picturesIn } from './picture.ts';
import { createFileStatistics, type FileStatistics } from './tensorStatistics.ts';
import { createTensorReader, type TensorReader, type VisibleTensor } from './tensorReader.ts';

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
  /** The groups of the tree that are closed, by their paths. */
  readonly closedGroups: Signal<ReadonlySet<string>>;
  /** Whether the list of tensors is shown; null until the user decides: shown unless the file has one tensor only. */
  readonly isListShown: Signal<boolean | null>;
  /** The key of the selected tensor, which is shown as soon as it is read. */
  readonly selectedKey: Signal<string | null>;
  readonly selectedEntry: ReadonlySignal<TensorEntry | null>;
  readonly statistics: FileStatistics;
  readonly reader: TensorReader;
  /** The choices of how the selected tensor is drawn. */
  readonly picture: ReadonlySignal<Picture>;
  /** Selects a tensor, and requests its statistics and its values. */
  readonly showTensor: (entry: TensorEntry) => void;
  /** Shows other axes of the selected tensor; the cursor stays at its element. */
  readonly chooseAxes: (axes: PictureAxes) => void;
  /** Shows another slice of the selected tensor. */
  readonly chooseIndex: (axis: number, index: number) => void;
  readonly chooseColouring: (change: Partial<Colouring>) => void;
  /** Puts the tensor into a scenario. */
  readonly putTensor: (key: string, role: TensorRole) => void;
  /** Saves the whole tensor as a `.npy` file. */
  readonly saveTensor: (key: string) => void;
  /** Opens a layer of a model in the debugger; `layer` counts from 0. */
  readonly openLayer: (layer: number) => void;
  /** Opens a weight as a layer; the user is asked for the parameters that a state_dict does not contain. */
  readonly openAsLayer: (key: string) => void;
  /** Reads the file as raw numbers; the user is asked for dtype and shape. */
  readonly readRaw: () => Promise<void>;
  /** Connects the page to the extension. */
  readonly open: () => Promise<void>;
}

/** Most pictures that are saved: those of the tensors that were looked at last. */
const mostPictures = 50;

export function createFileState(ports: SessionPorts): FileState {
  const { host, storage, clock } = ports;
  const messages = createMessages(clock);
  const viewer = createViewer(ports, messages);
  const phase = signal<FilePhase>({ kind: 'computing' });
  const info = signal<FileInfo | null>(null);
  const filter = signal('');
  const closedGroups = signal<ReadonlySet<string>>(new Set());
  const isListShown = signal<boolean | null>(null);
  const selectedKey = signal<string | null>(null);
  const pictures = signal<Readonly<Record<string, Picture>>>({});
  const selectedEntry = computed(() => info.value?.entries.find(({ key }) => key === selectedKey.value) ?? null);
  const picture = computed(() => pictures.value[selectedKey.value ?? ''] ?? freshPicture);
  const statistics = createFileStatistics(host);

  const setPicture = (key: string, change: Partial<Picture>): void => {
    const { [key]: before = freshPicture, ...others } = pictures.peek();
    const kept = Object.entries(others).slice(1 - mostPictures);
    pictures.value = { ...Object.fromEntries(kept), [key]: { ...before, ...change } };
  };
  /** The tensor whose statistics are requested when its picture is there, so that the host reads the picture first. */
  let waiting: TensorEntry | null = null;
  const reader = createTensorReader(host, viewer, ({ entry, axes, indices }: VisibleTensor) => {
    setPicture(entry.key, { axes, indices });
    if (waiting?.key !== entry.key) return;
    waiting = null;
    statistics.need(entry);
  });
  const draw = (entry: TensorEntry, cell: { readonly row: number; readonly column: number } | null = null): void => {
    const chosen = pictures.peek()[entry.key] ?? freshPicture;
    const axes = axesOf(chosen, entry.shape);
    const guess = axes === null ? guessAxes(entry) : { axes, ifUnit: false };
    reader.show({ entry, ...guess, indices: indicesOf(chosen, entry.shape), cell });
  };
  const showTensor = (entry: TensorEntry): void => {
    waiting = entry;
    batch(() => {
      selectedKey.value = entry.key;
      draw(entry);
    });
  };
  const chooseAxes = (axes: PictureAxes): void => {
    const entry = selectedEntry.peek();
    if (entry === null) return;
    const before = axesOf(picture.peek(), entry.shape);
    const indices = indicesOf(picture.peek(), entry.shape);
    const { y, x } = viewer.cursor.peek();
    const index = before === null ? indices : indexInTensor(before, indices, { row: y, column: x });
    setPicture(entry.key, { axes, indices: index });
    const at = (axis: number | null): number => (axis === null ? 0 : (index[axis] ?? 0));
    draw(entry, { row: at(axes.rows), column: at(axes.columns) });
  };
  const chooseIndex = (axis: number, index: number): void => {
    const entry = selectedEntry.peek();
    if (entry === null) return;
    const indices = indicesOf(picture.peek(), entry.shape).map((before, i) => (i === axis ? index : before));
    setPicture(entry.key, { indices });
    draw(entry);
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
    const entry = entries.find(({ key }) => key === selectedKey.value) ?? firstEntry(next.value);
    if (entry !== null) {
      showTensor(entry);
      return;
    }
    selectedKey.value = null;
    reader.leave();
  };
  /** Tells the user what was done, or why it failed. */
  const tellOutcome = async (
    pending: Pending<Result<string | null>>,
    words: (text: string) => string = (text) => text,
  ): Promise<void> => {
    const reply = await pending.reply;
    if (!reply.ok) messages.tell(reply.error);
    else if (!reply.value.ok) messages.tell(reply.value.refusal.message);
    else if (reply.value.value !== null) messages.tell(words(reply.value.value));
  };
  const restore = (saved: unknown): void => {
    if (typeof saved !== 'object' || saved === null) return;
    if ('key' in saved && typeof saved.key === 'string') selectedKey.value = saved.key;
    if ('filter' in saved && typeof saved.filter === 'string') filter.value = saved.filter;
    if ('pictures' in saved) pictures.value = picturesIn(saved.pictures);
    if ('closed' in saved && Array.isArray(saved.closed)) closedGroups.value = new Set(saved.closed.map(String));
    if ('list' in saved && typeof saved.list === 'boolean') isListShown.value = saved.list;
  };
  return {
    viewer,
    phase,
    info,
    filter,
    visibleEntries: computed(() => matching(info.value?.entries ?? [], filter.value)),
    closedGroups,
    isListShown,
    selectedKey,
    selectedEntry,
    statistics,
    reader,
    picture,
    showTensor,
    chooseAxes,
    chooseIndex,
    chooseColouring: (change) => {
      const key = selectedKey.peek();
      if (key !== null) setPicture(key, { colouring: { ...picture.peek().colouring, ...change } });
    },
    putTensor: (key, role) => void tellOutcome(host.call(useTensorRequest, { key, role })),
    saveTensor: (key) => {
      const suggestedName = fileName(`${info.peek()?.name ?? ''} ${key}`, '.npy');
      void tellOutcome(host.call(saveTensorRequest, { key, suggestedName }), (path) => `Saved ${path}`);
    },
    openLayer: (layer) => void tellOutcome(host.call(openLayerRequest, { layer })),
    readRaw: async () => {
      const reply = await host.call(readRawRequest, null).reply;
      if (!reply.ok) messages.tell(reply.error);
      else if (!reply.value.ok) messages.tell(reply.value.refusal.message);
      else if (reply.value.value !== null) {
        reader.forget();
        statistics.forget();
        show(ok(reply.value.value));
      }
    },
    openAsLayer: (key) => void tellOutcome(host.call(openAsLayerRequest, { key })),
    open: async () => {
      restore(storage.read());
      effect(() => {
        storage.write({
          key: selectedKey.value,
          filter: filter.value,
          pictures: pictures.value,
          closed: [...closedGroups.value],
          list: isListShown.value,
        });
      });
      host.on(fileChanged, (changed) => {
        reader.forget();
        statistics.forget();
        show(changed);
        messages.tell('The file has changed.');
      });
      const reply = await host.call(fileReadyRequest, null).reply;
      show(reply.ok ? reply.value : refuse('file', reply.error));
    },
  };
}

/** Returns whether the list of tensors is shown. A file of one tensor and nothing else needs none. */
export function isListVisible({ isListShown, info }: FileState): boolean {
  const contents = info.value;
  if (isListShown.value !== null || contents === null) return isListShown.value ?? true;
  return contents.entries.length !== 1 || contents.layers.length > 0 || contents.leftOut.length > 0;
}

export const FileContext = createContext<FileState | null>(null);

/** @throws outside the page of a tensor file */
export function useFile(): FileState {
  return provided(useContext(FileContext), 'file');
}
