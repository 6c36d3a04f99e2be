import { along, type ArgumentReader } from './argumentReader.ts';
import { type AxisCrop, cropped, type KnownAxis } from './axisCrop.ts';
import { croppedFormula, extentFormula, fullFormula, sameFormula } from './axisFormulas.ts';
import { atLeast, constantFormula, subtracted, type Formula, sumOf, formulaOf } from './formula.ts';
import type { LayerAxis, LayerPadding, PaddingName } from './layer.ts';
import { forEachAxis, named, sameCrop } from './namedPadding.ts';
import { pythonText } from './pythonText.ts';
import type { SourceSize, Value } from './value.ts';

/**
 * Reads the padding of JAX and Flax: one of `names`, or a pair of numbers for each axis. `isFlax` allows one number for
 * all axes and one for each axis as well. If `isConsistent`, numbers are PyTorch's: lines that are cropped.
 */
export function readJaxPadding(
  reader: ArgumentReader,
  value: Value,
  rank: number,
  names: readonly PaddingName[],
  isFlax: boolean,
  isConsistent: boolean,
): readonly LayerPadding[] {
  const pair = (start: SourceSize, end: SourceSize): LayerPadding => ({
    kind: isConsistent ? 'crop' : 'zeros',
    start,
    end,
  });
  const unknown = (source: string): readonly LayerPadding[] => forEachAxis({ kind: 'unknown', source }, rank);
  const refused = (): readonly LayerPadding[] => {
    const shown = names.map((name) => `'${name}'`).join(', ');
    const numbers = isFlax ? 'a number, or a number or a pair for each axis' : 'a pair (low, high) for each axis';
    reader.refuse('padding', `padding = ${pythonText(value)} must be ${shown}, or ${numbers}.`);
    return forEachAxis(named('SAME'), rank);
  };
  switch (value.kind) {
    case 'unknown':
      return unknown(value.source);
    case 'text': {
      const name = names.find((each) => each === value.text);
      if (name !== undefined) return forEachAxis(named(name), rank);
      // Flax names CAUSAL and JAX passes SAME_LOWER on; neither is defined for a transposed convolution.
      return refused();
    }
    case 'number': {
      if (!isFlax) return refused();
      const size = integer(reader, value);
      return forEachAxis(pair(size, size), rank);
    }
    case 'list': {
      if (value.items.length !== rank) return refused();
      return value.items.map((item): LayerPadding => {
        if (item.kind === 'unknown') return { kind: 'unknown', source: item.source };
        if (item.kind === 'list' && item.items.length === 2)
          return pair(integer(reader, along(item.items, 0)), integer(reader, along(item.items, 1)));
        if (item.kind !== 'number' || !isFlax) return along(refused(), 0);
        const size = integer(reader, item);
        return pair(size, size);
      });
    }
    default:
      return refused();
  }
}

function integer(reader: ArgumentReader, value: Value): SourceSize {
  return reader.sizeOf(value, 'padding', Number.MIN_SAFE_INTEGER, 'must be an integer');
}

/** Computes the crop of an axis in JAX and Flax. A result that is wrapped around is no crop, but its size is known. */
export function jaxCrop(known: KnownAxis, inputSize: number): AxisCrop {
  const { extent, stride, padding } = known;
  if (padding.kind === 'crop') return cropped(known, inputSize, padding.start, padding.end);
  if (padding.kind === 'zeros') return cropped(known, inputSize, extent - 1 - padding.start, extent - 1 - padding.end);
  if (padding.name === 'VALID') return cropped(known, inputSize, 0, extent - Math.max(extent, stride));
  if (padding.name === 'SAME') return sameCrop(known, inputSize);
  return {
    kind: 'unknown',
    outputSize: inputSize * stride,
    because:
      "padding='CIRCULAR' wraps the result around: what lies beyond one end is added at the other, which is not a crop of the full result.",
  };
}

/** Returns the size of an axis in JAX and Flax. */
export function jaxSizeFormula(axis: LayerAxis, input: Formula): Formula | null {
  const { padding, stride } = axis;
  if (padding.kind === 'crop') return croppedFormula(axis, input);
  if (padding.kind === 'unknown') return null;
  const extent = extentFormula(axis);
  if (padding.kind === 'zeros') {
    const outside = subtracted(extent, constantFormula(1));
    const inserted = subtracted(fullFormula(axis, input), outside);
    return subtracted(sumOf(inserted, formulaOf(padding.start), formulaOf(padding.end)), outside);
  }
  if (padding.name === 'VALID')
    return sumOf(fullFormula(axis, input), atLeast(subtracted(formulaOf(stride), extent), 0));
  return sameFormula(axis, input);
}
