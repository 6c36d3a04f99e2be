import type { CropFrame } from '../../../src/engine/diagnose/model/hypothesis.ts';

/** A part of a plane, in rows and columns. */
export interface PlanePart {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Returns the part that a picture of a crop frame shows: the uncropped plane, and the output, which may reach beyond
 * it.
 */
export function cropExtentOf({ full, start, size }: CropFrame): PlanePart {
  const top = Math.min(0, start[0]);
  const left = Math.min(0, start[1]);
  return {
    top,
    left,
    height: Math.max(full[0], start[0] + size[0]) - top,
    width: Math.max(full[1], start[1] + size[1]) - left,
  };
}
