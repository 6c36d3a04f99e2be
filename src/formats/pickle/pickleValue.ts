/**
 * What a pickle describes, as inert data. Nothing is ever called: an object is the name that would have
 * been called and what it would have been given. Structures may be shared and may contain themselves.
 */
export type PickleValue =
  | null
  | boolean
  /** A float. */
  | number
  /** An int. */
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
  /** Keys and values in turn, as they were set; a later key of the same value replaces an earlier one. */
  readonly items: PickleValue[];
}

/** A class or a function, by its name only. */
export interface PickleName {
  readonly kind: 'name';
  /** Module and name, joined by a dot. */
  readonly name: string;
}

/** What the pickle leaves to its reader: for PyTorch a storage. */
export interface PicklePersistent {
  readonly kind: 'persistent';
  readonly id: PickleValue;
}

/** What calling `callee` with `args` would have made. */
export interface PickleObject {
  readonly kind: 'object';
  readonly callee: PickleValue;
  readonly args: PickleValue;
  /** What was appended to it, or set in it: keys and values in turn. */
  readonly appended: PickleValue[];
  readonly items: PickleValue[];
  /** Its attributes or what `__setstate__` would have been given. */
  state: PickleValue;
}

/** The name that a class or a function is known by; null of anything else. */
export function pickleNameOf(value: PickleValue): string | null {
  return isPickleKind(value, 'name') ? value.name : null;
}

/** The elements of a tuple, list or set, a dict's keys and values in turn; null of anything else. */
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
