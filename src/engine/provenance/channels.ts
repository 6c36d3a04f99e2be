import type { Geometry } from '../geometry/geometry.ts';

/** Returns the group of an output channel. */
export function groupOf(geometry: Geometry, c: number): number {
  return Math.floor(c / geometry.coutPerGroup);
}

/** Returns the group of an input channel. */
export function groupOfInput(geometry: Geometry, cin: number): number {
  return Math.floor(cin / geometry.cinPerGroup);
}

/**
 * Returns an output channel's number within its group, which is its row in the kernel matrix K and in the product Y.
 */
export function coutInGroup(geometry: Geometry, c: number): number {
  return c % geometry.coutPerGroup;
}

/** Returns an input channel's number within its group. */
export function cinInGroup(geometry: Geometry, cin: number): number {
  return cin % geometry.cinPerGroup;
}

/** Returns the output channel that has number `place` in a group. */
export function coutOf(geometry: Geometry, group: number, place: number): number {
  return group * geometry.coutPerGroup + place;
}

/** Returns the input channel that has number `place` in a group. */
export function cinOf(geometry: Geometry, group: number, place: number): number {
  return group * geometry.cinPerGroup + place;
}
