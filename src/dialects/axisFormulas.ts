import { constantFormula, subtracted, type Formula, productOf, sumOf, formulaOf } from './formula.ts';
import type { LayerAxis } from './layer.ts';

const one = constantFormula(1);

/** Returns dilation·(kernel − 1) + 1 of an axis. */
export function extentFormula(axis: LayerAxis): Formula {
  return sumOf(productOf(formulaOf(axis.dilation), subtracted(formulaOf(axis.kernel), one)), one);
}

/** Returns the size of the full result, (input − 1)·stride + dilation·(kernel − 1) + 1. */
export function fullFormula(axis: LayerAxis, input: Formula): Formula {
  return sumOf(productOf(formulaOf(axis.stride), subtracted(input, one)), extentFormula(axis));
}

/** Returns input·stride: the size that SAME gives. */
export function sameFormula(axis: LayerAxis, input: Formula): Formula {
  return productOf(formulaOf(axis.stride), input);
}

/** Returns the size that is left by a padding of cropped lines and an output padding: PyTorch's formula. */
export function croppedFormula(axis: LayerAxis, input: Formula): Formula | null {
  if (axis.outputSize !== null) return formulaOf(axis.outputSize);
  if (axis.padding.kind !== 'crop') return null;
  const lines = sumOf(formulaOf(axis.padding.start), formulaOf(axis.padding.end));
  return sumOf(subtracted(fullFormula(axis, input), lines), formulaOf(axis.outputPadding ?? 0));
}
