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
