import type { PictureAxes } from '../../src/engine/views/pictureAxes.ts';
import type { Shape } from '../../src/engine/core/tensor.ts';

/** What an axis of a tensor is in a picture; an axis with the role `index` has one index. */
export type AxisRole = 'rows' | 'columns' | 'colours' | 'index';

const drawn = ['rows', 'columns', 'colours'] as const;

export function roleOf(axes: PictureAxes, axis: number): AxisRole {
  return drawn.find((role) => axes[role] === axis) ?? 'index';
}

/**
 * Returns the axes after one of them got a role. The axis that had the role gets the other's, if it can have it. Of a
 * tensor with two axes or more, two are always rows and columns.
 */
export function axesWith(shape: Shape, axes: PictureAxes, axis: number, role: AxisRole): PictureAxes {
  const before = roleOf(axes, axis);
  if (role === before) return axes;
  const next = { ...axes };
  if (before !== 'index') next[before] = null;
  const other = role === 'index' ? null : axes[role];
  if (role !== 'index') next[role] = axis;
  if (other !== null && before !== 'index' && (before !== 'colours' || isColours(shape, other))) next[before] = other;
  // Rows and columns that are missing are the last axes that are free.
  for (const missing of ['columns', 'rows'] as const) {
    if (next[missing] !== null || shape.length < 2) continue;
    const free = shape.map((_, i) => i).filter((i) => i !== axis && roleOf(next, i) === 'index');
    next[missing] = free.at(-1) ?? (role === 'index' ? axis : null);
  }
  return next;
}

function isColours(shape: Shape, axis: number): boolean {
  return shape[axis] === 3 || shape[axis] === 4;
}
