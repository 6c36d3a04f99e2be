import { type Formula, formulaOf, numberOf, substituted, symbolFormula } from '../../dialects/formula.ts';
import type { Layer } from '../../dialects/layer.ts';
import { outputFormulaOf, outputSizeOf } from '../../dialects/layerSizes.ts';
import type { Dimensions, GivenArgument } from '../values/abstract.ts';

/** Returns the output's sizes of a transposed convolution; a size that is not known is a `?`. */
export function carriedOutput(layer: Layer, input: Dimensions, given: ReadonlyMap<string, GivenArgument>): Dimensions {
  const rank = layer.axes.length;
  if (input === null || input.length < rank + 1) return null;
  const first = layer.channels === 'first' ? input.length - rank : input.length - rank - 1;
  const channels = layer.channels === 'first' ? first - 1 : input.length - 1;
  return input.map((size, axis) => {
    if (axis === channels) return layer.cout === null ? symbolFormula('?') : written(formulaOf(layer.cout), given);
    if (axis < first || axis >= first + rank) return size;
    const number = numberOf(size);
    if (number !== null && number >= 1) {
      const known = outputSizeOf(layer, axis - first, number);
      if (known.kind === 'size') return formulaOf(known.size);
    }
    const formula = outputFormulaOf(layer, axis - first, size);
    return formula === null ? symbolFormula('?') : written(formula, given);
  });
}

/** Replaces the arguments' expressions in a formula by what they are formulas of: `2 * scale` by 2·scale. */
export function written(formula: Formula, given: ReadonlyMap<string, GivenArgument>): Formula {
  let result = formula;
  for (const { value, source } of given.values())
    if (value.kind === 'size' && formula.some(({ symbols }) => symbols.includes(source)))
      result = substituted(result, source, value.formula);
  return result;
}
