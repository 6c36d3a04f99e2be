import type {
  Abstract,
  ClassValue,
  FunctionValue,
  GivenArgument,
  GivenArguments,
  InstanceValue,
  ListValue,
  Scope,
} from '../values/abstract.ts';
import type { Parameter } from '../syntax/tree.ts';
import { join } from '../values/join.ts';
import { listOf, newTensor, noArguments, none, sourceOfValue, unknown } from '../values/make.ts';
import { toldParameter } from './hints.ts';
import type { CallPlace, Frame, Machine } from './machine.ts';

/** Calls are followed so deep, so that no recursion is endless. */
const deepest = 16;

/** How a function of the source is called. */
export interface Calling {
  readonly machine: Machine;
  readonly place: CallPlace | null;
  /** True if parameters that are not given are tensors of which nothing is known, as those of `forward`. */
  readonly hasTensors: boolean;
}

/** Returns a place for calls that the code does not write. */
export function callPlaceIn(frame: Frame): CallPlace {
  const node = {
    kind: 'call',
    callee: { kind: 'none', from: 0, to: 0 },
    arguments: [],
    isComplete: true,
    from: 0,
    to: 0,
  } as const;
  return { node, frame };
}

/** Returns what a function of the source returns, and evaluates its body. */
export function callFunction(calling: Calling, callee: FunctionValue, given: GivenArguments): Abstract {
  const { machine, place } = calling;
  const depth = (place?.frame.depth ?? 0) + 1;
  const source = callee.node.name;
  if (depth > deepest || !machine.spend()) return unknown(source);
  machine.entered.add(callee.chunk);
  const scope: Scope = { variables: new Map(), parent: callee.scope, outer: null };
  const frame: Frame = {
    chunk: callee.chunk,
    scope,
    path: callee.path,
    self: callee.self,
    owner: callee.owner,
    isCalled: place !== null && (place.frame.isCalled || !calling.hasTensors),
    depth,
    returns: [],
    yielded: listOf([]),
  };
  bindParameters(calling, callee, given, frame);
  machine.ran.add(callee.node);
  const ending = machine.run(callee.node.body, frame);
  // A generator is the list of what it yields.
  if (frame.yielded.items.length > 0) return frame.yielded;
  if (ending !== 'return' && ending !== 'raise' && frame.returns.length > 0) frame.returns.push(none);
  const [first = none, ...rest] = frame.returns;
  return rest.reduce((all, value) => join(all, value, null, source), first);
}

function bindParameters(calling: Calling, callee: FunctionValue, given: GivenArguments, frame: Frame): void {
  const { machine, place, hasTensors } = calling;
  const { variables } = frame.scope;
  const values: readonly GivenArgument[] =
    callee.self === null
      ? given.positional
      : [{ value: callee.self, from: null, to: 0, source: 'self' }, ...given.positional];
  const keywords = new Map(given.keywords);
  let at = 0;
  let isFirstTensor = true;
  for (const parameter of callee.node.parameters) {
    if (parameter.star === '*') {
      const rest = values.slice(at).map(({ value }) => value);
      at = values.length;
      variables.set(parameter.name, { kind: 'list', items: rest, isTuple: true, isOpen: given.isOpen });
      continue;
    }
    if (parameter.star === '**') {
      const entries = new Map([...keywords].map(([name, { value }]) => [name, value]));
      variables.set(parameter.name, { kind: 'dictionary', entries, isOpen: given.isOpen || place === null });
      continue;
    }
    const positional = parameter.isKeywordOnly ? undefined : values[at];
    if (!parameter.isKeywordOnly) at += 1;
    const argument = positional ?? keywords.get(parameter.name);
    keywords.delete(parameter.name);
    let value: Abstract;
    if (argument !== undefined) value = argument.value;
    else if (parameter.initial !== null && !given.isOpen) {
      const initial = machine.evaluate(parameter.initial, { ...frame, scope: callee.scope });
      value = place === null ? assumedDefault(initial, parameter.name, callee, parameter.initial) : initial;
    } else
      value = hasTensors ? newTensor(null) : (configured(calling, callee, parameter, frame) ?? unknown(parameter.name));
    const isSelf = callee.self !== null && at === 1 && !parameter.isKeywordOnly;
    if (!isSelf && (value.kind === 'tensor' || value.kind === 'unknown')) {
      const told = toldParameter(machine, callee, parameter, value, frame, isFirstTensor);
      if (told.kind === 'tensor' || value.kind === 'tensor') isFirstTensor = false;
      value = told;
    }
    variables.set(parameter.name, value);
  }
}

/** Returns the defaults of the dataclass that the annotation of a parameter names, where nobody gives the parameter. */
function configured(calling: Calling, callee: FunctionValue, { annotation }: Parameter, frame: Frame): Abstract | null {
  const { machine, place } = calling;
  if (place !== null || (annotation?.kind !== 'name' && annotation?.kind !== 'attribute')) return null;
  const of = machine.evaluate(annotation, { ...frame, scope: callee.scope });
  if (of.kind !== 'class' || of.fields.length === 0 || !of.fields.every((name) => of.members.has(name))) return null;
  return instantiate(calling, of, noArguments, () => null);
}

function assumedDefault(
  value: Abstract,
  name: string,
  { chunk }: FunctionValue,
  { from, to }: { readonly from: number; readonly to: number },
): Abstract {
  // A list of layers is changed by others that know it; one of numbers may be copied.
  const isCopied = ({ isTuple, items }: ListValue): boolean =>
    isTuple || items.every(({ kind }) => kind === 'size' || kind === 'list');
  return byDefault(value, `${name} is ${chunk.text.slice(from, to)} by default`, isCopied);
}

/** Returns a default with the reason for which it is only assumed, in place of another; a list as a copy if `isCopied`. */
function byDefault(value: Abstract, assumed: string, isCopied: (list: ListValue) => boolean): Abstract {
  switch (value.kind) {
    case 'size':
    case 'float':
    case 'boolean':
    case 'text':
    case 'none':
      return { ...value, assumed };
    case 'list':
      return isCopied(value)
        ? { ...value, assumed, items: value.items.map((item) => byDefault(item, assumed, isCopied)) }
        : value;
    default:
      return value;
  }
}

/** Finds a member of a class or of those that it is derived from; `after` is a class whose own members are passed over. */
export function memberOf(of: ClassValue, name: string, after: ClassValue | null = null): Abstract | null {
  let isPast = after === null;
  for (const each of lineOf(of)) {
    if (isPast) {
      const member = each.members.get(name);
      if (member !== undefined) return member;
    }
    if (each === after) isPast = true;
  }
  return null;
}

/** Returns a class and those of the source that it is derived from, nearest first. */
export function lineOf(of: ClassValue): readonly ClassValue[] {
  const line: ClassValue[] = [of];
  for (const each of line)
    for (const base of each.bases) if (base.kind === 'class' && !line.includes(base)) line.push(base);
  return line;
}

/** Returns the dotted names of the classes of other files that a class is derived from. */
export function foreignBases(of: ClassValue): readonly string[] {
  return lineOf(of).flatMap(({ bases }) => bases.flatMap((base) => (base.kind === 'external' ? [base.name] : [])));
}

/** The methods that apply a module to its input, in the order in which they are looked for. */
const applyingMethods: readonly string[] = ['forward', '__call__', 'call'];

/** Returns whether a method applies a module to its input. */
export function isApplying(name: string): boolean {
  return applyingMethods.includes(name);
}

/** Finds the method that applies an object to its input, as a function bound to the object. */
export function applyingMethod(instance: InstanceValue): FunctionValue | null {
  for (const name of applyingMethods) {
    const method = memberOf(instance.of, name);
    if (method?.kind === 'function') return { ...method, self: instance };
  }
  return null;
}

/** Makes an object of a class of the source. */
export function instantiate(
  calling: Calling,
  of: ClassValue,
  given: GivenArguments,
  native: (name: string) => Abstract | null,
): InstanceValue {
  const { machine } = calling;
  const instance: InstanceValue = { kind: 'instance', of, attributes: new Map(), base: new Map() };
  machine.entered.add(of.chunk);
  machine.applicables.push(instance);
  const initial = memberOf(of, '__init__');
  if (initial?.kind === 'function') callFunction(calling, { ...initial, self: instance }, given);
  else {
    for (const name of foreignBases(of)) {
      const made = native(name);
      if (made !== null) machine.trail.set(instance.base, 'native', made);
    }
    bindFields(calling, instance, given);
  }
  for (const name of ['__post_init__', 'setup', 'build']) {
    const method = memberOf(of, name);
    const isOpen = name === 'build';
    if (method?.kind === 'function') callFunction(calling, { ...method, self: instance }, { ...noArguments, isOpen });
  }
  return instance;
}

/** Sets the fields of a dataclass or a Flax module from the arguments, or from what the class says. */
function bindFields({ machine, place }: Calling, instance: InstanceValue, given: GivenArguments): void {
  const fields = [...lineOf(instance.of)].reverse().flatMap((each) => each.fields.map((name) => ({ name, of: each })));
  for (const [index, { name, of }] of fields.entries()) {
    const argument = given.keywords.get(name) ?? given.positional[index];
    const initial = of.members.get(name);
    let value = argument?.value ?? initial ?? unknown(`self.${name}`);
    if (argument === undefined && initial !== undefined && place === null) value = assumedField(value, name);
    machine.trail.set(instance.attributes, name, value);
  }
}

function assumedField(value: Abstract, name: string): Abstract {
  const source = sourceOfValue(value);
  return byDefault(value, source === null ? `${name} has its default` : `${name} is ${source} by default`, () => true);
}
