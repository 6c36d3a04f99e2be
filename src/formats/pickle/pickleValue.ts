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

/** Bytes, or a long text, which stay in the pickle. */
export interface PickleBytes {
  readonly kind: 'bytes';
  readonly type: 'bytes' | 'bytearray' | 'buffer' | 'int' | 'str';
  /** The first of their bytes in the pickle. */
  readonly from: number;
  /** How many bytes of the pickle they take. */
  readonly length: number;
  readonly encoding: PickleEncoding;
  /** The bytes as text if they are few and printable ASCII, so that they may be the key of a dict. */
  readonly text?: string;
}

/**
 * How bytes stand in a pickle: as they are; as the UTF-8 of a text whose characters are Latin-1; or, in protocol 0, as a
 * line with the escapes of a unicode or of a quoted string.
 */
export type PickleEncoding = 'raw' | 'utf8' | 'unicode-escape' | 'string-escape';

/** Members of a collection that were counted and not kept, because they are many and hold no tensor. */
export interface OmittedItems {
  /** How many there are; of a dict, how many pairs. */
  readonly count: number;
  /** True if they, or the values of a dict, are all numbers; true if all are text. */
  readonly areNumbers: boolean;
  readonly areTexts: boolean;
}

export interface PickleSequence {
  readonly kind: 'tuple' | 'list' | 'set' | 'frozenset';
  items: PickleValue[];
  omitted?: OmittedItems;
}

export interface PickleDict {
  readonly kind: 'dict';
  /** Keys and values in turn, in the order in which they were set. A later key replaces an equal earlier one. */
  items: PickleValue[];
  omitted?: OmittedItems;
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
  appended: PickleValue[];
  items: PickleValue[];
  omitted?: OmittedItems;
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

/** Returns the value of a text key in a dict; undefined if the value is no dict or has no such key. */
export function pickleGet(value: PickleValue, key: string): PickleValue | undefined {
  if (!isPickleKind(value, 'dict')) return undefined;
  const { items } = value;
  // A later key replaces an earlier one.
  for (let i = items.length - 2; i >= 0; i -= 2) if (items[i] === key) return items[i + 1];
  return undefined;
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
