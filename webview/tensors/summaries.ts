import { type ReadonlySignal, signal } from '@preact/signals';
import type { TensorSummary } from '../../src/engine/views/summary.ts';
import { elementCount } from '../../src/engine/core/tensor.ts';
import { elementBytes } from '../../src/formats/common/element.ts';
import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import { summaryRequest } from '../../src/protocol/tensorMessages.ts';

/** Tensors above this many bytes are summarised when they are selected, not because they are in the list. */
export const unaskedBytes = 64_000_000;

export function sizeOfEntry({ element, shape }: TensorEntry): number {
  return elementCount(shape) * elementBytes(element);
}

/** Summaries of the tensors in sight, asked for one at a time: the host has other work. */
export interface Summaries {
  /** By key: what is known of each tensor's numbers, or why nothing is. */
  readonly known: ReadonlySignal<ReadonlyMap<string, TensorSummary | string>>;
  /** A tensor has come into sight: it is summarised when it is its turn, unless it is too large to do so unasked. */
  readonly want: (entry: TensorEntry) => void;
  /** As {@link Summaries.want}, whatever the tensor's size. */
  readonly need: (entry: TensorEntry) => void;
  /** A tensor has left the sight before it was its turn. */
  readonly drop: (entry: TensorEntry) => void;
  /** The file changed. */
  readonly forget: () => void;
}

export function createSummaries(host: Channel): Summaries {
  const known = signal<ReadonlyMap<string, TensorSummary | string>>(new Map());
  /** Keys of what is in sight and not known yet, in the list's order. */
  const wanted = new Map<string, TensorEntry>();
  let isWorking = false;
  /** Counts the changes of the file: a summary of the file before is dropped. */
  let generation = 0;

  const work = async (): Promise<void> => {
    if (isWorking) return;
    isWorking = true;
    for (;;) {
      const [key] = wanted.keys();
      if (key === undefined) break;
      wanted.delete(key);
      const before = generation;
      const reply = await host.call(summaryRequest, { key }).reply;
      if (before !== generation) continue;
      const summary = !reply.ok ? reply.error : reply.value.ok ? reply.value.value : reply.value.refusal.message;
      known.value = new Map(known.peek()).set(key, summary);
    }
    isWorking = false;
  };
  const need = (entry: TensorEntry): void => {
    if (!known.peek().has(entry.key)) wanted.set(entry.key, entry);
    void work();
  };
  return {
    known,
    need,
    want: (entry) => {
      if (sizeOfEntry(entry) <= unaskedBytes) need(entry);
    },
    drop: (entry) => {
      wanted.delete(entry.key);
    },
    forget: () => {
      generation += 1;
      wanted.clear();
      known.value = new Map();
    },
  };
}
