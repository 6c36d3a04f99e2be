import type { Shape } from '../../src/engine/core/tensor.ts';
import { loaded } from '../store/session.ts';

/** The shape of a tensor that comes from a file, known once the call has run; null before. */
export function shapeInFile(which: 'input' | 'weight'): Shape | null {
  return loaded.value?.run.call[which].shape ?? null;
}
