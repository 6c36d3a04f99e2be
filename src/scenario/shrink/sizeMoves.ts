import type { ShrinkMove } from './shrinkCandidate.ts';
import { halvingDrops, takeAlong, indicesFrom } from './subsets.ts';

/** Shortens an axis of a tensor from the end or from the start. */
function shorter(tensor: 'input' | 'weight', axis: -2 | -1, what: string): ShrinkMove {
  return function* (call) {
    const { shape } = call[tensor];
    const at = shape.length + axis;
    const size = shape[at] as number;
    for (const drop of halvingDrops(size)) {
      for (const kept of [indicesFrom(0, size - drop), indicesFrom(drop, size)]) {
        const smaller = takeAlong(call[tensor], at, kept);
        yield {
          what,
          from: String(size),
          to: String(kept.length),
          call: { ...call, [tensor]: smaller },
        };
      }
    }
  };
}

/** Removes rows and columns of the input, then of the kernel. */
export const smallerSizes: readonly ShrinkMove[] = [
  shorter('input', -2, 'input height'),
  shorter('input', -1, 'input width'),
  shorter('weight', -2, 'kernel height'),
  shorter('weight', -1, 'kernel width'),
];
