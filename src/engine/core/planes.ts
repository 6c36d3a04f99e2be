import type { Shape } from './tensor.ts';

/** A tensor's shape (…, H, W) as a row of `count` planes of `height` × `width`; `outer` is the rest of the shape. */
export interface Planes {
  readonly outer: Shape;
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

/** Splits off the last two axes; a shape with fewer axes has leading ones. */
export function planesOf(shape: Shape): Planes {
  const outer = shape.slice(0, -2);
  const count = outer.reduce((product, size) => product * size, 1);
  return { outer, count, height: shape.at(-2) ?? 1, width: shape.at(-1) ?? 1 };
}
