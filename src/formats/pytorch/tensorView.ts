import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount } from '../../engine/core/tensor.ts';
import { elementBytes, type ElementName } from '../common/element.ts';
import { pickledObject } from '../pickle/pickleStack.ts';
import {
  isPickleKind,
  isPickleObject,
  pickleGet,
  pickleItemsOf,
  pickleNameOf,
  type PickleObject,
  type PickleValue,
} from '../pickle/pickleValue.ts';
import { numpyValueOf } from './numpyArray.ts';
import type { PickledQuantiser, PickledTensor, SavedStorages, StoragePlace } from './pickledTensor.ts';
import { pickledIndex, pickledIndices } from './pickledIndex.ts';
import { checkTensorShape, maxAxes } from '../common/checkTensorShape.ts';
import { checkSparse, sparseLayouts, sparseShapesOf } from './sparseTensor.ts';
import { dtypeElement, storageElement } from './storageType.ts';

const unreadable = (what: string): Result<never> => refuse('file', what);

/** Functions that make tensors which cannot be read, and what they make. */
const otherTensors: Readonly<Record<string, string>> = {
  'torch._utils._rebuild_nested_tensor': 'a nested tensor',
  'torch._utils._rebuild_meta_tensor_no_storage': 'a tensor without data (device meta)',
  'torch._utils._rebuild_wrapper_subclass': 'a tensor whose class computes its values',
};

/** Functions of devices that save a tensor as a NumPy array or as a tensor of the CPU, their first argument. */
const fromCopy =
  /^(?:torch|torch_xla|torch_npu|habana_frameworks|intel_extension_for_pytorch)\.[\w.]*_rebuild_(?:device_tensor_from_(?:numpy|cpu_tensor)|(?:xla|ort|mlc|hpu|mtia|maia|npu)_tensor)$/;

/** The maxDepth nesting of wrappers, such as a parameter of a tensor with attributes. */
const maxDepth = 4;

/**
 * Returns the tensor that a recorded call would make if the callee is one of PyTorch's functions that make tensors, or
 * null for any other call. A refusal is a noun phrase that says what is there instead: "a complex64 tensor".
 */
export function tensorViewOf(object: PickleObject, saved: SavedStorages, depth = 0): Result<PickledTensor> | null {
  const args = pickleItemsOf(object.args);
  const name = pickleNameOf(object.callee);
  if (name === null || args === null) return null;
  if (Object.hasOwn(otherTensors, name)) return unreadable(otherTensors[name] as string);
  switch (name) {
    case 'torch._utils._rebuild_parameter':
    case 'torch._utils._rebuild_parameter_with_state':
    case 'torch.nn.parameter.Parameter':
      return wrapped(args[0], saved, depth);
    case 'torch._utils._rebuild_qtensor':
      return quantisedView(args, saved);
    case 'torch._utils._rebuild_sparse_tensor':
    case 'torch._utils._rebuild_sparse_csr_tensor':
      return sparseView(args, saved);
    case 'torch._tensor._rebuild_from_type':
    case 'torch._tensor._rebuild_from_type_v2':
      return ofType(args, saved, depth);
    case 'torch._utils._rebuild_tensor':
    case 'torch._utils._rebuild_tensor_v2':
      return object.state === null
        ? view(args, saved, undefined, args[6])
        : unreadable('a tensor that sets its own state');
    case 'torch._utils._rebuild_tensor_v3':
      return object.state === null
        ? view(args, saved, args[6], args[7])
        : unreadable('a tensor that sets its own state');
    default:
      return fromCopy.test(name) ? ofCopy(args, saved, depth) : null;
  }
}

/** Returns a storage that stands alone as a tensor of one axis; null if the value is no storage. */
export function storageAsTensor(value: PickleValue, saved: SavedStorages): Result<PickledTensor> | null {
  const found = storageOf(value, saved);
  if (!found.ok) return null;
  const { element, place, count, bytes, offset } = found.value;
  if (!element.ok) return element;
  return ok({
    element: element.value,
    shape: [count],
    strides: [1],
    offset,
    storage: place,
    storageBytes: bytes,
    little: null,
  });
}

function wrapped(value: PickleValue | undefined, saved: SavedStorages, depth: number): Result<PickledTensor> {
  const inner = isPickleObject(value) && depth < maxDepth ? tensorViewOf(value, saved, depth + 1) : null;
  return inner ?? unreadable('a parameter that wraps no tensor');
}

/** Reads a tensor of a device: (a NumPy array or a tensor, dtype, device, …), or arguments as of the CPU's tensors. */
function ofCopy(args: readonly PickleValue[], saved: SavedStorages, depth: number): Result<PickledTensor> {
  const [first = null] = args;
  const array = isPickleObject(first) ? numpyValueOf(first) : null;
  if (array?.kind === 'array') return array.view;
  const inner = isPickleObject(first) && depth < maxDepth ? tensorViewOf(first, saved, depth + 1) : null;
  return inner ?? view(args, saved, undefined, null);
}

/** Reads the arguments of a tensor of a class: (function, class, arguments of the function, attributes). */
function ofType(args: readonly PickleValue[], saved: SavedStorages, depth: number): Result<PickledTensor> {
  const [callee = null, type = null, inner = null] = args;
  if (pickleNameOf(type) === null) return unreadable('a tensor of class unknown');
  return wrapped(pickledObject(callee, inner), saved, depth);
}

/**
 * Reads the arguments of a tensor: (storage, offset, sizes, strides, …). `dtype` is given for an untyped storage;
 * `metadata` are further properties of the tensor.
 */
function view(
  args: readonly PickleValue[],
  saved: SavedStorages,
  dtype: PickleValue | undefined,
  metadata: PickleValue = null,
): Result<PickledTensor> {
  const [storage = null, first = null, sizes = null, steps = null] = args;
  const found = storageOf(storage, saved);
  if (!found.ok) return found;
  const typed = dtype === undefined ? found.value.element : dtypeOf(dtype);
  if (!typed.ok) return typed;
  const offset = pickledIndex(first);
  const shape = pickledIndices(sizes, maxAxes);
  const strides = pickledIndices(steps, maxAxes);
  if (offset === null || shape === null || strides?.length !== shape.length) {
    return unreadable('a tensor whose offset, shape or strides are not non-negative integers');
  }
  // A conjugated or negated tensor shares its storage, so the stored numbers are not the values of the tensor.
  if (metadata !== null && pickleItemsOf(metadata)?.length !== 0)
    return unreadable('a tensor with metadata (conjugated or negated)');
  const countable = checkTensorShape(shape);
  if (!countable.ok) return unreadable(`a tensor of an impossible shape: ${countable.refusal.message}`);
  const { place, bytes, offset: within } = found.value;
  return ok({
    element: typed.value,
    shape,
    strides,
    offset: offset + within,
    storage: place,
    storageBytes: bytes,
    little: null,
  });
}

/** Reads the arguments of a quantised tensor: (storage, offset, sizes, strides, quantiser, …). */
function quantisedView(args: readonly PickleValue[], saved: SavedStorages): Result<PickledTensor> {
  const integers = view(args.slice(0, 4), saved, undefined);
  if (!integers.ok) return integers;
  const quantiser = quantiserOf(pickleItemsOf(args[4] ?? null) ?? [], saved);
  return quantiser === null
    ? unreadable('a quantised tensor whose scales cannot be read')
    : ok({ ...integers.value, quantiser });
}

/** Reads (scheme, scale, zero point), or (scheme, scales, zero points, axis). Null if they are something else. */
function quantiserOf(
  [scheme = null, scale = null, zeroPoint = null, axis = null]: readonly PickleValue[],
  saved: SavedStorages,
): PickledQuantiser | null {
  const name = pickleNameOf(scheme);
  if (name === 'torch.per_tensor_affine' || name === 'torch.per_tensor_symmetric') {
    const numbers = [scale, zeroPoint].map((value) => (typeof value === 'bigint' ? Number(value) : value));
    const [first, second] = numbers;
    return typeof first === 'number' && typeof second === 'number'
      ? { axis: null, scale: first, zeroPoint: second }
      : null;
  }
  const along = pickledIndex(axis);
  if (!/^torch\.per_channel_(?:affine|symmetric|affine_float_qparams)$/.test(name ?? '') || along === null) return null;
  const [scales, zeroPoints] = [scale, zeroPoint].map((value) =>
    isPickleObject(value) ? tensorViewOf(value, saved, 1) : null,
  );
  return scales?.ok === true && zeroPoints?.ok === true
    ? { axis: along, scales: scales.value, zeroPoints: zeroPoints.value }
    : null;
}

/**
 * Reads the arguments of a sparse tensor: its layout, and a tuple of the tensors that place its values, the values, its sizes
 * and, since PyTorch 2.1, whether it is coalesced.
 */
function sparseView([type = null, data = null]: readonly PickleValue[], saved: SavedStorages): Result<PickledTensor> {
  const [argument = null] = isPickleObject(type) ? (pickleItemsOf(type.args) ?? []) : [];
  const name = typeof argument === 'string' ? argument : pickleNameOf(type);
  const layout = sparseLayouts.find((each) => name === `torch.sparse_${each}`);
  if (layout === undefined) return unreadable('a sparse tensor of another layout');
  const parts = pickleItemsOf(data) ?? [];
  const placed = layout === 'coo' ? 1 : 2;
  const tensors = parts
    .slice(0, placed + 1)
    .map((part) => (isPickleObject(part) ? tensorViewOf(part, saved, 1) : null));
  const views = tensors.flatMap((view) => (view?.ok === true ? [view.value] : []));
  const sizes = parts[placed + 1] ?? null;
  const shape = pickledIndices(isPickleObject(sizes) ? (pickleItemsOf(sizes.args)?.[0] ?? null) : sizes, maxAxes);
  const values = views[placed];
  if (values === undefined || shape === null)
    return tensors.find((view) => view?.ok === false) ?? unreadable('a sparse tensor without its parts');
  const countable = checkTensorShape(shape);
  if (!countable.ok) return unreadable(`a sparse tensor of an impossible shape: ${countable.refusal.message}`);
  const places = views.slice(0, placed);
  const sparse = { layout, shape, places };
  const checked = checkSparse(sparseShapesOf(values, sparse));
  if (!checked.ok) return checked;
  const isLarge =
    places.some(isLargerThanStored) || (isLargerThanStored(values) && elementCount(values.shape) > elementCount(shape));
  return isLarge
    ? unreadable('a sparse tensor with more places than the file has bytes for')
    : ok({ ...values, sparse });
}

/** Returns true for a view that repeats elements of its storage. */
function isLargerThanStored({ shape, element, storageBytes }: PickledTensor): boolean {
  return elementCount(shape) * elementBytes(element) > storageBytes;
}

interface Storage {
  readonly element: Result<ElementName>;
  readonly place: StoragePlace;
  readonly count: number;
  readonly bytes: number;
  /** Elements of the stored bytes before the storage, which may be a part of another one. */
  readonly offset: number;
}

function storageOf(value: PickleValue, saved: SavedStorages): Result<Storage> {
  if (isPickleObject(value)) {
    // A typed storage wraps an untyped one since PyTorch 2.0.
    const typed = pickleGet(value.state, '_untyped_storage') ?? pickleGet(value.state, 'wrapped_storage');
    const found = saved.get(typed !== undefined && isPickleObject(typed) ? typed : value);
    if (found === undefined || found === null) return unreadable('a tensor without a storage');
    const { type, count } = found;
    const element = storageElement(type);
    const bytes = count * (element.ok ? elementBytes(element.value) : 1);
    return ok({ element, place: { kind: 'saved', saved: found }, count, bytes, offset: 0 });
  }
  const id = storageIdOf(value);
  if (id === null) return unreadable('a tensor without a storage');
  const { type, key, count, offset, whole } = id;
  const element = storageElement(type);
  const bytes = whole * (element.ok ? elementBytes(element.value) : 1);
  return ok({ element, place: { kind: 'named', key }, count, bytes, offset });
}

/** The persistent id of a storage. */
export interface StorageId {
  /** The class: "torch.FloatStorage". */
  readonly type: string;
  readonly key: string;
  /** Elements. */
  readonly count: number;
  /** Elements of the stored bytes before the storage, and in all of them: a storage may be a view of another one. */
  readonly offset: number;
  readonly whole: number;
}

/**
 * Reads a persistent id: ("storage", class, key, device, number of elements), before PyTorch 1.6 followed by None or (key,
 * first element, number of elements) of a view. Null for any other value.
 */
export function storageIdOf(value: PickleValue): StorageId | null {
  const id = isPickleKind(value, 'persistent') ? pickleItemsOf(value.id) : null;
  const [tag, type = null, place, , numel = null, part = null] = id ?? [];
  // torch.package numbers its storages.
  const key = typeof place === 'bigint' ? String(place) : place;
  const [name, whole] = [pickleNameOf(type), pickledIndex(numel)];
  if (tag !== 'storage' || name === null || typeof key !== 'string' || whole === null) return null;
  const [, from = null, length = null] = pickleItemsOf(part) ?? [];
  const [offset, count] = [pickledIndex(from), pickledIndex(length)];
  return offset === null || count === null
    ? { type: name, key, count: whole, offset: 0, whole }
    : { type: name, key, count, offset, whole };
}

function dtypeOf(value: PickleValue): Result<ElementName> {
  const name = pickleNameOf(value);
  return (name === null ? null : dtypeElement(name)) ?? unreadable('a tensor of no dtype');
}
