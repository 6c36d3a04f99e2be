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
  /** Elements of the storage between neighbours along each axis. */
  readonly strides: readonly number[];
  /** Elements of the storage before the first element of the view. */
  readonly offset: number;
  /** The name of the storage: the last part of the path of its member. */
  readonly storage: string;
  /** Bytes of the storage as the pickle states them. */
  readonly storageBytes: number;
}

const unreadable = (what: string): Result<never> => refuse('file', what);

/** Functions that make tensors which cannot be read, and what they make. */
const otherTensors: Readonly<Record<string, string>> = {
  'torch._utils._rebuild_qtensor': 'a quantised tensor',
  'torch._utils._rebuild_sparse_tensor': 'a sparse tensor',
  'torch._utils._rebuild_sparse_csr_tensor': 'a sparse tensor',
  'torch._utils._rebuild_nested_tensor': 'a nested tensor',
  'torch._utils._rebuild_meta_tensor_no_storage': 'a tensor without data (device meta)',
};

/** Classes of plain tensors and parameters that were saved with attributes. */
const plainTypes = ['torch.Tensor', 'torch._tensor.Tensor', 'torch.nn.parameter.Parameter'];

/** The maxDepth nesting of wrappers, such as a parameter of a tensor with attributes. */
const maxDepth = 4;

/**
 * Returns the tensor that a recorded call would make if the callee is one of PyTorch's functions that make tensors, or
 * null for any other call. A refusal is a noun phrase that says what is there instead: "a complex64 tensor".
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
  const inner = isPickleObject(value) && depth < maxDepth ? storageViewOf(value, depth + 1) : null;
  return inner ?? unreadable('a parameter that wraps no tensor');
}

/** Reads the arguments of a tensor of a class: (function, class, arguments of the function, attributes). */
function ofType(args: readonly PickleValue[], depth: number): Result<StorageView> {
  const [callee = null, type = null, inner = null] = args;
  const name = pickleNameOf(type);
  if (name === null || !plainTypes.includes(name)) {
    return unreadable(`a tensor of class ${name ?? 'unknown'}`);
  }
  return wrapped({ kind: 'object', callee, args: inner, appended: [], items: [], state: null }, depth);
}

/**
 * Reads the arguments of a tensor: (storage, offset, sizes, strides, …). `dtype` is given for an untyped storage;
 * `metadata` are further properties of the tensor.
 */
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
    return unreadable('a tensor whose offset, shape or strides are not non-negative integers');
  }
  // A conjugated or negated tensor shares its storage, so the stored numbers are not the values of the tensor.
  if (metadata !== null && pickleItemsOf(metadata)?.length !== 0)
    return unreadable('a tensor with metadata (conjugated or negated)');
  const countable = checkTensorShape(shape);
  if (!countable.ok) return unreadable(`a tensor of an impossible shape: ${countable.refusal.message}`);
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

/** Reads a persistent id: ("storage", class, key, device, number of elements). */
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
