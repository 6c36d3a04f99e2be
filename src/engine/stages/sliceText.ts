import { groupOf } from '../provenance/channels.ts';
import { phaseUnder } from '../provenance/phase.ts';
import { tileUnder } from '../provenance/tile.ts';
import type { Cursor } from '../provenance/stage.ts';
import { pointUnder } from './pointUnder.ts';
import type { StageContext } from './stageContext.ts';

/** "n 0", or nothing when there is only one batch element. */
export function batchSlice({ geometry }: StageContext, cursor: Cursor): readonly string[] {
  return geometry.n > 1 ? [`n ${cursor.n}`] : [];
}

/** "c 25", or nothing when there is only one channel. */
export function channelSlice(channel: number, channels: number): readonly string[] {
  return channels > 1 ? [`c ${channel}`] : [];
}

/** "group 1 of 4", counted from one, or nothing when there is only one group. */
export function groupSlice({ geometry }: StageContext, cursor: Cursor): readonly string[] {
  const { params } = geometry;
  return params.groups > 1 ? [`group ${groupOf(geometry, cursor.c) + 1} of ${params.groups}`] : [];
}

/** "[25, 12]": the input channel and the output channel within its group, or nothing when there is only one kernel. */
export function kernelSlice({ geometry }: StageContext, cin: number, cout: number): string {
  return geometry.cin * geometry.coutPerGroup > 1 ? `[${cin}, ${cout}]` : '';
}

/** Joins the parts of a slice's line. */
export function sliceText(...parts: readonly (readonly string[])[]): string {
  return parts.flat().join(', ');
}

/** "tile (2, 5)": the tile of the cursor's element among those of its phases. */
export function tileSlice({ geometry }: StageContext, cursor: Cursor): readonly string[] {
  const { y, x } = tileUnder(geometry, cursor);
  return [`tile (${y.tile}, ${x.tile})`];
}

/** "ξ (1, 2)": the place of the cursor's term in the transformed tile. */
export function pointSlice(context: StageContext, cursor: Cursor): readonly string[] {
  const { xi, nu } = pointUnder(context, cursor);
  return [`ξ (${xi}, ${nu})`];
}

/** "phase (0, 1)", or nothing when there is only one phase. */
export function phaseSlice({ geometry }: StageContext, cursor: Cursor): readonly string[] {
  const { stride } = geometry.params;
  if (stride[0] * stride[1] === 1) return [];
  return [`phase (${phaseUnder(geometry, cursor).at.join(', ')})`];
}
