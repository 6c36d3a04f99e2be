import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { leadingAxes } from '../../src/engine/views/plane.ts';
import { assertNever } from '../../src/engine/core/assertNever.ts';
import { refuse, type Result } from '../../src/engine/core/refusal.ts';
import type { Tensor } from '../../src/engine/core/tensor.ts';
import type { TensorEntry } from '../../src/formats/common/tensorFile.ts';
import { readNpy } from '../../src/formats/npy/readNpy.ts';
import type { Channel, Pending } from '../../src/protocol/channel.ts';
import { readTensorRequest } from '../../src/protocol/tensorMessages.ts';
import { LatestTask } from '../store/latestTask.ts';
import type { Viewer } from '../store/viewer.ts';
import { clampIndex, clampIndices } from '../viewer/tensor/clampIndices.ts';
import { TensorCache } from './tensorCache.ts';

/** A tensor that was read, with its entry. */
export interface VisibleTensor {
  readonly entry: TensorEntry;
  readonly tensor: Tensor;
}

/** The phase of the selected tensor. */
export type TensorPhase =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'shown'; readonly shown: VisibleTensor }
  | { readonly kind: 'refused'; readonly message: string };

/** Reads the tensors of a file, one at a time, and caches the last few. */
export interface TensorReader {
  readonly phase: ReadonlySignal<TensorPhase>;
  /** An index for each axis before the last two. */
  readonly leading: Signal<readonly number[]>;
  /**
   * Shows a tensor from the cache, or else reads it from the file. Another tensor that is still being read is dropped.
   */
  readonly show: (entry: TensorEntry) => void;
  /** Stops reading because the user cancels; shows nothing. */
  readonly stop: () => void;
  /** Shows nothing, because the selected tensor is not read yet or none is selected. */
  readonly leave: () => void;
  /** Clears the cache, because the file has changed. */
  readonly forget: () => void;
}

export function createTensorReader(host: Channel, { cursor, viewports, messages }: Viewer): TensorReader {
  const cache = new TensorCache<VisibleTensor>();
  const leading = signal<readonly number[]>([]);
  const visible = signal<VisibleTensor | null>(null);
  let pending: Pending<Result<ArrayBuffer>> | null = null;

  const task = new LatestTask<TensorEntry, VisibleTensor>({
    abort: () => {
      pending?.cancel();
      pending = null;
    },
    work: async (entry) => {
      const { key } = entry;
      pending = host.call(readTensorRequest, { key });
      const reply = await pending.reply;
      const bytes = reply.ok ? reply.value : refuse('file', reply.error);
      const tensor = bytes.ok ? readNpy(bytes.value, key) : bytes;
      if (!tensor.ok) return { ok: false, reason: 'failed', error: tensor.refusal.message };
      return { ok: true, value: { entry, tensor: tensor.value } };
    },
    settle: (read, { key }) => {
      cache.set(key, read, read.tensor.data.byteLength);
      put(read);
    },
  });
  const put = (next: VisibleTensor): void => {
    const { shape } = next.tensor;
    leading.value = clampIndices(leading.peek(), leadingAxes(shape));
    // The viewports are kept only for a tensor of the same shape.
    if (visible.peek()?.tensor.shape.join() !== shape.join()) viewports.all.value = {};
    const [rows = 1, columns = 1] = shape.length < 2 ? [1, ...shape] : shape.slice(-2);
    const { y, x } = cursor.peek();
    cursor.value = { n: 0, c: 0, term: 0, y: clampIndex(y, rows), x: clampIndex(x, columns) };
    visible.value = next;
  };
  const leave = (): void => {
    visible.value = null;
    task.drop();
  };
  return {
    phase: computed((): TensorPhase => {
      const now = task.phase.value;
      switch (now.kind) {
        case 'computing':
          return { kind: 'reading' };
        case 'failed':
          return { kind: 'refused', message: now.error };
        case 'idle':
        case 'cancelled':
          return visible.value === null ? { kind: 'none' } : { kind: 'shown', shown: visible.value };
        default:
          return assertNever(now, 'phase');
      }
    }),
    leading,
    show: (entry) => {
      const cached = cache.get(entry.key);
      if (cached === undefined) {
        void task.start(entry);
      } else {
        task.drop();
        put(cached);
      }
    },
    stop: () => {
      if (task.phase.peek().kind !== 'computing') return;
      leave();
      messages.announce('Cancelled.');
    },
    leave,
    forget: () => cache.clear(),
  };
}
