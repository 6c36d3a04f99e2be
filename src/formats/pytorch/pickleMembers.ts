import {
  isPickleKind,
  isPickleObject,
  pickleItemsOf,
  pickleNameOf,
  type PickleObject,
  type PickleValue,
} from '../pickle/pickleValue.ts';

/** A value of a collection and its part of the key; null if the Python key cannot be a name. */
export type PickleMember = readonly [name: string | null, value: PickleValue];

/** Classes that behave like dict. */
const dicts = ['collections.OrderedDict', 'collections.defaultdict', 'builtins.dict'];

/** Other collections, which are made from one iterable, their first argument. */
const sequences = ['builtins.list', 'builtins.tuple', 'builtins.set', 'builtins.frozenset'];

/**
 * Returns the members of a built-in collection under the keys of a dict or the indices of a list; nothing for any other
 * value. The attributes of an object (the `_metadata` of a state_dict) are ignored.
 */
export function pickleMembersOf(value: PickleValue): readonly PickleMember[] {
  if (!isPickleObject(value)) {
    const items = pickleItemsOf(value) ?? [];
    return isPickleKind(value, 'dict') ? pairs(items) : indexed(items);
  }
  const first = firstOf(value);
  return dicts.includes(classOf(value))
    ? pairs([...flattened(first), ...value.items])
    : indexed([...(pickleItemsOf(first) ?? []), ...value.appended]);
}

export function isCollection(value: PickleValue): boolean {
  if (!isPickleObject(value)) return pickleItemsOf(value) !== null;
  const name = classOf(value);
  return dicts.includes(name) || sequences.includes(name);
}

/** Returns how many values {@link pickleMembersOf} visits, including members that replace each other. */
export function memberCountOf(value: PickleValue): number {
  if (!isPickleObject(value)) return pickleItemsOf(value)?.length ?? 0;
  return (pickleItemsOf(firstOf(value))?.length ?? 0) + value.items.length + value.appended.length;
}

function classOf({ callee }: PickleObject): string {
  return pickleNameOf(callee)?.replace(/^__builtin__\./, 'builtins.') ?? '';
}

function firstOf({ args }: PickleObject): PickleValue {
  return pickleItemsOf(args)?.[0] ?? null;
}

/** Flattens a list of pairs, from which Python 2 makes an OrderedDict. */
function flattened(value: PickleValue): readonly PickleValue[] {
  const flat: PickleValue[] = [];
  for (const pair of pickleItemsOf(value) ?? []) {
    const items = pickleItemsOf(pair) ?? [];
    if (items.length === 2) flat.push(...items);
  }
  return flat;
}

function indexed(items: readonly PickleValue[]): readonly PickleMember[] {
  return items.map((value, i) => [String(i), value]);
}

/** Pairs keys with values. A later key replaces an equal earlier one and takes its position. */
function pairs(items: readonly PickleValue[]): readonly PickleMember[] {
  const members = new Map<PickleValue, PickleMember>();
  for (let i = 0; i + 1 < items.length; i += 2) {
    const key = items[i] as PickleValue;
    members.set(key, [keyText(key), items[i + 1] as PickleValue]);
  }
  return [...members.values()];
}

/** Returns a key as Python prints it, or null if it cannot be part of a name. */
function keyText(key: PickleValue): string | null {
  if (typeof key === 'string') return key;
  if (typeof key === 'bigint' || typeof key === 'number') return String(key);
  if (typeof key === 'boolean') return key ? 'True' : 'False';
  return key === null ? 'None' : null;
}
