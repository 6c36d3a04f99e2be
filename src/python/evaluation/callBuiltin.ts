import { entriesOf } from '../values/entries.ts';
import { formulaText, symbolFormula } from '../../dialects/formula.ts';
import type { Abstract, GivenArguments } from '../values/abstract.ts';
import {
  assumedOfAny,
  chosen,
  formulaOfValue,
  integer,
  isTrue,
  listOf,
  none,
  numberOfValue,
  oneArgument,
  sizeValue,
  truth,
  tuple,
  unknown,
} from '../values/make.ts';
import { binary } from '../values/operators.ts';
import { mostRounds, sourceOf } from './evaluateExpression.ts';
import type { CallPlace, Machine } from './machine.ts';

/** The functions of Python that are known without an import. */
export const builtinNames: ReadonlySet<string> = new Set(
  'range len enumerate zip reversed list tuple dict set int float str bool max min sum abs round pow isinstance getattr setattr hasattr sorted map filter super print any all type next iter divmod vars'.split(
    ' ',
  ),
);

/** Evaluates a function of Python; null if nothing can be said of its value. */
export function callBuiltin(machine: Machine, name: string, given: GivenArguments, place: CallPlace): Abstract | null {
  const values = given.positional.map(({ value }) => value);
  const [first, second, third] = values;
  const assumed = assumedOfAny(...values);
  if (name === 'super') return superOf(first, second, place);
  if (name === 'dict') return dictionaryOf(given);
  if (name === 'zip') return zipped(values);
  if (first === undefined) return name === 'list' ? listOf([]) : name === 'tuple' ? tuple([]) : null;
  switch (name) {
    case 'range':
      return range(values, assumed);
    case 'len': {
      if (first.kind === 'text') return integer(first.text.length);
      const entries =
        first.kind === 'dictionary' ? { items: [...first.entries.values()], isOpen: first.isOpen } : entriesOf(first);
      if (entries === null || entries.isOpen) return null;
      // An entry that the defaults leave out does not count.
      return integer(
        entries.items.filter((item) => chosen(item).kind !== 'none' || item.kind === 'none').length,
        assumed,
      );
    }
    case 'enumerate': {
      const entries = entriesOf(first);
      const start = numberOfValue(given.keywords.get('start')?.value ?? second ?? integer(0)) ?? 0;
      return entries === null
        ? null
        : listOf(
            entries.items.map((item, index) => tuple([integer(index + start), item])),
            entries.isOpen,
          );
    }
    case 'reversed': {
      const entries = entriesOf(first);
      return entries === null ? null : listOf([...entries.items].reverse(), entries.isOpen);
    }
    case 'list':
    case 'tuple':
    case 'iter': {
      const entries = entriesOf(first);
      return entries === null
        ? null
        : { kind: 'list', items: entries.items, isTuple: name === 'tuple', isOpen: entries.isOpen };
    }
    case 'sorted': {
      const entries = entriesOf(first);
      const numbers = entries?.items.map(numberOfValue) ?? [null];
      if (entries === null || entries.isOpen || numbers.includes(null) || given.keywords.has('key')) return null;
      const order = [...numbers].sort((a, b) => (a ?? 0) - (b ?? 0)).map((number) => integer(number ?? 0));
      const isReversed = isTrue(given.keywords.get('reverse')?.value ?? none);
      return isReversed === null ? null : listOf(isReversed ? order.reverse() : order);
    }
    case 'int':
    case 'float':
    case 'round':
      return rounded(name, first, given, place);
    case 'bool': {
      const known = isTrue(first);
      return known === null ? null : truth(known, assumed);
    }
    case 'str': {
      const number = numberOfValue(first);
      return first.kind === 'text' ? first : number === null ? null : { kind: 'text', text: String(number) };
    }
    case 'max':
    case 'min':
      return extreme(name, values);
    case 'sum': {
      const entries = entriesOf(first);
      if (entries === null || entries.isOpen) return null;
      return entries.items.reduce<Abstract>(
        (sum, item) => binary('+', sum, item, sourceOf(place.frame, place.node)),
        second ?? integer(0),
      );
    }
    case 'abs': {
      const number = numberOfValue(first);
      return number === null
        ? null
        : first.kind === 'float'
          ? { kind: 'float', number: Math.abs(number) }
          : integer(Math.abs(number), assumed);
    }
    case 'pow':
      return second === undefined ? null : binary('**', first, second, sourceOf(place.frame, place.node));
    case 'type':
      return typeOf(first);
    case 'getattr':
      return second?.kind === 'text' ? machine.attribute(first, second.text, sourceOf(place.frame, place.node)) : null;
    case 'setattr':
      if (second?.kind === 'text' && third !== undefined && first.kind === 'instance') {
        if (third.kind === 'instance' || third.kind === 'container') machine.owned.add(third);
        machine.trail.set(first.attributes, second.text, third);
      }
      return none;
    case 'hasattr':
      return second?.kind === 'text' && first.kind === 'instance' && first.attributes.has(second.text)
        ? truth(true)
        : null;
    case 'isinstance':
      return isInstance(first, second);
    case 'any':
    case 'all': {
      const known = entriesOf(first)?.items.map(isTrue);
      if (known === undefined || known.includes(null)) return null;
      return truth(name === 'any' ? known.includes(true) : !known.includes(false));
    }
    case 'vars':
      return first.kind === 'dictionary' ? first : null;
    case 'next': {
      const entries = entriesOf(first);
      return entries?.items[0] ?? null;
    }
    case 'map': {
      const entries = second === undefined ? null : entriesOf(second);
      if (entries === null || values.length !== 2 || entries.items.length > mostRounds) return null;
      return listOf(
        entries.items.map((value) => machine.call(first, oneArgument(value, ''), place)),
        entries.isOpen,
      );
    }
    default:
      return null;
  }
}

/** Returns the class of a value; null if it is not known. */
function typeOf(value: Abstract): Abstract | null {
  const names: Readonly<Record<string, string>> = {
    size: 'int',
    float: 'float',
    text: 'str',
    boolean: 'bool',
    dictionary: 'dict',
  };
  if (value.kind === 'partial') return { kind: 'external', name: 'functools.partial' };
  if (value.kind === 'instance') return value.of;
  if (value.kind === 'layer') return { kind: 'external', name: value.api };
  if (value.kind === 'list') return { kind: 'external', name: value.isTuple ? 'builtins.tuple' : 'builtins.list' };
  if (value.kind === 'external' && /\.[A-Z]\w*$/.test(value.name)) return { kind: 'external', name: 'builtins.type' };
  const name = names[value.kind];
  return name === undefined ? null : { kind: 'external', name: `builtins.${name}` };
}

function superOf(owner: Abstract | undefined, self: Abstract | undefined, { frame }: CallPlace): Abstract | null {
  const of = owner?.kind === 'class' ? owner : frame.owner;
  const object = self ?? frame.self;
  return of === null || object === null ? null : { kind: 'super', self: object, owner: of };
}

/** Makes a dictionary of dictionaries, lists of pairs, and keywords. */
export function dictionaryOf(given: GivenArguments): Abstract {
  const entries = new Map<string, Abstract>();
  let isOpen = given.isOpen;
  for (const { value } of given.positional) {
    if (value.kind === 'dictionary') for (const [key, entry] of value.entries) entries.set(key, entry);
    else if (value.kind === 'list')
      for (const pair of value.items) {
        const [key, entry] = pair.kind === 'list' ? pair.items : [];
        if (key?.kind === 'text' && entry !== undefined) entries.set(key.text, entry);
        else isOpen = true;
      }
    isOpen ||= (value.kind !== 'dictionary' && value.kind !== 'list') || value.isOpen;
  }
  for (const [key, { value }] of given.keywords) entries.set(key, value);
  return { kind: 'dictionary', entries, isOpen };
}

function zipped(values: readonly Abstract[]): Abstract | null {
  const lists = values.map(entriesOf);
  if (lists.length === 0 || !lists.every((list) => list !== null)) return null;
  // A list of unknown length is as long as the others.
  const known = lists.filter(({ isOpen }) => !isOpen).map(({ items }) => items.length);
  const length = known.length > 0 ? Math.min(...known) : Math.max(...lists.map(({ items }) => items.length));
  const items = Array.from({ length }, (_, index) => tuple(lists.map((list) => list.items[index] ?? unknown('?'))));
  return listOf(items, known.length === 0);
}

function range(values: readonly Abstract[], assumed: string | undefined): Abstract | null {
  const numbers = values.map(numberOfValue);
  const [a, b, c] = numbers;
  if (numbers.includes(null) || a === undefined || a === null) return null;
  const [start, stop, step] = b === undefined || b === null ? [0, a, 1] : [a, b, c ?? 1];
  const count = step === 0 ? 0 : Math.max(0, Math.ceil((stop - start) / step));
  if (count > 4096) return null;
  return { ...listOf(Array.from({ length: count }, (_, index) => integer(start + index * step, assumed))), assumed };
}

function rounded(name: string, value: Abstract, given: GivenArguments, place: CallPlace): Abstract | null {
  const assumed = assumedOfAny(value);
  const number = value.kind === 'text' ? Number(value.text) : numberOfValue(value);
  if (number === null || !Number.isFinite(number)) {
    const formula = name === 'float' ? null : formulaOfValue(value);
    return formula !== null && value.kind === 'size'
      ? sizeValue(formula, assumed)
      : unknown(sourceOf(place.frame, place.node));
  }
  if (name === 'float') return { kind: 'float', number, assumed };
  if (name === 'int') return integer(Math.trunc(number), assumed);
  if (given.positional.length > 1) return null;
  // Python rounds a half to the even neighbour.
  const floor = Math.floor(number);
  return integer(number - floor === 0.5 ? floor + (floor % 2 === 0 ? 0 : 1) : Math.round(number), assumed);
}

function extreme(name: 'max' | 'min', values: readonly Abstract[]): Abstract | null {
  const list = values.length === 1 && values[0] !== undefined ? entriesOf(values[0]) : { items: values, isOpen: false };
  if (list === null || list.isOpen || list.items.length === 0) return null;
  const numbers = list.items.map(numberOfValue);
  if (!numbers.every((number) => number !== null)) {
    const formulas = list.items.map(formulaOfValue);
    if (!formulas.every((formula) => formula !== null)) return null;
    return sizeValue(symbolFormula(`${name}(${formulas.map(formulaText).join(', ')})`));
  }
  const number = name === 'max' ? Math.max(...numbers) : Math.min(...numbers);
  return list.items[numbers.indexOf(number)] ?? null;
}

function isInstance(value: Abstract, of: Abstract | undefined): Abstract | null {
  const kinds: Readonly<Record<string, string>> = {
    'builtins.int': 'size',
    'builtins.float': 'float',
    'builtins.str': 'text',
    'builtins.bool': 'boolean',
  };
  const options = of?.kind === 'list' ? of.items : of === undefined ? [] : [of];
  const known = chosen(value);
  if (known.kind === 'unknown' || known.kind === 'external') return null;
  let isUnsure = false;
  for (const option of options) {
    if (option.kind === 'external') {
      const kind = kinds[option.name];
      if (kind === known.kind) return truth(true, assumedOfAny(value));
      if (option.name === 'builtins.tuple' || option.name === 'builtins.list') {
        if (known.kind === 'list' && known.isTuple === (option.name === 'builtins.tuple')) return truth(true);
      } else if (kind === undefined) {
        if (known.kind === 'layer' && known.api === option.name) return truth(true);
        isUnsure ||= known.kind === 'instance';
      }
    } else if (option.kind === 'class') {
      if (known.kind === 'instance' && known.of === option) return truth(true);
      isUnsure ||= known.kind === 'instance' && known.of !== option;
    } else isUnsure = true;
  }
  return isUnsure ? null : truth(false, assumedOfAny(value));
}
