import type { Pair } from '../../engine/call.ts';

/** "(2, 1)". */
export function pairText([height, width]: Pair): string {
  return `(${String(height)}, ${String(width)})`;
}
