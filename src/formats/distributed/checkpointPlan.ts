import { elementCount, type Shape } from '../../engine/core/tensor.ts';
import { checkTensorShape, maxAxes } from '../common/checkTensorShape.ts';
import type { ElementName } from '../common/element.ts';
import {
  isPickleKind,
  isPickleObject,
  pickleGet,
  pickleItemsOf,
  pickleNameOf,
  type PickleValue,
} from '../pickle/pickleValue.ts';
import { describePickleValue, omittedOf } from '../pytorch/describePickleValue.ts';
import { pickledIndex, pickledIndices } from '../pytorch/pickledIndex.ts';
import { dtypeElement } from '../pytorch/storageType.ts';

/** Where a part of a distributed checkpoint is: bytes of a file beside its `.metadata`, which are a file of torch.save. */
export interface PartPlace {
  readonly file: string;
  readonly from: number;
  readonly length: number;
}

/** A box of a tensor that one process saved. */
export interface PlannedChunk {
  readonly offsets: Shape;
  readonly sizes: Shape;
  readonly place: PartPlace;
}

/** A tensor of a distributed checkpoint and the boxes that it was saved in, which have as many elements as the tensor. */
export interface PlannedTensor {
  readonly key: string;
  readonly element: ElementName;
  readonly shape: Shape;
  readonly chunks: readonly PlannedChunk[];
}

/** A value of another type than a tensor, which is pickled. */
export interface PlannedObject {
  readonly key: string;
  readonly place: PartPlace;
}

/** What the `.metadata` of a distributed checkpoint says, in its order. */
export interface CheckpointPlan {
  readonly tensors: readonly PlannedTensor[];
  readonly objects: readonly PlannedObject[];
  /** What cannot be read, and why, each a name and the end of a sentence. */
  readonly unreadable: readonly (readonly [key: string, why: string])[];
}

/**
 * Reads the plan of torch.distributed.checkpoint from the value of its `.metadata`
 * (torch/distributed/checkpoint/metadata.py, filesystem.py). Null if the value is something else.
 */
export function checkpointPlanOf(metadata: PickleValue): CheckpointPlan | null {
  const described = fieldOf(metadata, 'state_dict_metadata');
  if (described === null || !isPickleKind(described, 'dict')) return null;
  const places = placesIn(fieldOf(metadata, 'storage_data'));
  const tensors: PlannedTensor[] = [];
  const objects: PlannedObject[] = [];
  const unreadable: (readonly [string, string])[] = [];
  const { items } = described;
  for (let i = 0; i < items.length; i += 2) {
    const [key = null, value = null] = [items[i], items[i + 1]];
    if (typeof key !== 'string') continue;
    if (fieldOf(value, 'size') === null) {
      const place = places.get(key)?.get('') ?? 'it is not in the list of what was written';
      if (typeof place === 'string') unreadable.push([key, place]);
      else objects.push({ key, place });
      continue;
    }
    const tensor = tensorOf(value, places.get(key) ?? new Map<string, PartPlace | string>());
    if (typeof tensor === 'string') unreadable.push([key, tensor]);
    else tensors.push({ key, ...tensor });
  }
  const omitted = omittedOf(described)?.count ?? 0;
  if (omitted > 0) unreadable.push([`${omitted} more`, 'the list is longer than what is read']);
  return { tensors, objects, unreadable };
}

/** Places by the name of a value and the offsets of a chunk, "" for the first one; or why a part cannot be read. */
type Places = ReadonlyMap<string, ReadonlyMap<string, PartPlace | string>>;

function placesIn(written: PickleValue): Places {
  const places = new Map<string, Map<string, PartPlace | string>>();
  const items = isPickleKind(written, 'dict') ? written.items : [];
  for (let i = 0; i < items.length; i += 2) {
    const [index = null, info = null] = [items[i], items[i + 1]];
    const key = fieldOf(index, 'fqn');
    if (typeof key !== 'string') continue;
    const ofKey = places.get(key) ?? new Map<string, PartPlace | string>();
    ofKey.set(offsetsText(pickledIndices(fieldOf(index, 'offset'), maxAxes) ?? []), placeOf(info));
    places.set(key, ofKey);
  }
  return places;
}

/** Writes offsets as a key; those of the first element are "", also of a value that has none. */
function offsetsText(offsets: Shape): string {
  return offsets.every((offset) => offset === 0) ? '' : offsets.join();
}

function placeOf(info: PickleValue): PartPlace | string {
  const file = fieldOf(info, 'relative_path');
  const [from, length] = [pickledIndex(fieldOf(info, 'offset')), pickledIndex(fieldOf(info, 'length'))];
  const [extension = null] = pickleItemsOf(fieldOf(info, 'transform_descriptors')) ?? [];
  if (extension !== null) {
    const name = typeof extension === 'string' ? extension : describePickleValue(extension);
    return `it was written through the extension ${name}: save the checkpoint without extensions`;
  }
  if (typeof file !== 'string' || from === null || length === null) return 'the place of a part is not known';
  return { file, from, length };
}

/** Reads a tensor, or says why it cannot be read. */
function tensorOf(
  value: PickleValue,
  places: ReadonlyMap<string, PartPlace | string>,
): Omit<PlannedTensor, 'key'> | string {
  const shape = pickledIndices(fieldOf(value, 'size'), maxAxes);
  const list = fieldOf(value, 'chunks');
  const boxes = pickleItemsOf(list);
  // The properties are a tuple that begins with the dtype, or have it by its name.
  const properties = fieldOf(value, 'properties');
  const state = isPickleObject(properties) ? properties.state : null;
  const dtype = pickleNameOf(pickleItemsOf(state)?.[0] ?? null) ?? pickleNameOf(fieldOf(properties, 'dtype'));
  const element = dtype === null ? null : dtypeElement(dtype);
  if (shape === null || element === null || boxes === null) return 'a tensor without shape, dtype or chunks';
  if (!element.ok) return element.refusal.message;
  const countable = checkTensorShape(shape);
  if (!countable.ok) return `a tensor of an impossible shape: ${countable.refusal.message}`;
  const more = omittedOf(list)?.count ?? 0;
  if (more > 0) return `a tensor in ${boxes.length + more} chunks; at most ${boxes.length} can be read`;
  const chunks: PlannedChunk[] = [];
  for (const each of boxes) {
    const offsets = pickledIndices(fieldOf(each, 'offsets'), maxAxes);
    const sizes = pickledIndices(fieldOf(each, 'sizes'), maxAxes);
    if (offsets === null || sizes === null || !isBoxOf(shape, offsets, sizes))
      return 'a tensor with a chunk outside its shape';
    if (elementCount(sizes) === 0) continue;
    const place =
      places.get(offsetsText(offsets)) ?? 'a tensor with a chunk that is not in the list of what was written';
    if (typeof place === 'string') return place;
    chunks.push({ offsets, sizes, place });
  }
  const [count, all] = [chunks.reduce((sum, { sizes }) => sum + elementCount(sizes), 0), elementCount(shape)];
  if (count !== all) return `a tensor of ${all} elements, of which its chunks have ${count}`;
  return { element: element.value, shape, chunks };
}

function isBoxOf(shape: Shape, offsets: Shape, sizes: Shape): boolean {
  const ends = offsets.map((offset, axis) => offset + (sizes[axis] ?? NaN));
  return (
    ends.length === shape.length && sizes.length === shape.length && shape.every((size, i) => (ends[i] ?? NaN) <= size)
  );
}

/** Returns an attribute of a pickled object; null if the value is no object or has no such attribute. */
function fieldOf(value: PickleValue, name: string): PickleValue {
  return isPickleObject(value) ? (pickleGet(value.state, name) ?? null) : null;
}
