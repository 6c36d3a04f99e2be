import { assertNever } from '../core/assertNever.ts';
import { groupOf } from '../provenance/channels.ts';
import { phaseUnder } from '../provenance/stridePhase.ts';
import { tileUnder } from '../provenance/elementTile.ts';
import type { Cursor, SlicePart } from '../provenance/stage.ts';
import { pointUnder } from './pointUnder.ts';
import type { StageContext } from './stageContext.ts';

/**
 * Describes a slice in one line, for example "n 0, c 25" or "group 1 of 4, phase (0, 1)". Empty if the slice has no
 * parts.
 */
export function sliceText(slice: readonly SlicePart[]): string {
  return slice.map(partText).join(', ');
}

function partText(part: SlicePart): string {
  switch (part.kind) {
    case 'batch':
      return `n ${part.n}`;
    case 'channel':
      return `c ${part.c}`;
    case 'group':
      return `group ${part.group + 1} of ${part.groups}`;
    case 'kernel':
      return `[${part.cin}, ${part.cout}]`;
    case 'phase':
      return `phase (${part.y}, ${part.x})`;
    case 'tile':
      return `tile (${part.y}, ${part.x})`;
    case 'point':
      return `ξ (${part.xi}, ${part.nu})`;
    default:
      return assertNever(part, 'slice part');
  }
}

/** Describes the batch element, unless there is only one. */
export function batchSlice({ geometry }: StageContext, { n }: Cursor): readonly SlicePart[] {
  return geometry.n > 1 ? [{ kind: 'batch', n }] : [];
}

/** Describes the channel, unless there is only one. */
export function channelSlice(c: number, channels: number): readonly SlicePart[] {
  return channels > 1 ? [{ kind: 'channel', c }] : [];
}

/** Describes the group, unless there is only one. */
export function groupSlice({ geometry }: StageContext, cursor: Cursor): readonly SlicePart[] {
  const { groups } = geometry.params;
  return groups > 1 ? [{ kind: 'group', group: groupOf(geometry, cursor.c), groups }] : [];
}

/**
 * Describes the kernel by its input channel and its output channel within the group, unless there is only one kernel.
 */
export function kernelSlice({ geometry }: StageContext, cin: number, cout: number): readonly SlicePart[] {
  return geometry.cin * geometry.coutPerGroup > 1 ? [{ kind: 'kernel', cin, cout }] : [];
}

/** Describes the stride phase of the cursor's output element, unless there is only one. */
export function phaseSlice({ geometry }: StageContext, cursor: Cursor): readonly SlicePart[] {
  const { stride } = geometry.params;
  if (stride[0] * stride[1] === 1) return [];
  const [y, x] = phaseUnder(geometry, cursor).at;
  return [{ kind: 'phase', y, x }];
}

/** Describes the tile of the cursor's output element within its stride phase. */
export function tileSlice({ geometry }: StageContext, cursor: Cursor): readonly SlicePart[] {
  const { y, x } = tileUnder(geometry, cursor);
  return [{ kind: 'tile', y: y.tile, x: x.tile }];
}

/** Describes the place of the cursor's term in the transformed tile. */
export function pointSlice(context: StageContext, cursor: Cursor): readonly SlicePart[] {
  const { xi, nu } = pointUnder(context, cursor);
  return [{ kind: 'point', xi, nu }];
}
