import type { Shape } from './tensor.ts';

/** A tensor of shape (…, H, W) seen as `count` planes of `height` × `width`. `outer` is the shape without H and W. */
export interface Planes {
  readonly outer: Shape;
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

/** Splits off the last two axes. If the shape has fewer axes, the missing leading ones have size 1. */
export function planesOf(shape: Shape): Planes {
  const outer = shape.slice(0, -2);
  const count = outer.reduce((product, size) => product * size, 1);
  return { outer, count, height: shape.at(-2) ?? 1, width: shape.at(-1) ?? 1 };
}
