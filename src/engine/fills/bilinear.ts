import type { Shape } from '../core/tensor.ts';
import { planesOf } from '../core/planes.ts';

/**
 * Returns a tap's weight, along one axis, in bilinear upsampling: a triangle about the kernel's centre with slope 1 /
 * ⌊(size + 1) / 2⌋ (Long, Shelhamer and Darrell, Fully Convolutional Networks for Semantic Segmentation, 2015).
 */
function triangle(size: number, tap: number): number {
  const factor = Math.floor((size + 1) / 2);
  const center = size % 2 === 1 ? factor - 1 : factor - 0.5;
  return 1 - Math.abs(tap - center) / factor;
}

/**
 * Returns a function from flat index to value for the weight (Cin, Cout/groups, kH, kW) of bilinear upsampling. If ci
 * mod (Cout/groups) is the output channel within the group, the value is the product of both axes' triangles; otherwise
 * 0. If the tensor is not 4-d, every plane has the triangles.
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
