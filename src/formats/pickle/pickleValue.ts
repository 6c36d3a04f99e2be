/**
 * The content of a pickle as plain data. Nothing is ever called: an object records the name of the class or function
 * that unpickling would call, and the arguments. Values may be shared and may contain themselves.
 */
export type PickleValue =
  | null
  | boolean
  /** A Python float. */
  | number
  /** A Python int. */
  | bigint
  | string
  | PickleBytes
  | PickleSequence
  | PickleDict
  | PickleName
  | PicklePersistent
  | PickleObject;

export interface PickleBytes {
  readonly kind: 'bytes';
  readonly type: 'bytes' | 'bytearray' | 'buffer' | 'int';
}

export interface PickleSequence {
  readonly kind: 'tuple' | 'list' | 'set' | 'frozenset';
  readonly items: PickleValue[];
}

export interface PickleDict {
  readonly kind: 'dict';
  /** Keys and values in turn, in the order in which they were set. A later key replaces an equal earlier one. */
  readonly items: PickleValue[];
}

/** A class or a function, of which only the name is known. */
export interface PickleName {
  readonly kind: 'name';
  /** Module and name, joined by a dot. */
  readonly name: string;
}

/** A persistent id, which the file format resolves. In PyTorch's files it names the storage of a tensor. */
export interface PicklePersistent {
  readonly kind: 'persistent';
  readonly id: PickleValue;
}

/** The object that calling `callee` with `args` would create. */
export interface PickleObject {
  readonly kind: 'object';
  readonly callee: PickleValue;
  readonly args: PickleValue;
  /** Values that were appended to the object. `items` has the keys and values, in turn, that were set on it. */
  readonly appended: PickleValue[];
  readonly items: PickleValue[];
  /** The object's attributes, or the argument of its `__setstate__`. */
  state: PickleValue;
}

/** Returns the name of a class or a function; null for any other value. */
export function pickleNameOf(value: PickleValue): string | null {
  return isPickleKind(value, 'name') ? value.name : null;
}

/** Returns the elements of a tuple, list or set, or the keys and values of a dict in turn; null for any other value. */
export function pickleItemsOf(value: PickleValue): readonly PickleValue[] | null {
  return typeof value === 'object' && value !== null && 'items' in value && value.kind !== 'object'
    ? value.items
    : null;
}

export function isPickleObject(value: PickleValue | undefined): value is PickleObject {
  return value !== undefined && isPickleKind(value, 'object');
}

type Structure = Extract<PickleValue, { readonly kind: string }>;

export function isPickleKind<Kind extends Structure['kind']>(
  value: PickleValue,
  kind: Kind,
): value is Extract<Structure, { readonly kind: Kind }> {
  return typeof value === 'object' && value?.kind === kind;
}
