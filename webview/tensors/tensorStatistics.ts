import { type ReadonlySignal, signal } from '@preact/signals';
import type { Step } from '../../src/engine/core/steps.ts';
import type { TensorStatistics } from '../../src/engine/views/statistics.ts';
import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import type { Channel, Pending } from '../../src/protocol/channel.ts';
import type { Result } from '../../src/engine/core/refusal.ts';
import { statisticsRequest } from '../../src/protocol/tensorMessages.ts';
import { sizeOfEntry } from './picture.ts';

/** Tensors of more bytes get statistics only when they are selected, not when they are visible in the list. */
export const unaskedBytes = 64_000_000;

/** What is known of a tensor's values: its statistics, or the reason why there are none. */
export type KnownStatistics =
  | { readonly kind: 'known'; readonly statistics: TensorStatistics }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'cancelled' };

/** The statistics of the tensors of a file, computed one at a time, because the host has other work. */
export interface FileStatistics {
  /** By the tensors' keys. */
  readonly known: ReadonlySignal<ReadonlyMap<string, KnownStatistics>>;
  /** The tensor whose statistics are being computed, and how far they are; null if none is. */
  readonly current: ReadonlySignal<{ readonly key: string; readonly step: Step | null } | null>;
  /**
   * Requests the statistics of a tensor that has become visible, unless the tensor is larger than {@link unaskedBytes}.
   */
  readonly want: (entry: TensorEntry) => void;
  /** Requests the statistics of the selected tensor, of any size, before all others. */
  readonly need: (entry: TensorEntry) => void;
  /** Drops the request for a tensor that is no longer visible. */
  readonly drop: (entry: TensorEntry) => void;
  /** Stops computing because the user cancels; the tensor stays without statistics until it is needed again. */
  readonly stop: (key: string) => void;
  /** Forgets all statistics, because the file has changed. */
  readonly forget: () => void;
}

export function createFileStatistics(host: Channel): FileStatistics {
  const known = signal<ReadonlyMap<string, KnownStatistics>>(new Map());
  const current = signal<{ readonly key: string; readonly step: Step | null } | null>(null);
  /** The tensors whose statistics are requested, by their keys, in the order of the requests. */
  const wanted = new Map<string, TensorEntry>();
  let needed: TensorEntry | null = null;
  let pending: Pending<Result<TensorStatistics>> | null = null;
  let isWorking = false;
  /** Counts the changes of the file; statistics of an earlier version are dropped. */
  let generation = 0;

  const isKnown = (key: string): boolean => known.peek().has(key);
  const learn = (key: string, statistics: KnownStatistics): void => {
    known.value = new Map(known.peek()).set(key, statistics);
  };
  const next = (): string | undefined => {
    if (needed !== null && !isKnown(needed.key)) return needed.key;
    const [first] = wanted.keys();
    return first;
  };
  const work = async (): Promise<void> => {
    if (isWorking) return;
    isWorking = true;
    for (let key = next(); key !== undefined; key = next()) {
      wanted.delete(key);
      if (isKnown(key)) continue;
      const [before, at] = [generation, key];
      current.value = { key, step: null };
      pending = host.call(
        statisticsRequest,
        { key },
        {
          onStep: (step) => {
            if (current.peek()?.key === at) current.value = { key: at, step };
          },
        },
      );
      const reply = await pending.reply;
      pending = null;
      current.value = null;
      if (before !== generation) continue;
      if (reply.ok) {
        const { value } = reply;
        learn(
          key,
          value.ok ? { kind: 'known', statistics: value.value } : { kind: 'refused', message: value.refusal.message },
        );
      } else if (reply.reason !== 'cancelled') learn(key, { kind: 'refused', message: reply.error });
    }
    isWorking = false;
  };
  return {
    known,
    current,
    want: (entry) => {
      if (sizeOfEntry(entry) > unaskedBytes) return;
      if (!isKnown(entry.key)) wanted.set(entry.key, entry);
      void work();
    },
    need: (entry) => {
      const before = needed;
      needed = entry;
      if (known.peek().get(entry.key)?.kind === 'cancelled') {
        const others = new Map(known.peek());
        others.delete(entry.key);
        known.value = others;
      }
      // A large tensor that is no longer selected gives way.
      const at = current.peek()?.key;
      if (before !== null && at === before.key && at !== entry.key && sizeOfEntry(before) > unaskedBytes)
        pending?.cancel();
      void work();
    },
    drop: (entry) => {
      wanted.delete(entry.key);
    },
    stop: (key) => {
      if (current.peek()?.key !== key) return;
      learn(key, { kind: 'cancelled' });
      pending?.cancel();
    },
    forget: () => {
      generation += 1;
      wanted.clear();
      needed = null;
      known.value = new Map();
      pending?.cancel();
    },
  };
}
