import {
  isPickleKind,
  isPickleObject,
  pickleGet,
  pickleItemsOf,
  pickleNameOf,
  type PickleObject,
  type PickleValue,
} from '../pickle/pickleValue.ts';
import { maxShortBytes } from '../pickle/opcodes.ts';
import { pickledBytesIn } from '../pickle/pickledBytes.ts';
import { isPickledText } from '../pickle/pickleStack.ts';
import { numpyValueOf } from './numpyArray.ts';

/** A value of a collection or an object and its part of the key; null if the Python key cannot be a name. */
export type PickleMember = readonly [name: string | null, value: PickleValue];

/** Classes that behave like dict. */
const dicts = ['collections.OrderedDict', 'collections.defaultdict', 'collections.Counter', 'builtins.dict'];

/** Other collections, which are made from one iterable, their first argument. */
const sequences = ['builtins.list', 'builtins.tuple', 'builtins.set', 'builtins.frozenset', 'collections.deque'];

/** Functions that make an object of the class given as their first argument; the others say nothing of its content. */
const reconstructors = ['copyreg._reconstructor', 'copy_reg._reconstructor', 'copyreg.__newobj__'];

/** Functions of TorchScript that hand their first argument on. */
const passedOn = /^torch\.jit\._pickle\.(build_\w+|restore_type_tag)$/;

/** The parts of a module's state that its state_dict is made of. */
const moduleParts = ['_parameters', '_buffers', '_modules'];

/**
 * Returns the members of a collection under the keys of a dict or the indices of a list, and those of an object under the
 * names of its attributes; nothing for any other value. Pairs of a name and a value in a list have their names. An object
 * that is made of one collection, such as a FrozenDict, has the members of that. A module of PyTorch has the members of its
 * state_dict first, in its order. The attributes of an OrderedDict (the `_metadata` of a state_dict) are ignored.
 */
export function pickleMembersOf(wrapped: PickleValue): readonly PickleMember[] {
  const value = unwrapped(wrapped);
  if (!isPickleObject(value)) {
    const items = pickleItemsOf(value) ?? [];
    return isPickleKind(value, 'dict') ? pairs(items) : indexed(items);
  }
  const name = pickleClassOf(value);
  const first = firstOf(value);
  if (dicts.includes(name)) return pairs([...flattened(first), ...pickleDictItems(first), ...value.items]);
  if (sequences.includes(name)) return indexed([...(pickleItemsOf(first) ?? []), ...value.appended]);
  const objects = numpyValueOf(value);
  if (objects !== null) return objects.kind === 'objects' ? indexed(objects.items) : [];
  const state = stateOf(value);
  if (isModuleState(state)) return moduleMembers(state);
  const args = reconstructors.includes(calleeName(value)) ? [] : (pickleItemsOf(value.args) ?? []);
  return [...indexed(args), ...pairs(value.items), ...indexed(value.appended), ...attributesOf(state)];
}

/** The most objects around a value that are looked through. */
const maxWrappers = 64;

/** Returns the value that has the members of an object which only stands around it; nothing if there are too many around. */
function unwrapped(value: PickleValue): PickleValue {
  let inner = value;
  for (let i = 0; i < maxWrappers; i++) {
    const next = wrappedIn(inner);
    if (next === null) return inner;
    inner = next;
  }
  return null;
}

/** Returns the only value that a wrapper object holds, such as the dict in a FrozenDict; null if it has members of its own. */
function wrappedIn(value: PickleValue): PickleValue {
  if (!isPickleObject(value)) return null;
  const name = pickleClassOf(value);
  if (passedOn.test(name)) return firstOf(value);
  // The only argument of a module of StyleGAN has its state.
  if (dicts.includes(name) || sequences.includes(name) || isModuleState(stateOf(value))) return null;
  const objects = numpyValueOf(value);
  const single = objects?.kind === 'objects' && objects.isSingle ? (objects.items[0] ?? null) : null;
  const only = objects === null ? onlyArgumentOf(value) : single;
  return isCollection(only) ? only : null;
}

/** Returns the value of which an object is made and nothing else: `cupy.array(a)`, `FrozenDict(d)`. Null if it is not so. */
export function onlyArgumentOf(object: PickleObject): PickleValue {
  const { state, appended, items } = object;
  const [first = null, ...others] = pickleItemsOf(object.args) ?? [];
  const isMadeOfOne = others.length === 0 && state === null && appended.length === 0 && items.length === 0;
  return isMadeOfOne && !reconstructors.includes(calleeName(object)) ? first : null;
}

/** Returns true for a collection of Python itself, whose members are listed one by one. */
export function isCollection(value: PickleValue): boolean {
  if (!isPickleObject(value)) return pickleItemsOf(value) !== null;
  const name = pickleClassOf(value);
  return dicts.includes(name) || sequences.includes(name) || passedOn.test(name);
}

/** Returns true for a module of PyTorch or of TorchScript. What it has beside tensors are its settings. */
export function isModule(value: PickleObject): boolean {
  return isModuleState(stateOf(value)) || pickleClassOf(value).startsWith('__torch__.');
}

/** Returns an attribute of an object, such as the stride of a module; undefined if it has none of the name. */
export function pickledAttribute(value: PickleObject, name: string): PickleValue | undefined {
  return pickleGet(stateOf(value), name);
}

/** Returns how many values {@link pickleMembersOf} visits, including members that replace each other. */
export function memberCountOf(value: PickleValue): number {
  if (!isPickleObject(value)) return pickleItemsOf(value)?.length ?? 0;
  const [args, state] = [pickleItemsOf(value.args), pickleItemsOf(value.state)];
  const first = pickleItemsOf(firstOf(value));
  return (first?.length ?? 0) + (args?.length ?? 0) + (state?.length ?? 0) + value.items.length + value.appended.length;
}

/** Returns the name of an object's class, with Python 2's name of the built-in module replaced; "" if it has no name. */
export function pickleClassOf(object: PickleObject): string {
  const name = calleeName(object);
  if (persistent.test(name)) {
    const found = pickleGet(firstOf(object), 'class_name');
    return typeof found === 'string' ? found : name;
  }
  return reconstructors.includes(name) || /^numpy\.\w+\.multiarray\._reconstruct$/.test(name)
    ? classNameOf(firstOf(object))
    : name;
}

/** StyleGAN's way of pickling modules with their source code, which is in the first argument. */
const persistent = /\bpersistence\._reconstruct_persistent_obj$/;

function calleeName({ callee }: PickleObject): string {
  return classNameOf(callee);
}

/** Returns the name of a class. Before PyTorch 1.6 a module's class is a persistent id: ("module", class, file, source). */
function classNameOf(value: PickleValue): string {
  const id = isPickleKind(value, 'persistent') ? pickleItemsOf(value.id) : null;
  const named = id?.[0] === 'module' ? (id[1] ?? null) : value;
  return pickleNameOf(named)?.replace(/^__builtin__\./, 'builtins.') ?? '';
}

function firstOf({ args }: PickleObject): PickleValue {
  return pickleItemsOf(args)?.[0] ?? null;
}

/** Returns the state of an object: its attributes in a dict, if Python pickled it as usual. */
function stateOf(value: PickleObject): PickleValue {
  const { state } = value;
  if (state === null) return persistent.test(calleeName(value)) ? (pickleGet(firstOf(value), 'state') ?? null) : null;
  // With slots, the state is a tuple of two dicts, either of which may be None.
  const isTuple = typeof state === 'object' && state.kind === 'tuple';
  const items = isTuple ? (pickleItemsOf(state) ?? []) : [];
  const [plain = null, slots = null] = items;
  const isPair = items.length === 2 && [plain, slots].every((part) => part === null || isPickleKind(part, 'dict'));
  if (!isPair) return state;
  return { kind: 'dict', items: [...(pickleItemsOf(plain) ?? []), ...(pickleItemsOf(slots) ?? [])] };
}

function isModuleState(state: PickleValue): boolean {
  return pickleGet(state, '_parameters') !== undefined && pickleGet(state, '_modules') !== undefined;
}

function moduleMembers(state: PickleValue): readonly PickleMember[] {
  const parts = moduleParts.flatMap((part) => pickleMembersOf(pickleGet(state, part) ?? null));
  // An absent bias is None in the state.
  const members = parts.filter(([, value]) => value !== null);
  const others = pickleMembersOf(state).filter(([name]) => name !== null && !name.startsWith('_'));
  return [...members, ...others];
}

function attributesOf(state: PickleValue): readonly PickleMember[] {
  return isPickleObject(state) && !isCollection(state) ? [['state', state]] : pickleMembersOf(state);
}

function pickleDictItems(value: PickleValue): readonly PickleValue[] {
  return isPickleKind(value, 'dict') ? value.items : [];
}

/** Flattens a list of pairs, from which Python 2 makes an OrderedDict. */
function flattened(value: PickleValue): readonly PickleValue[] {
  if (isPickleKind(value, 'dict')) return [];
  const flat: PickleValue[] = [];
  for (const pair of pickleItemsOf(value) ?? []) {
    const items = pickleItemsOf(pair) ?? [];
    if (items.length === 2) flat.push(...items);
  }
  return flat;
}

/** Returns the values of a sequence under their indices, or, if all are pairs of a name and a structure, under the names. */
function indexed(items: readonly PickleValue[]): readonly PickleMember[] {
  const named = items.map(namedIn);
  const isNamed = named.every((member) => member !== null);
  return isNamed ? named : items.map((value, i) => [String(i), value]);
}

/** Returns the name and the value of a pair such as ("up.weight", tensor); null for any other value. */
function namedIn(value: PickleValue): PickleMember | null {
  const pair = isTuple(value) ? (pickleItemsOf(value) ?? []) : [];
  const [name = null, named = null] = pair;
  const isNamed = pair.length === 2 && isPickledText(name) && typeof named === 'object' && named !== null;
  const text = isNamed && named.kind !== 'bytes' && named.kind !== 'name' ? keyText(name) : null;
  return text === null ? null : [text, named];
}

/** Pairs keys with values. A later key replaces an equal earlier one and takes its position. */
function pairs(items: readonly PickleValue[]): readonly PickleMember[] {
  const members = new Map<PickleValue, PickleMember>();
  for (let i = 0; i + 1 < items.length; i += 2) {
    const key = items[i] as PickleValue;
    // A key that is an object, such as the parameter of an optimizer's state, is named by its place, as state_dict() does.
    const name = keyText(key) ?? (isPickleObject(key) ? String(members.size) : null);
    members.set(key, [name, items[i + 1] as PickleValue]);
  }
  return [...members.values()];
}

/** The longest tuple that is accepted as a key. */
const maxKeyParts = 16;

/**
 * Returns a key as Python prints it, or null if it cannot be part of a name. The parts of a tuple, as in a flattened dict of
 * Flax, are joined by dots.
 */
function keyText(key: PickleValue): string | null {
  if (typeof key === 'string') return key;
  if (typeof key === 'bigint' || typeof key === 'number') return String(key);
  if (typeof key === 'boolean') return key ? 'True' : 'False';
  if (key === null) return 'None';
  if (key.kind === 'bytes') return key.text ?? null;
  const items = isTuple(key) ? (pickleItemsOf(key) ?? []) : [];
  if (items.length > 0 && items.length <= maxKeyParts) {
    const parts = items.map((part) => (isTuple(part) ? null : keyText(part)));
    return parts.includes(null) ? null : parts.join('.');
  }
  const bytes = pickledBytesIn(key);
  return bytes instanceof Uint8Array ? String.fromCharCode(...bytes.subarray(0, maxShortBytes)) : null;
}

function isTuple(value: PickleValue): boolean {
  return typeof value === 'object' && value?.kind === 'tuple';
}
