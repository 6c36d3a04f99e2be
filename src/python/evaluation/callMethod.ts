import { entriesOf, keyOf } from '../values/entries.ts';
import type { Abstract, ContainerValue, GivenArguments, InstanceValue, ListValue } from '../values/abstract.ts';
import { integer, listOf, none, numberOfValue, tuple, unknown } from '../values/make.ts';
import { own } from './assign.ts';
import { callExternal } from './callExternal.ts';
import { foreignBases, isApplying } from './callFunction.ts';
import type { CallPlace, Machine } from './machine.ts';
import { parserMethod } from './parserMethod.ts';
import { tensorMethod } from './tensorFunctions.ts';
import { asTensor } from './tensors.ts';

/** Calls a method of a value that is no function of the source. */
export function callMethod(
  machine: Machine,
  method: Abstract & { readonly kind: 'method' },
  given: GivenArguments,
  place: CallPlace,
): Abstract {
  const { object, name, source } = method;
  const values = given.positional.map(({ value }) => value);
  const [first, second] = values;
  switch (object.kind) {
    case 'tensor':
      return tensorMethod(machine, object, name, given, source, place);
    case 'list':
      return listMethod(machine, object, name, values) ?? unknown(source);
    case 'text':
      return textMethod(object.text, name, values) ?? unknown(source);
    case 'dictionary':
      if (name === 'values') return listOf([...object.entries.values()], object.isOpen);
      if (name === 'items')
        return listOf(
          [...object.entries].map(([text, value]) => tuple([{ kind: 'text', text }, value])),
          object.isOpen,
        );
      if (name === 'keys')
        return listOf(
          [...object.entries.keys()].map((text) => ({ kind: 'text', text })),
          object.isOpen,
        );
      if (name === 'get' && first !== undefined) {
        const key = keyOf(first);
        return (
          (key === null ? undefined : object.entries.get(key)) ?? (object.isOpen ? unknown(source) : (second ?? none))
        );
      }
      if (name === 'update') {
        const given1 = first?.kind === 'dictionary' ? first.entries : new Map<string, Abstract>();
        for (const [key, value] of [...given1, ...[...given.keywords].map(([key, { value }]) => [key, value] as const)])
          machine.trail.set(object.entries, key, value);
        return none;
      }
      if (name === 'copy') return { ...object, entries: new Map(object.entries) };
      return parserMethod(machine, object, name, given) ?? unknown(source);
    case 'container':
      return containerMethod(machine, object, name, given, place) ?? handsOn(object, name) ?? unknown(source);
    case 'layer':
      return (
        handsOn(object, name) ??
        (isApplying(name) && first !== undefined ? machine.apply(object, first, place) : unknown(source))
      );
    case 'super':
      return superMethod(machine, object, name, given, place);
    case 'instance':
      return instanceMethod(machine, object, name, given, place);
    default:
      return unknown(source);
  }
}

/** Returns the object itself for methods such as `to`, `cuda` and `eval`. */
function handsOn(object: Abstract, name: string): Abstract | null {
  return /^(?:to|cuda|cpu|half|float|double|bfloat16|eval|train|apply|requires_grad_|type|share_memory|bind|module)$/.test(
    name,
  )
    ? object
    : null;
}

function listMethod(machine: Machine, list: ListValue, name: string, values: readonly Abstract[]): Abstract | null {
  const [first, second] = values;
  switch (name) {
    case 'append':
      if (first !== undefined) machine.trail.setList(list, [...list.items, first], list.isOpen);
      return none;
    case 'extend': {
      const more = first === undefined ? null : entriesOf(first);
      machine.trail.setList(list, [...list.items, ...(more?.items ?? [])], list.isOpen || (more?.isOpen ?? true));
      return none;
    }
    case 'insert': {
      const at = first === undefined ? null : numberOfValue(first);
      if (second !== undefined)
        machine.trail.setList(
          list,
          at === null ? [...list.items, second] : [...list.items.slice(0, at), second, ...list.items.slice(at)],
          list.isOpen || at === null,
        );
      return none;
    }
    case 'reverse':
      machine.trail.setList(list, [...list.items].reverse(), list.isOpen);
      return none;
    case 'pop': {
      const at = first === undefined ? -1 : numberOfValue(first);
      const index = at === null ? null : at < 0 ? list.items.length + at : at;
      const item = index === null || list.isOpen ? undefined : list.items[index];
      machine.trail.setList(
        list,
        index === null ? list.items : list.items.filter((_, i) => i !== index),
        list.isOpen || index === null,
      );
      return item ?? unknown('pop()');
    }
    case 'copy':
      return { ...list };
    case 'index': {
      const at = list.items.findIndex(
        (item) => first !== undefined && keyOf(item) !== null && keyOf(item) === keyOf(first),
      );
      return at < 0 ? null : integer(at);
    }
    default:
      return null;
  }
}

function textMethod(text: string, name: string, values: readonly Abstract[]): Abstract | null {
  if (name === 'lower') return { kind: 'text', text: text.toLowerCase() };
  if (name === 'upper') return { kind: 'text', text: text.toUpperCase() };
  if (name === 'format') {
    const parts = values.map(keyOf);
    if (parts.includes(null)) return null;
    let at = 0;
    return {
      kind: 'text',
      text: text.replace(/\{(\d*)\}/g, (_, index: string) => parts[index === '' ? at++ : Number(index)] ?? ''),
    };
  }
  const [first] = values;
  if (name === 'startswith')
    return first?.kind === 'text' ? { kind: 'boolean', boolean: text.startsWith(first.text) } : null;
  return null;
}

/** Evaluates what changes or lists the layers of a container. */
function containerMethod(
  machine: Machine,
  object: ContainerValue,
  name: string,
  given: GivenArguments,
  place: CallPlace,
): Abstract | null {
  const [first, second] = given.positional.map(({ value }) => value);
  const add = (key: string, value: Abstract): Abstract => {
    own(machine, value);
    machine.trail.set(object.entries, key, value);
    return none;
  };
  const next = (): string => String([...object.entries.keys()].filter((key) => !key.startsWith('#')).length);
  switch (name) {
    case 'add_module':
    case 'register_module': {
      const key = first === undefined ? null : keyOf(first);
      return second === undefined ? null : add(key ?? next(), second);
    }
    case 'append':
    case 'add':
      return first === undefined ? null : add(next(), first);
    case 'extend': {
      const more = first === undefined ? null : entriesOf(first);
      for (const item of more?.items ?? []) add(next(), item);
      return none;
    }
    case 'insert': {
      const at = first === undefined ? null : numberOfValue(first);
      const keys = [...object.entries.keys()].filter((key) => !key.startsWith('#'));
      if (second === undefined) return null;
      if (at === null || keys.some((key, index) => key !== String(index))) return add(next(), second);
      const items = keys.map((key) => object.entries.get(key) ?? none);
      own(machine, second);
      for (const [index, item] of [...items.slice(0, at), second, ...items.slice(at)].entries())
        machine.trail.set(object.entries, String(index), item);
      return none;
    }
    case 'children':
    case 'values':
      return listOf(entriesOf(object)?.items ?? [], object.isOpen);
    case 'items':
    case 'named_children':
      return listOf(
        [...object.entries]
          .filter(([key]) => !key.startsWith('#'))
          .map(([text, value]) => tuple([{ kind: 'text', text }, value])),
        object.isOpen,
      );
    case 'forward':
    case 'call':
    case '__call__':
      return first === undefined ? null : machine.apply(object, first, place);
    default:
      return null;
  }
}

/** Calls a method of the class of another file that a class of the source is derived from. */
function superMethod(
  machine: Machine,
  object: Abstract & { readonly kind: 'super' },
  name: string,
  given: GivenArguments,
  place: CallPlace,
): Abstract {
  const { self, owner } = object;
  if (self.kind !== 'instance') return none;
  if (name === '__init__') {
    for (const base of foreignBases(owner)) {
      const made = nativeOf(machine, base, given, place);
      if (made !== null) machine.trail.set(self.base, 'native', made);
    }
    return none;
  }
  const native = self.base.get('native');
  const [first] = given.positional;
  if (native === undefined) return name === '__setattr__' ? none : unknown(`super().${name}()`);
  if (isApplying(name)) return first === undefined ? unknown('super()') : machine.apply(native, first.value, place);
  return callMethod(machine, { kind: 'method', object: native, name, source: `super().${name}()` }, given, place);
}

/** Makes the layer or container that an object of a derived class is; null if the base is neither. */
export function nativeOf(machine: Machine, base: string, given: GivenArguments, place: CallPlace): Abstract | null {
  // A module of another file says nothing by itself.
  if (/(?:^|\.)(?:Module|object|ABC|LightningModule|Model|Layer|Enum|NamedTuple|Protocol)$/.test(base)) return null;
  const made = callExternal(machine, base, given, place);
  if (made.kind !== 'layer' && made.kind !== 'container') return null;
  own(machine, made);
  return made;
}

function instanceMethod(
  machine: Machine,
  object: InstanceValue,
  name: string,
  given: GivenArguments,
  place: CallPlace,
): Abstract {
  const [first, second] = given.positional.map(({ value }) => value);
  const native = object.base.get('native');
  if (native?.kind === 'container') {
    const done = containerMethod(machine, native, name, given, place);
    if (done !== null) return done;
  }
  if (name === 'add_module' || name === 'register_module') {
    const key = first === undefined ? null : keyOf(first);
    if (key !== null && second !== undefined) {
      own(machine, second);
      machine.trail.set(object.attributes, key, second);
    }
    return none;
  }
  if (name === 'register_buffer' || name === 'register_parameter') {
    const key = first === undefined ? null : keyOf(first);
    if (key !== null) machine.trail.set(object.attributes, key, asTensor(second ?? none));
    return none;
  }
  const isFlax = foreignBases(object.of).some((base) => base.startsWith('flax.'));
  // In Flax, init(rngs, x) and apply(variables, x) call the module.
  if (isFlax && (name === 'init' || name === 'apply' || name === 'init_with_output') && second !== undefined) {
    const result = machine.call(
      object,
      { ...given, positional: given.positional.slice(1), keywords: new Map() },
      place,
    );
    return name === 'init' ? unknown('variables') : result;
  }
  if (isApplying(name) && first !== undefined) return machine.apply(object, first, place);
  if (name === 'children' || name === 'modules')
    return listOf(
      [...object.attributes.values()].filter(
        ({ kind }) => kind === 'layer' || kind === 'container' || kind === 'instance',
      ),
    );
  return handsOn(object, name) ?? unknown(`${name}()`);
}
