import { type Formula, numberOf, symbolFormula } from '../../dialects/formula.ts';
import type { Abstract, Dimensions, TensorValue } from '../values/abstract.ts';
import { chosen, newTensor } from '../values/make.ts';

/** Returns a value as a tensor: one of which nothing is known, if the value is not known to be one. */
export function asTensor(value: Abstract): TensorValue {
  const known = chosen(value);
  if (known.kind === 'tensor') return known;
  // A layer that gives a tuple gives the tensor first.
  const [first] = known.kind === 'list' ? known.items : [];
  return first?.kind === 'tensor' ? first : newTensor(null);
}

/**
 * Returns the tensor that an operation on each element makes of others: it has the sizes of the one with most axes. The
 * calls that made them have made the result, but not directly.
 */
export function elementwise(values: readonly Abstract[], shape?: Dimensions): TensorValue {
  const tensors = values.filter((value) => value.kind === 'tensor');
  const largest = tensors.reduce<TensorValue | null>(
    (most, each) => ((each.shape?.length ?? 0) > (most?.shape?.length ?? 0) ? each : (most ?? each)),
    null,
  );
  return {
    kind: 'tensor',
    shape:
      shape === undefined
        ? broadcast(
            tensors,
            values.some(({ kind }) => kind === 'unknown'),
          )
        : shape,
    origin: largest?.origin ?? null,
    made: indirectly(tensors),
  };
}

/** Returns what several tensors were made by, no longer directly. */
export function indirectly(tensors: readonly TensorValue[]): TensorValue['made'] {
  const made = new Map(
    tensors.flatMap((each) => each.made.map((one) => [one.application, { ...one, isDirect: false }] as const)),
  );
  return [...made.values()].slice(0, 8);
}

function broadcast(tensors: readonly TensorValue[], hasUnknown: boolean): Dimensions {
  const shapes = tensors.map(({ shape }) => shape);
  // A tensor of unknown sizes, such as a skip connection, is taken to have those of the other, unless that is a window, a
  // bias or a gate, which has fewer axes or the size 1 along some.
  const known = shapes.filter((shape) => shape !== null);
  const isSure = known.length === shapes.length;
  const rank = Math.max(0, ...known.map((shape) => shape.length));
  if (rank === 0 || ((!isSure || hasUnknown) && rank < 2)) return null;
  return Array.from({ length: rank }, (_, axis): Formula => {
    const sizes = known.map((shape) => shape[axis - rank + shape.length]).filter((size) => size !== undefined);
    const larger = sizes.find((size) => numberOf(size) !== 1);
    return larger ?? (isSure || axis === 0 ? (sizes[0] ?? []) : symbolFormula('?'));
  });
}
