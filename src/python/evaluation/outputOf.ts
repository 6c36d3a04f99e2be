import { formulaOf, numberOf, symbolFormula } from '../../dialects/formula.ts';
import type { Layer } from '../../dialects/layer.ts';
import { outputFormulaOf, outputSizeOf } from '../../dialects/layerSizes.ts';
import type { Dimensions } from '../values/abstract.ts';

/** Returns the output's sizes of a transposed convolution; a size that is not known is a `?`. */
export function outputOf(layer: Layer, input: Dimensions): Dimensions {
  const rank = layer.axes.length;
  if (input === null || input.length < rank + 1) return null;
  const first = layer.channels === 'first' ? input.length - rank : input.length - rank - 1;
  const channels = layer.channels === 'first' ? first - 1 : input.length - 1;
  return input.map((size, axis) => {
    if (axis === channels) return layer.cout === null ? symbolFormula('?') : formulaOf(layer.cout);
    if (axis < first || axis >= first + rank) return size;
    const number = numberOf(size);
    if (number !== null && number >= 1) {
      const known = outputSizeOf(layer, axis - first, number);
      if (known.kind === 'size') return formulaOf(known.size);
    }
    return outputFormulaOf(layer, axis - first, size) ?? symbolFormula('?');
  });
}
