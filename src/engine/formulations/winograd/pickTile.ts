import { cursorAt, cursorOfChannel } from '../../provenance/moveCursor.ts';
import { outputsOfInputIndex, outputsOfTap } from '../../provenance/axisProvenance.ts';
import { nearestMember } from '../../provenance/progression.ts';
import { outputInTile, tileUnder } from '../../provenance/elementTile.ts';
import { placeOfTap } from '../../provenance/tapProgressions.ts';
import { phaseUnder } from '../../provenance/stridePhase.ts';
import type { Point } from '../../provenance/provenance.ts';
import type { Cursor } from '../../provenance/stage.ts';
import { pointUnder } from '../../stages/pointUnder.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/**
 * Returns a cursor on an output element of channel `c` in tile (`ty`, `tx`), in the stride phases of the current
 * cursor, that uses position (`i`, `j`) of the tile. If several elements do, prefers the one at the same place in its
 * tile as the current element. Returns null if all of them lie outside the output.
 */
export function pickInTile(
  { geometry }: StageContext,
  cursor: Cursor,
  [ty, tx]: readonly [number, number],
  [i, j]: readonly [number, number],
  c = cursor.c,
): Omit<Cursor, 'term'> | null {
  const { tiling, y, x } = tileUnder(geometry, cursor);
  const down = outputInTile(geometry.h, tiling.h, ty, y.m, i);
  const across = outputInTile(geometry.w, tiling.w, tx, x.m, j);
  return down === null || across === null ? null : { n: cursor.n, c, y: down, x: across };
}

/** Returns a cursor on a term of ξ in a tile, for output channel `c`; null if no output element has this term. */
export function pickPoint(
  context: StageContext,
  cursor: Cursor,
  tile: readonly [number, number],
  point: Point,
  c = cursor.c,
): Cursor | null {
  const element = pickInTile(context, cursor, tile, [point.xi, point.nu], c);
  return element === null ? null : cursorAt(context.terms, context.geometry, element, point);
}

/**
 * Returns a cursor on the nearest element of the current channel that reads input position (iy, ix), and on that
 * element's nearest ξ. Returns null if no element reads the position.
 */
export function pickTileInput(context: StageContext, cursor: Cursor, iy: number, ix: number): Cursor | null {
  const y = nearestMember(outputsOfInputIndex(context.geometry.h, iy), cursor.y);
  const x = nearestMember(outputsOfInputIndex(context.geometry.w, ix), cursor.x);
  return y === null || x === null ? null : onElement(context, cursor, y, x);
}

/**
 * Returns a cursor on an element of the current channel whose stride phase the stored tap (ky, kx) reaches: the current
 * element or, if the tap does not reach its phase, the nearest one that reads an input element through the tap. Returns
 * null if there is none.
 */
export function pickKernelTap(context: StageContext, cursor: Cursor, ky: number, kx: number): Cursor | null {
  const { h, w } = context.geometry;
  const { taps } = phaseUnder(context.geometry, cursor);
  if (placeOfTap(taps.y, ky) !== null && placeOfTap(taps.x, kx) !== null) return cursor;
  const y = nearestMember(outputsOfTap(h, ky), cursor.y);
  const x = nearestMember(outputsOfTap(w, kx), cursor.x);
  return y === null || x === null ? null : onElement(context, cursor, y, x);
}

function onElement(context: StageContext, cursor: Cursor, y: number, x: number): Cursor {
  const { terms, geometry } = context;
  const element = { n: cursor.n, c: cursor.c, y, x };
  const point = pointUnder(context, cursor);
  return cursorOfChannel(terms, geometry, element, point.cin, point);
}
