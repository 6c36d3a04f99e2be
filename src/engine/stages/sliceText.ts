import { assertNever } from '../core/assertNever.ts';
import { groupOf } from '../provenance/channels.ts';
import { phaseUnder } from '../provenance/stridePhase.ts';
import { tileUnder } from '../provenance/elementTile.ts';
import type { Cursor, SlicePart } from '../provenance/stage.ts';
import { pointUnder } from './pointUnder.ts';
import type { StageContext } from './stageContext.ts';

/** Writes a slice in one line: "n 0, c 25", "group 1 of 4, phase (0, 1)". Empty for a slice without parts. */
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

/** The batch element, unless there is only one. */
export function batchSlice({ geometry }: StageContext, { n }: Cursor): readonly SlicePart[] {
  return geometry.n > 1 ? [{ kind: 'batch', n }] : [];
}

/** The channel, unless there is only one. */
export function channelSlice(c: number, channels: number): readonly SlicePart[] {
  return channels > 1 ? [{ kind: 'channel', c }] : [];
}

/** The group, unless there is only one. */
export function groupSlice({ geometry }: StageContext, cursor: Cursor): readonly SlicePart[] {
  const { groups } = geometry.params;
  return groups > 1 ? [{ kind: 'group', group: groupOf(geometry, cursor.c), groups }] : [];
}

/** The kernel by its input channel and its output channel within the group, unless there is only one. */
export function kernelSlice({ geometry }: StageContext, cin: number, cout: number): readonly SlicePart[] {
  return geometry.cin * geometry.coutPerGroup > 1 ? [{ kind: 'kernel', cin, cout }] : [];
}

/** The stride phase of the cursor's element, unless there is only one. */
export function phaseSlice({ geometry }: StageContext, cursor: Cursor): readonly SlicePart[] {
  const { stride } = geometry.params;
  if (stride[0] * stride[1] === 1) return [];
  const [y, x] = phaseUnder(geometry, cursor).at;
  return [{ kind: 'phase', y, x }];
}

/** The tile of the cursor's element among those of its phase. */
export function tileSlice({ geometry }: StageContext, cursor: Cursor): readonly SlicePart[] {
  const { y, x } = tileUnder(geometry, cursor);
  return [{ kind: 'tile', y: y.tile, x: x.tile }];
}

/** The place of the cursor's term in the transformed tile. */
export function pointSlice(context: StageContext, cursor: Cursor): readonly SlicePart[] {
  const { xi, nu } = pointUnder(context, cursor);
  return [{ kind: 'point', xi, nu }];
}
