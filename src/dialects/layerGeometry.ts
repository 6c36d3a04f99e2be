import { ok, type Result } from '../engine/core/refusal.ts';
import type { Shape } from '../engine/core/tensor.ts';
import type { Geometry } from '../engine/geometry/geometry.ts';
import { validateCall } from '../engine/validation/validateCall.ts';
import { toCallShape } from './engineCall.ts';
import type { Layer } from './layer.ts';

/**
 * Returns the geometry of a layer's call on an input as {@link toCallShape} takes it. Nothing is allocated. Refused as by
 * {@link toCallShape} and `validateCall`.
 */
export function geometryOfLayer(layer: Layer, input: Shape): Result<Geometry> {
  const shape = toCallShape(layer, input);
  return shape.ok ? validateCall(shape.value) : shape;
}

/** Returns the shape of the output for an input as {@link toCallShape} takes it, in PyTorch's order. */
export function outputShapeOf(layer: Layer, input: Shape): Result<Shape> {
  const geometry = geometryOfLayer(layer, input);
  if (!geometry.ok) return geometry;
  const { outputShape } = geometry.value;
  return ok(layer.axes.length === 1 ? [...outputShape.slice(0, -2), ...outputShape.slice(-1)] : outputShape);
}
