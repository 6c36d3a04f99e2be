import type { Shape } from '../../src/engine/core/tensor.ts';
import { batch } from '@preact/signals';
import { cursor } from '../store/session.ts';
import { leading } from '../viewer/tensor/file.ts';

/** Shows the plane that an element is in, and moves the cursor to it. */
export function goToIndex(shape: Shape, index: readonly number[]): void {
  const before = Math.max(0, shape.length - 2);
  const [y = 0, x = 0] = shape.length < 2 ? [0, index[0] ?? 0] : index.slice(before);
  batch(() => {
    leading.value = index.slice(0, before);
    cursor.value = { ...cursor.peek(), y, x };
  });
}
