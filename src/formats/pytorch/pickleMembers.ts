import {
  isPickleKind,
  isPickleObject,
  pickleItemsOf,
  pickleNameOf,
  type PickleObject,
  type PickleValue,
} from '../pickle/pickleValue.ts';

/** One value of a structure, by the name that is its part of the key; null of a key that is none. */
export type PickleMember = readonly [name: string | null, value: PickleValue];

/** Dicts by another name. */
const dicts = ['collections.OrderedDict', 'collections.defaultdict', 'builtins.dict'];

/** Other collections: made of one iterable, their first argument. */
const sequences = ['builtins.list', 'builtins.tuple', 'builtins.set', 'builtins.frozenset'];

/**
 * What a collection of Python's own has, under dicts' keys and lists' indices; nothing of anything else. Of
 * an object with attributes (a state_dict's `_metadata`) only what it collects.
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

/** How much {@link pickleMembersOf} looks at, members that replace each other and all. */
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

/** Python 2 gave an OrderedDict its items as a list of pairs. */
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

/** A later key replaces an earlier one, in the earlier one's place. */
function pairs(items: readonly PickleValue[]): readonly PickleMember[] {
  const members = new Map<PickleValue, PickleMember>();
  for (let i = 0; i + 1 < items.length; i += 2) {
    const key = items[i] as PickleValue;
    members.set(key, [keyText(key), items[i + 1] as PickleValue]);
  }
  return [...members.values()];
}

/** A key as Python prints it. */
function keyText(key: PickleValue): string | null {
  if (typeof key === 'string') return key;
  if (typeof key === 'bigint' || typeof key === 'number') return String(key);
  if (typeof key === 'boolean') return key ? 'True' : 'False';
  return key === null ? 'None' : null;
}
