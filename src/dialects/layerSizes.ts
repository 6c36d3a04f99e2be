import { assertNever } from '../engine/core/assertNever.ts';
import type { Refusal } from '../engine/core/refusal.ts';
import { dialects } from './dialects.ts';
import { type Formula, symbolFormula } from './formula.ts';
import type { Layer } from './layer.ts';

/** The output size of an axis: a number, why the framework refuses it, or why it is not known, in a sentence. */
export type AxisSize =
  | { readonly kind: 'size'; readonly size: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'unknown'; readonly because: string };

/** Returns the output size of an axis for an input size of at least 1. `axis` counts the layer's axes. */
export function outputSizeOf(layer: Layer, axis: number, inputSize: number): AxisSize {
  const crop = dialects[layer.dialect].axisCrop(layer, axis, inputSize);
  switch (crop.kind) {
    case 'crop':
      return { kind: 'size', size: crop.outputSize };
    case 'refused':
      return crop;
    case 'unknown':
      if (crop.outputSize !== null) return { kind: 'size', size: crop.outputSize };
      return { kind: 'unknown', because: crop.because };
    default:
      return assertNever(crop, 'crop');
  }
}

/**
 * Returns the output size of an axis as a formula: "2H + 1", or "sH − 2p + k" where arguments are not known. `input` is
 * the input's size; by default the letter of the axis. Null if the layer is refused or an argument that is not known
 * decides which formula holds.
 */
export function outputFormulaOf(layer: Layer, axis: number, input: Formula = axisLetter(layer, axis)): Formula | null {
  const given = layer.axes[axis];
  if (given === undefined || layer.refused !== null) return null;
  return dialects[layer.dialect].sizeFormula(given, input);
}

/** Returns the letter of an axis as a formula: H and W, or L for the only axis of a 1-D layer. */
export function axisLetter(layer: Layer, axis: number): Formula {
  return symbolFormula(layer.axes.length === 1 ? 'L' : axis === 0 ? 'H' : 'W');
}
