import type { Geometry } from '../geometry/geometry.ts';

/** Group of an output channel. */
export function groupOf(geometry: Geometry, c: number): number {
  return Math.floor(c / geometry.coutPerGroup);
}

/** Group of an input channel. */
export function groupOfInput(geometry: Geometry, cin: number): number {
  return Math.floor(cin / geometry.cinPerGroup);
}

/** An output channel's place within its group: its row of K and Y. */
export function coutInGroup(geometry: Geometry, c: number): number {
  return c % geometry.coutPerGroup;
}

/** An input channel's place within its group. */
export function cinInGroup(geometry: Geometry, cin: number): number {
  return cin % geometry.cinPerGroup;
}

/** The output channel at this place of a group. */
export function coutOf(geometry: Geometry, group: number, place: number): number {
  return group * geometry.coutPerGroup + place;
}

/** The input channel at this place of a group. */
export function cinOf(geometry: Geometry, group: number, place: number): number {
  return group * geometry.cinPerGroup + place;
}
