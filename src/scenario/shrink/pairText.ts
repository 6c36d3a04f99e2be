import type { Pair } from '../../engine/core/call.ts';

/** "(2, 1)". */
export function pairText([height, width]: Pair): string {
  return `(${String(height)}, ${String(width)})`;
}
