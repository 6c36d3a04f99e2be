import type { Geometry } from '../engine/geometry/geometry.ts';
import { usefulMultiplyAdds } from '../engine/geometry/multiplyAdds.ts';
import type { Result } from '../engine/core/refusal.ts';
import type { Shape } from '../engine/core/tensor.ts';
import { validateCall } from '../engine/validation/validateCall.ts';
import { toCallShape } from './engineCall.ts';
import {
  constantFormula,
  floorQuotientOf,
  type Formula,
  productOf,
  sumOf,
  symbolFormula,
  formulaOf,
} from './formula.ts';
import type { Layer } from './layer.ts';

/** What a layer costs on an input of known shape. */
export interface LayerCost {
  /** Multiply-adds with stored values, without those with inserted and padding zeros; all images together. */
  readonly multiplyAdds: number;
  /** The unfolded matrix U of all groups: Cin·kH·kW rows, N·Ho·Wo columns. */
  readonly rows: number;
  readonly columns: number;
  /** Bytes of U in float32. */
  readonly bytes: number;
}

/** Returns the number of weights and biases: Cin·Cout/groups·kH·kW + Cout. Channels that are not known are symbols. */
export function parameterFormula(layer: Layer): Formula {
  const cin = layer.cin === null ? symbolFormula('Cin') : formulaOf(layer.cin);
  const cout = layer.cout === null ? symbolFormula('Cout') : formulaOf(layer.cout);
  const taps = layer.axes.reduce<Formula>(
    (product, { kernel }) => productOf(product, formulaOf(kernel)),
    constantFormula(1),
  );
  const all = productOf(productOf(cin, cout), taps);
  const { groups } = layer;
  const weights =
    typeof groups === 'number' ? floorQuotientOf(all, groups) : productOf(all, symbolFormula(`1/${groups.source}`));
  return layer.bias === false ? weights : sumOf(weights, cout);
}

/** Returns the shape of the output for an input as {@link toCallShape} takes it, in PyTorch's order. */
export function outputShapeOf(layer: Layer, input: Shape): Result<Shape> {
  const geometry = geometryOfLayer(layer, input);
  if (!geometry.ok) return geometry;
  const { outputShape } = geometry.value;
  return {
    ok: true,
    value: layer.axes.length === 1 ? [...outputShape.slice(0, -2), ...outputShape.slice(-1)] : outputShape,
  };
}

/**
 * Returns what a layer costs on an input as {@link toCallShape} takes it. Nothing is allocated. Refused as by {@link
 * toCallShape} and `validateCall`.
 */
export function layerCostOf(layer: Layer, input: Shape): Result<LayerCost> {
  const checked = geometryOfLayer(layer, input);
  if (!checked.ok) return checked;
  const geometry = checked.value;
  const rows = geometry.rows * geometry.params.groups;
  const columns = geometry.n * geometry.columns;
  return {
    ok: true,
    value: {
      multiplyAdds: usefulMultiplyAdds(geometry),
      rows,
      columns,
      bytes: Float32Array.BYTES_PER_ELEMENT * rows * columns,
    },
  };
}

/** Returns the geometry of a layer's call. Refused as by {@link toCallShape} and `validateCall`. */
export function geometryOfLayer(layer: Layer, input: Shape): Result<Geometry> {
  const shape = toCallShape(layer, input);
  return shape.ok ? validateCall(shape.value) : shape;
}
