import { shapeOfList, shapeTuple } from '../values/entries.ts';
import {
  constantFormula,
  floorQuotientOf,
  type Formula,
  numberOf,
  productOf,
  symbolFormula,
} from '../../dialects/formula.ts';
import { flattened, inferred, unflattened } from '../layers/pytorchLayers.ts';
import type { Abstract, Dimensions, GivenArgument, GivenArguments, TensorValue } from '../values/abstract.ts';
import { bindNames } from '../values/bindArguments.ts';
import { formulaOfValue, integer, listOf, none, numberOfValue, newTensor, unknown } from '../values/make.ts';
import { freshened } from './applyLayer.ts';
import { originIn } from './hints.ts';
import type { CallPlace, Machine } from './machine.ts';
import { asTensor, indirectly } from './tensors.ts';

/** Methods and functions that keep the sizes of a tensor. */
const keeping =
  /^(?:contiguous|clone|detach|to|float|half|double|cuda|cpu|type|type_as|requires_grad_|astype|relu_?|tanh_?|sigmoid_?|abs|exp|log|sqrt|square|clamp_?|clip|add_?|sub_?|mul_?|div_?|pow|neg|softmax|log_softmax|requires_grad|numpy|fill_|zero_|normal_|uniform_|masked_fill|nan_to_num|data|real|bfloat16|copy|block_until_ready)$/;

/** Evaluates a function of tensors of PyTorch, NumPy, JAX or TensorFlow by its name, such as torch.flatten; null if it is none. */
export function tensorFunction(
  machine: Machine,
  api: string,
  given: GivenArguments,
  place: CallPlace,
): Abstract | null {
  const name = /^(?:torch|jax\.numpy|numpy|tensorflow|keras\.ops)\.(\w+)$/.exec(api)?.[1];
  if (api === 'jax.image.resize') {
    const bound = bindNames(['image', 'shape', 'method'], given);
    const shape = shapeOfList(bound.get('shape')?.value ?? none);
    return shape === null ? newTensor(null) : newTensor(shape);
  }
  if (api === 'einops.rearrange') return newTensor(null);
  const [first, ...rest] = given.positional;
  if (name === undefined || first === undefined) return null;
  if (first.value.kind !== 'tensor' && (name !== 'reshape' || first.value.kind !== 'unknown')) return null;
  return tensorMethod(machine, asTensor(first.value), name, { ...given, positional: rest }, undefined, place);
}

/** Evaluates a method of a tensor; `source` is the expression of the method. */
export function tensorMethod(
  machine: Machine,
  value: TensorValue,
  name: string,
  given: GivenArguments,
  source = `x.${name}`,
  place: CallPlace | null = null,
): Abstract {
  const { shape } = value;
  const as = (next: Dimensions): TensorValue => ({
    ...value,
    shape: freshened(machine, next),
    made: indirectly([value]),
  });
  const argument = (at: number, ...names: readonly string[]): GivenArgument | undefined =>
    given.positional[at] ?? names.map((each) => given.keywords.get(each)).find((each) => each !== undefined);
  const number = (at: number, absent: number | null, ...names: readonly string[]): number | null => {
    const found = argument(at, ...names);
    return found === undefined ? absent : numberOfValue(found.value);
  };
  if (keeping.test(name)) return value;
  switch (name) {
    case 'view':
    case 'reshape': {
      const [only] = given.positional;
      const named = given.keywords.get('shape') ?? given.keywords.get('newshape');
      const list =
        named?.value ??
        (given.positional.length === 1 && only?.value.kind === 'list'
          ? only.value
          : listOf(given.positional.map((each) => each.value)));
      const sizes = given.isOpen ? null : shapeOfList(list);
      if (sizes === null || sizes.length === 0) return as(null);
      const viewed = as(inferred(sizes, shape));
      // What the code writes here, it says: `x.view(-1, 512, 2, 2)`.
      const isSaid = place !== null && viewed.origin === null && sizes.slice(2).some((size) => numberOf(size) !== null);
      return isSaid ? { ...viewed, origin: originIn(name, place.frame.chunk, place.node.from) } : viewed;
    }
    case 'flatten':
      return as(flattened(shape, number(0, 0, 'start_dim'), number(1, -1, 'end_dim')));
    case 'unflatten': {
      const sizes = argument(1, 'sizes', 'unflattened_size');
      return as(unflattened(shape, number(0, null, 'dim'), sizes === undefined ? null : shapeOfList(sizes.value)));
    }
    case 'permute':
    case 'transpose':
    case 'swapaxes':
      return as(permuted(shape, name, given));
    case 'unsqueeze':
    case 'expand_dims': {
      const axis = number(0, null, 'dim', 'axis');
      if (shape === null || axis === null) return as(null);
      const at = axis < 0 ? shape.length + 1 + axis : axis;
      return as([...shape.slice(0, at), constantFormula(1), ...shape.slice(at)]);
    }
    case 'squeeze': {
      const axis = number(0, null, 'dim', 'axis');
      if (shape === null) return as(null);
      if (axis === null) return as(given.positional.length > 0 ? null : shape.filter((size) => numberOf(size) !== 1));
      const at = axis < 0 ? shape.length + axis : axis;
      return as(shape.filter((size, index) => index !== at || numberOf(size) !== 1));
    }
    case 'size': {
      const axis = given.positional[0] === undefined ? undefined : numberOfValue(given.positional[0].value);
      const written = given.positional[0]?.source ?? '';
      if (shape === null) return unknown(`${source}(${written})`);
      if (axis === undefined) return shapeTuple(shape);
      const size = axis === null ? undefined : shape.at(axis);
      return size === undefined ? unknown(`${source}(${written})`) : { kind: 'size', formula: size };
    }
    case 'dim':
    case 'ndimension':
      return shape === null ? unknown('x.dim()') : integer(shape.length);
    case 'chunk':
    case 'split':
      return parts(
        as,
        shape,
        name,
        number(0, null, 'chunks', 'split_size', 'indices_or_sections'),
        number(1, 0, 'dim', 'axis'),
      );
    case 'repeat':
    case 'tile':
    case 'expand': {
      const factors = shapeOfList(
        given.positional.length === 1 && given.positional[0]?.value.kind === 'list'
          ? given.positional[0].value
          : listOf(given.positional.map((each) => each.value)),
      );
      if (shape?.length !== factors?.length || shape === null || factors === null) return as(null);
      if (name === 'expand')
        return as(shape.map((size, axis) => (numberOf(factors[axis] ?? []) === -1 ? size : (factors[axis] ?? size))));
      return as(shape.map((size, axis) => productOf(size, factors[axis] ?? constantFormula(1))));
    }
    case 'mean':
    case 'sum':
    case 'max':
    case 'min':
    case 'item':
    case 'backward':
      return reduced(as, shape, number(0, null, 'dim', 'axis'), given);
    default:
      return { ...as(null), made: [] };
  }
}

function permuted(shape: Dimensions, name: string, given: GivenArguments): Dimensions {
  if (shape === null) return null;
  const [only] = given.positional;
  const values =
    given.positional.length === 1 && only?.value.kind === 'list'
      ? only.value.items
      : given.positional.map((each) => each.value);
  const axes = values
    .map((value) => numberOfValue(value))
    .map((axis) => (axis !== null && axis < 0 ? shape.length + axis : axis));
  const size = (axis: number | null | undefined): Formula =>
    (axis === null || axis === undefined ? null : shape[axis]) ?? symbolFormula('?');
  const isSwap = axes.length === 2 && (name !== 'permute' || shape.length === 2);
  if (!isSwap) return axes.length === shape.length ? axes.map(size) : null;
  const [a, b] = axes;
  return shape.map((each, axis) => (axis === a ? size(b) : axis === b ? size(a) : each));
}

function parts(
  as: (shape: Dimensions) => TensorValue,
  shape: Dimensions,
  name: string,
  count: number | null,
  axis: number | null,
): Abstract {
  if (shape === null || count === null || axis === null || count < 1 || count > 64) return as(null);
  const at = axis < 0 ? shape.length + axis : axis;
  const whole = shape[at];
  if (whole === undefined) return as(null);
  const total = numberOf(whole);
  const each = name === 'chunk' ? floorQuotientOf(whole, count) : constantFormula(count);
  const pieces = name === 'chunk' ? count : total === null ? null : Math.ceil(total / count);
  if (pieces === null || (total !== null && total % count !== 0)) return as(null);
  return {
    kind: 'list',
    isTuple: true,
    isOpen: false,
    items: Array.from({ length: pieces }, () => as(shape.map((size, index) => (index === at ? each : size)))),
  };
}

function reduced(
  as: (shape: Dimensions) => TensorValue,
  shape: Dimensions,
  axis: number | null,
  given: GivenArguments,
): Abstract {
  if (shape === null || axis === null) return as(null);
  const at = axis < 0 ? shape.length + axis : axis;
  const keeps = given.keywords.get('keepdim') ?? given.keywords.get('keepdims');
  if (keeps !== undefined) {
    const kept = formulaOfValue(keeps.value);
    return as(
      kept !== null && numberOf(kept) === 1
        ? shape.map((size, index) => (index === at ? constantFormula(1) : size))
        : null,
    );
  }
  return as(shape.filter((_, index) => index !== at));
}
