import { type ReadonlySignal, signal } from '@preact/signals';
import type { TensorSummary } from '../../src/engine/views/summary.ts';
import { elementCount } from '../../src/engine/core/tensor.ts';
import { elementBytes } from '../../src/formats/common/element.ts';
import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import type { Channel } from '../../src/protocol/channel.ts';
import { summaryRequest } from '../../src/protocol/tensorMessages.ts';

/** Tensors of more bytes are summarised only when they are selected, not when they are visible in the list. */
export const unaskedBytes = 64_000_000;

export function sizeOfEntry({ element, shape }: TensorEntry): number {
  return elementCount(shape) * elementBytes(element);
}

/** The statistics of the visible tensors, requested one at a time, because the host has other work. */
export interface Summaries {
  /** The statistics of each tensor by its key, or the reason why there are none. */
  readonly known: ReadonlySignal<ReadonlyMap<string, TensorSummary | string>>;
  /**
   * Requests the statistics of a tensor that has become visible, unless the tensor is larger than {@link unaskedBytes}.
   */
  readonly want: (entry: TensorEntry) => void;
  /** Requests the statistics of a tensor of any size. */
  readonly need: (entry: TensorEntry) => void;
  /** Drops the request for a tensor that is no longer visible. */
  readonly drop: (entry: TensorEntry) => void;
  /** Forgets all statistics, because the file has changed. */
  readonly forget: () => void;
}

export function createSummaries(host: Channel): Summaries {
  const known = signal<ReadonlyMap<string, TensorSummary | string>>(new Map());
  /** The tensors whose statistics are requested, by their keys, in the order of the requests. */
  const wanted = new Map<string, TensorEntry>();
  let isWorking = false;
  /** Counts the changes of the file; statistics of an earlier version are dropped. */
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
