import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import { elementBytes, type ElementName } from '../common/element.ts';
import {
  isPickleKind,
  isPickleObject,
  pickleItemsOf,
  pickleNameOf,
  type PickleObject,
  type PickleValue,
} from '../pickle/pickleValue.ts';
import { checkTensorShape, maxAxes } from '../common/checkTensorShape.ts';
import { dtypeElement, storageElement } from './storageType.ts';

/** A tensor as PyTorch pickles it: a view of a storage. */
export interface StorageView {
  readonly element: ElementName;
  readonly shape: Shape;
  /** Elements of the storage from one index of an axis to the next. */
  readonly strides: readonly number[];
  /** Elements of the storage before the first one. */
  readonly offset: number;
  /** The storage's name: the last part of its record's path. */
  readonly storage: string;
  /** Bytes the storage has by the pickle's own word. */
  readonly storageBytes: number;
}

const unreadable = (what: string): Result<never> => refuse('file', what);

/** Functions whose tensors cannot be read, and what they make. */
const otherTensors: Readonly<Record<string, string>> = {
  'torch._utils._rebuild_qtensor': 'a quantised tensor',
  'torch._utils._rebuild_sparse_tensor': 'a sparse tensor',
  'torch._utils._rebuild_sparse_csr_tensor': 'a sparse tensor',
  'torch._utils._rebuild_nested_tensor': 'a nested tensor',
  'torch._utils._rebuild_meta_tensor_no_storage': 'a tensor without data (device meta)',
};

/** Parameters and plain tensors that were saved with attributes. */
const plainTypes = ['torch.Tensor', 'torch._tensor.Tensor', 'torch.nn.parameter.Parameter'];

/** No tensor is wrapped deeper: a parameter of a tensor with attributes. */
const deepest = 4;

/**
 * The tensor that a call in a pickle would have made, where it is one of PyTorch's own functions that make
 * tensors; null of any other call. A refusal is not a sentence but what there is instead: "a complex64 tensor".
 */
export function storageViewOf(object: PickleObject, depth = 0): Result<StorageView> | null {
  const args = pickleItemsOf(object.args);
  const name = pickleNameOf(object.callee);
  if (name === null || args === null) return null;
  if (Object.hasOwn(otherTensors, name)) return unreadable(otherTensors[name] as string);
  switch (name) {
    case 'torch._utils._rebuild_parameter':
    case 'torch._utils._rebuild_parameter_with_state':
    case 'torch.nn.parameter.Parameter':
      return wrapped(args[0], depth);
    case 'torch._tensor._rebuild_from_type_v2':
      return ofType(args, depth);
    case 'torch._utils._rebuild_tensor':
    case 'torch._utils._rebuild_tensor_v2':
      return object.state === null ? view(args, undefined, args[6]) : unreadable('a tensor that sets its own state');
    case 'torch._utils._rebuild_tensor_v3':
      return object.state === null ? view(args, args[6], args[7]) : unreadable('a tensor that sets its own state');
    default:
      return null;
  }
}

function wrapped(value: PickleValue | undefined, depth: number): Result<StorageView> {
  const inner = isPickleObject(value) && depth < deepest ? storageViewOf(value, depth + 1) : null;
  return inner ?? unreadable('a parameter of what is no tensor');
}

/** A tensor of a class: (function, class, its arguments, attributes). */
function ofType(args: readonly PickleValue[], depth: number): Result<StorageView> {
  const [callee = null, type = null, inner = null] = args;
  const name = pickleNameOf(type);
  if (name === null || !plainTypes.includes(name)) {
    return unreadable(`a tensor of class ${name ?? 'unknown'}`);
  }
  return wrapped({ kind: 'object', callee, args: inner, appended: [], items: [], state: null }, depth);
}

/** (storage, offset, sizes, strides, …), with the dtype of an untyped storage and what else the tensor is. */
function view(
  args: readonly PickleValue[],
  dtype: PickleValue | undefined,
  metadata: PickleValue = null,
): Result<StorageView> {
  const [storage = null, first = null, sizes = null, steps = null] = args;
  const found = storageOf(storage);
  if (!found.ok) return found;
  const typed = dtype === undefined ? found.value.element : dtypeOf(dtype);
  if (!typed.ok) return typed;
  const offset = indexOf(first);
  const shape = indicesOf(sizes);
  const strides = indicesOf(steps);
  if (offset === null || shape === null || strides?.length !== shape.length) {
    return unreadable('a tensor whose offset, shape or strides are no sizes');
  }
  // The bits that say conjugated or negated: the numbers stand in the storage otherwise.
  if (metadata !== null && pickleItemsOf(metadata)?.length !== 0)
    return unreadable('a tensor with metadata (conjugated or negated)');
  const countable = checkTensorShape(shape);
  if (!countable.ok) return unreadable(`a tensor that cannot be: ${countable.refusal.message}`);
  const { key, bytes } = found.value;
  return ok({
    element: typed.value,
    shape,
    strides,
    offset,
    storage: key,
    storageBytes: bytes,
  });
}

interface Storage {
  readonly element: Result<ElementName>;
  readonly key: string;
  readonly bytes: number;
}

/** ("storage", class, key, device, number of elements). */
function storageOf(value: PickleValue): Result<Storage> {
  const id = isPickleKind(value, 'persistent') ? pickleItemsOf(value.id) : null;
  const [tag, type = null, key, , numel = null] = id ?? [];
  const [name, count] = [pickleNameOf(type), indexOf(numel)];
  if (tag !== 'storage' || name === null || typeof key !== 'string' || count === null) {
    return unreadable('a tensor without a storage');
  }
  const element = storageElement(name);
  return ok({ element, key, bytes: count * (element.ok ? elementBytes(element.value) : 1) });
}

function dtypeOf(value: PickleValue): Result<ElementName> {
  const name = pickleNameOf(value);
  return (name === null ? null : dtypeElement(name)) ?? unreadable('a tensor of no dtype');
}

function indexOf(value: PickleValue): number | null {
  if (typeof value !== 'bigint' || value < 0n) return null;
  const index = Number(value);
  return Number.isSafeInteger(index) ? index : null;
}

/** A tuple of sizes, or a torch.Size of one. */
function indicesOf(value: PickleValue): readonly number[] | null {
  const sized = isPickleObject(value) && pickleNameOf(value.callee) === 'torch.Size';
  const items = pickleItemsOf(sized ? (pickleItemsOf(value.args)?.[0] ?? null) : value);
  if (items !== null && items.length > maxAxes) return null;
  const indices = items?.map(indexOf) ?? null;
  return indices?.every((index) => index !== null) === true ? indices : null;
}
