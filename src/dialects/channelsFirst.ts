import { type Shape, type Tensor, zeros } from '../engine/core/tensor.ts';

/**
 * Returns the shape (N, C, H, W) of a tensor that is stored as (N, H, W, C), or (C, H, W) of (H, W, C). Returns the shape
 * itself if it has fewer than 3 axes.
 */
export function channelsFirstShape(shape: Shape): Shape {
  if (shape.length < 3) return shape;
  const [h = 1, w = 1, c = 1] = shape.slice(-3);
  return [...shape.slice(0, -3), c, h, w];
}

/** Returns the shape (N, H, W, C) of a tensor (N, C, H, W): the inverse of {@link channelsFirstShape}. */
export function channelsLastShape(shape: Shape): Shape {
  if (shape.length < 3) return shape;
  const [c = 1, h = 1, w = 1] = shape.slice(-3);
  return [...shape.slice(0, -3), h, w, c];
}

/** Returns a tensor (N, C, H, W) from one that is stored as (N, H, W, C); see {@link channelsFirstShape}. */
export function channelsFirst(stored: Tensor): Tensor {
  const shape = channelsFirstShape(stored.shape);
  if (stored.shape.length < 3) return stored;
  const [c = 1, h = 1, w = 1] = shape.slice(-3);
  const result = zeros(stored.dtype, shape);
  const plane = h * w;
  const image = plane * c;
  for (let start = 0; start < stored.data.length; start += image)
    for (let place = 0; place < plane; place++)
      for (let channel = 0; channel < c; channel++)
        result.data[start + channel * plane + place] = stored.data[start + place * c + channel] as number;
  return result;
}
