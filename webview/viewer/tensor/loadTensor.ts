import { batch } from '@preact/signals';
import { leadingAxes } from '../../../src/engine/views/plane.ts';
import type { Result } from '../../../src/engine/core/refusal.ts';
import { refuse } from '../../../src/engine/core/refusal.ts';
import type { Tensor } from '../../../src/engine/core/tensor.ts';
import type { TensorEntry } from '../../../src/formats/common/tensorFile.ts';
import { readNpy } from '../../../src/formats/npy/readNpy.ts';
import type { Pending } from '../../../src/protocol/channel.ts';
import { readTensorRequest } from '../../../src/protocol/tensorMessages.ts';
import { host } from '../../bridge/host.ts';
import { announce } from '../../ui/announce.ts';
import { cursor } from '../../store/session.ts';
import { viewports } from '../../store/view.ts';
import { leading, selectedKey, type ShownTensor, tensorPhase } from './file.ts';
import { TensorCache } from './tensorCache.ts';

const cache = new TensorCache<ShownTensor>();
let pending: Pending<Result<ArrayBuffer>> | null = null;

/** Shows a tensor: from the last few, else its bytes are asked for. Another one that is still on its way is not waited for. */
export async function showTensor(entry: TensorEntry): Promise<void> {
  pending?.cancel();
  pending = null;
  const { key } = entry;
  selectedKey.value = key;
  const known = cache.get(key);
  if (known !== undefined) {
    show(known);
    return;
  }
  tensorPhase.value = { kind: 'reading' };
  const asked = host.call(readTensorRequest, { key });
  pending = asked;
  const reply = await asked.reply;
  if (pending !== asked) return;
  pending = null;
  const bytes = reply.ok ? reply.value : refuse('file', reply.error);
  const tensor = bytes.ok ? readNpy(bytes.value, key) : bytes;
  if (!tensor.ok) {
    tensorPhase.value = { kind: 'refused', message: tensor.refusal.message };
    return;
  }
  const read = { entry, tensor: tensor.value };
  cache.set(key, read, tensor.value.data.byteLength);
  show(read);
}

/** Nothing is waited for any more; what was on its way is not shown. */
export function stopReading(): void {
  if (pending === null) return;
  leaveTensor();
  announce('Cancelled.');
}

/** Another tensor was selected that is not read yet: what is on its way or was shown is not that. */
export function leaveTensor(): void {
  pending?.cancel();
  pending = null;
  tensorPhase.value = { kind: 'none' };
}

/** The file changed: what was read of it is no longer what stands there. */
export function forgetTensors(): void {
  cache.clear();
}

function show(next: ShownTensor): void {
  const { shape } = next.tensor;
  batch(() => {
    const before = tensorPhase.peek();
    const sameShape = before.kind === 'shown' && sameSizes(before.shown.tensor, next.tensor);
    leading.value = clamped(leading.peek(), leadingAxes(shape));
    // Place and zoom mean the same in a tensor of the same shape only.
    if (!sameShape) viewports.value = {};
    const [rows = 1, columns = 1] = shape.length < 2 ? [1, ...shape] : shape.slice(-2);
    const at = cursor.peek();
    cursor.value = { n: 0, c: 0, term: 0, y: inside(at.y, rows), x: inside(at.x, columns) };
    tensorPhase.value = { kind: 'shown', shown: next };
  });
}

const sameSizes = (a: Tensor, b: Tensor): boolean => a.shape.join() === b.shape.join();

const inside = (index: number, size: number): number => Math.max(0, Math.min(index, size - 1));

/** Indices that exist: those there were as far as they do. */
export function clamped(indices: readonly number[], sizes: readonly number[]): readonly number[] {
  return sizes.map((size, axis) => inside(indices[axis] ?? 0, size));
}
