import type { Shape } from '../core/tensor.ts';
import { planesOf } from '../core/planes.ts';

/**
 * Weight along one axis of bilinear upsampling: a triangle of slope 1 / ⌊(size + 1) / 2⌋ about
 * the kernel's centre (Long, Shelhamer and Darrell, Fully Convolutional Networks for Semantic
 * Segmentation, 2015).
 */
function triangle(size: number, tap: number): number {
  const factor = Math.floor((size + 1) / 2);
  const center = size % 2 === 1 ? factor - 1 : factor - 0.5;
  return 1 - Math.abs(tap - center) / factor;
}

/**
 * The value at a flat index of a bilinear-upsampling weight (Cin, Cout/groups, kH, kW): the product
 * of both axes' triangles where input channel ci meets output channel ci of its own group,
 * which is ci mod (Cout/groups); 0 elsewhere. Other ranks have the triangles on every plane.
 */
export function bilinearAt(shape: Shape): (index: number) => number {
  const { height, width } = planesOf(shape);
  const channels = shape.length === 4 ? (shape[1] ?? 1) : 1;
  return (index) => {
    const plane = Math.floor(index / (height * width));
    if (plane % channels !== Math.floor(plane / channels) % channels) return 0;
    const y = Math.floor(index / width) % height;
    return triangle(height, y) * triangle(width, index % width);
  };
}
