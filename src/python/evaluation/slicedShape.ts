import { constantFormula, type Formula, numberOf, subtracted, sumOf, symbolFormula } from '../../dialects/formula.ts';
import type { Expression, SliceExpression } from '../syntax/tree.ts';
import type { Abstract, Dimensions } from '../values/abstract.ts';
import { formulaOfValue, numberOfValue } from '../values/make.ts';

/** One index of `x[…]`: a slice is a list of its three bounds. */
interface Index {
  readonly value: Abstract;
  readonly kind: (Expression | SliceExpression)['kind'];
}

/** Returns the sizes of a part of a tensor, `x[:, :, 1:-1]` or `x[0]`; null if an index is not known to be a number or a slice. */
export function slicedShape(shape: Dimensions, indices: readonly Index[]): Dimensions {
  if (shape === null) return null;
  const isPlain = ({ kind, value }: Index): boolean =>
    kind === 'slice' || kind === 'ellipsis' || kind === 'none' || numberOfValue(value) !== null;
  const taken = indices.filter(({ kind }) => kind !== 'ellipsis' && kind !== 'none').length;
  const left = shape.length - taken;
  if (left < 0 || !indices.every(isPlain) || indices.filter(({ kind }) => kind === 'ellipsis').length > 1) return null;
  const sizes: Formula[] = [];
  let axis = 0;
  for (const { kind, value } of indices) {
    if (kind === 'none') sizes.push(constantFormula(1));
    else if (kind === 'ellipsis') {
      sizes.push(...shape.slice(axis, axis + left));
      axis += left;
    } else {
      const size = shape[axis];
      if (kind === 'slice' && size !== undefined)
        sizes.push(slicedSize(size, value.kind === 'list' ? value.items : []) ?? symbolFormula('?'));
      axis += 1;
    }
  }
  return [...sizes, ...shape.slice(axis)];
}

/** Returns the numbers of `start:stop:step`, undefined where one is left out; null if one is not known. */
export function sliceNumbers(bounds: readonly Abstract[]): readonly (number | undefined)[] | null {
  const numbers = bounds.map((bound) => (bound.kind === 'none' ? undefined : numberOfValue(bound)));
  return numbers.every((number) => number !== null) ? numbers : null;
}

/** Returns how many of `size` elements `start:stop:step` takes; null if that is not known. */
function slicedSize(size: Formula, bounds: readonly Abstract[]): Formula | null {
  const [first, last] = bounds;
  // x[:, 5:5 + h.shape[1]] crops to the size of another tensor.
  if (last?.kind === 'size' && numberOf(last.formula) === null && bounds[2]?.kind === 'none') {
    const from = first === undefined || first.kind === 'none' ? constantFormula(0) : formulaOfValue(first);
    return from === null ? null : subtracted(last.formula, from);
  }
  const numbers = sliceNumbers(bounds);
  if (numbers === null) return null;
  const [start, stop, step] = numbers;
  const whole = numberOf(size);
  if (whole !== null) {
    if (step !== undefined && step < 1) return null;
    const place = (bound: number): number => Math.min(whole, Math.max(0, bound < 0 ? whole + bound : bound));
    return constantFormula(Math.max(0, Math.ceil((place(stop ?? whole) - place(start ?? 0)) / (step ?? 1))));
  }
  if (step !== undefined && step !== 1) return null;
  // How many of an unknown size come before the 8th, or are the last 8, is not known.
  if ((start ?? 0) < 0 || (stop ?? -1) >= 0) return null;
  const end = stop === undefined ? size : sumOf(size, constantFormula(stop));
  return subtracted(end, constantFormula(start ?? 0));
}
