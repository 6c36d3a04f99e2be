import { constantFormula, floorQuotientOf, type Formula, numberOf, symbolFormula } from '../../dialects/formula.ts';
import type { FollowingKind } from '../callSite.ts';
import type { Abstract, Dimensions, GivenArgument } from '../values/abstract.ts';
import { chosen, formulaOfValue, numberOfValue } from '../values/make.ts';

/** What a layer or a function of a framework does to the sizes of its input. */
export interface LayerRule {
  readonly kind: FollowingKind;
  /** The parameters in the order of their positions; a function's first is its input. */
  readonly parameters: readonly string[];
  /** The number of spatial axes; null if it does not matter. */
  readonly rank: 1 | 2 | null;
  readonly channels: 'first' | 'last';
  /** The parameter that says how many channels the input has; null if any number will do. */
  readonly demand: string | null;
  /** Returns the sizes of the output; null if nothing can be said. */
  readonly shape: (given: RuleArguments, input: Dimensions) => Dimensions;
}

/** The arguments of a layer, as its rule asks for them. */
export class RuleArguments {
  private readonly given: ReadonlyMap<string, GivenArgument>;

  constructor(given: ReadonlyMap<string, GivenArgument>) {
    this.given = given;
  }

  /** Returns the value of an argument; undefined if the call does not give it, or gives None. */
  value(name: string): Abstract | undefined {
    const argument = this.given.get(name);
    if (argument === undefined) return undefined;
    const value = chosen(argument.value);
    return value.kind === 'none' ? undefined : value;
  }

  /** Returns an integer; `absent` if the call does not give it, null if it is not one. */
  size(name: string, absent: number | null): Formula | null {
    const value = this.value(name);
    if (value === undefined) return absent === null ? null : constantFormula(absent);
    return formulaOfValue(value);
  }

  /** Returns an integer for each of `rank` axes: one for all, or a list. */
  sizes(name: string, rank: number, absent: number | null): readonly (Formula | null)[] {
    const value = this.value(name);
    if (value?.kind !== 'list') {
      const size = this.size(name, absent);
      return Array.from({ length: rank }, () => size);
    }
    const items = value.items.map((item) => formulaOfValue(item));
    return Array.from({ length: rank }, (_, axis) => (items.length === 1 ? items[0] : items[axis]) ?? null);
  }

  /** Returns a text in capitals; null if the argument is none. */
  word(name: string): string | null {
    const value = this.value(name);
    return value?.kind === 'text' ? value.text.toUpperCase() : null;
  }

  /** Returns a number; `absent` if the call does not give it, null if it is not known. */
  number(name: string, absent: number | null): number | null {
    const value = this.value(name);
    return value === undefined ? absent : numberOfValue(value);
  }

  /** Returns the sizes that a list or several positional arguments give; null if they are not known. */
  list(name: string): readonly Formula[] | null {
    const value = this.value(name);
    if (value === undefined) return null;
    const items = value.kind === 'list' ? value.items : [value];
    if (value.kind === 'list' && value.isOpen) return null;
    const sizes = items.map((item) => formulaOfValue(item));
    return sizes.every((size) => size !== null) ? sizes : null;
  }
}

/** Returns a function that keeps the sizes. */
export const sameShape: LayerRule['shape'] = (_, input) => input;

/** Returns a rule for layers that keep the sizes. */
export function keeping(
  kind: FollowingKind,
  parameters: readonly string[] = [],
  demand: string | null = null,
): LayerRule {
  return { kind, parameters, rank: null, channels: 'first', demand, shape: sameShape };
}

/**
 * Returns a shape with other spatial sizes, computed for each axis, and, unless `channels` is undefined, other channels.
 * A size or channels that are not known are null. Null if the rank does not fit.
 */
export function withSpatial(
  input: Dimensions,
  rank: number,
  order: 'first' | 'last',
  spatial: (size: Formula, axis: number) => Formula | null,
  channels?: Formula | null,
): (Formula | null)[] | null {
  // PyTorch takes inputs without a batch, Flax with several batch axes.
  if (input === null || input.length < rank + 1 || (order === 'first' && input.length > rank + 2)) return null;
  const first = order === 'first' ? input.length - rank : input.length - rank - 1;
  const channelAxis = order === 'first' ? first - 1 : input.length - 1;
  return input.map((size, axis) => {
    if (axis >= first && axis < first + rank) return spatial(size, axis - first);
    return axis === channelAxis && channels !== undefined ? channels : size;
  });
}

/** Returns a shape in which a size that is not known is a `?`, which whoever applies the layer replaces by a letter. */
export function wholly(shape: readonly (Formula | null)[] | null): Dimensions {
  return shape?.map((size) => size ?? symbolFormula('?')) ?? null;
}

/** A gated linear unit, which halves an axis, the last one if the call says nothing: half of it gates the other half. */
export const gated: LayerRule = {
  ...keeping('activation', ['dim']),
  shape: (given, input) => {
    const axis = given.number(given.value('axis') === undefined ? 'dim' : 'axis', -1);
    if (axis === null || input === null) return null;
    const at = axis < 0 ? input.length + axis : axis;
    return input.map((size, index) => (index === at ? floorQuotientOf(size, 2) : size));
  },
};

/** Returns the product of sizes if all are numbers; null otherwise. */
export function numberOfAll(sizes: readonly Formula[]): number | null {
  let product = 1;
  for (const size of sizes) {
    const number = numberOf(size);
    if (number === null) return null;
    product *= number;
  }
  return product;
}
