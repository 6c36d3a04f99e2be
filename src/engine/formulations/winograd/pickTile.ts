import { cursorAt, cursorOfChannel } from '../../provenance/moveCursor.ts';
import { outputsOfInputIndex, outputsOfTap } from '../../provenance/axis.ts';
import { nearestMember } from '../../provenance/progression.ts';
import { outputInTile, tileUnder } from '../../provenance/tile.ts';
import { placeOfTap } from '../../provenance/tapProgressions.ts';
import { phaseUnder } from '../../provenance/phase.ts';
import type { Point } from '../../provenance/provenance.ts';
import type { Cursor } from '../../provenance/stage.ts';
import { pointUnder } from '../../stages/pointUnder.ts';
import type { StageContext } from '../../stages/stageContext.ts';

/**
 * The cursor on an output element of channel `c` in tile (`ty`, `tx`) of the cursor's phases that has
 * place (`i`, `j`) of the tile: of the elements that do the one that stands in its tile as the cursor's
 * does, if it is one. Null where the border cuts them all off.
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

/** The cursor on a term of ξ in that tile, of output channel `c`; null where no output element has it. */
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

/** The cursor on an element of its channel that reads input place (iy, ix): the nearest, on the nearest ξ. Null if none does. */
export function pickRead(context: StageContext, cursor: Cursor, iy: number, ix: number): Cursor | null {
  const y = nearestMember(outputsOfInputIndex(context.geometry.h, iy), cursor.y);
  const x = nearestMember(outputsOfInputIndex(context.geometry.w, ix), cursor.x);
  return y === null || x === null ? null : onElement(context, cursor, y, x);
}

/**
 * The cursor on an element of its channel whose phase the stored tap (ky, kx) reaches: its own, or the
 * nearest that a real input element reaches through it. Null if none does.
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
