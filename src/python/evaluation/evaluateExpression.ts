import { madeByFactory } from '../layers/layerFactory.ts';
import { entriesOf, keyOf } from '../values/entries.ts';
import type { CallExpression, ComprehensionClause, Expression, SliceExpression } from '../syntax/tree.ts';
import type { Abstract, GivenArgument, GivenArguments, Scope } from '../values/abstract.ts';
import { join } from '../values/join.ts';
import {
  assume,
  assumedOf,
  integer,
  isTrue,
  listOf,
  none,
  numberOfValue,
  truth,
  tuple,
  unknown,
} from '../values/make.ts';
import { binary, unary } from '../values/operators.ts';
import type { Frame, Machine } from './machine.ts';
import { slicedShape, sliceNumbers } from './slicedShape.ts';
import { elementwise } from './tensors.ts';

/** Loops and comprehensions over more entries are evaluated once, for an entry that is not known. */
export const mostRounds = 64;

/** Returns what is known of the value of an expression. */
export function evaluateExpression(machine: Machine, expression: Expression, frame: Frame): Abstract {
  if (!machine.spend()) return unknown(sourceOf(frame, expression));
  switch (expression.kind) {
    case 'name':
      return lookUp(frame.scope, expression.name) ?? unknown(expression.name);
    case 'number':
      return expression.isFloat ? { kind: 'float', number: expression.number } : integer(expression.number);
    case 'text':
      return { kind: 'text', text: expression.text };
    case 'format':
      return formatted(machine, expression.parts, frame) ?? unknown(sourceOf(frame, expression));
    case 'boolean':
      return truth(expression.boolean);
    case 'none':
      return none;
    case 'ellipsis':
      return unknown('...');
    case 'list': {
      const { items, isOpen } = spread(machine, expression.items, frame);
      return { kind: 'list', items, isTuple: expression.isTuple, isOpen };
    }
    case 'dictionary':
      return dictionary(machine, expression.entries, frame);
    case 'attribute':
      return machine.attribute(
        machine.evaluate(expression.object, frame),
        expression.name,
        sourceOf(frame, expression),
      );
    case 'subscript':
      return subscript(
        machine,
        machine.evaluate(expression.object, frame),
        expression.items,
        frame,
        sourceOf(frame, expression),
      );
    case 'call':
      return machine.call(machine.evaluate(expression.callee, frame), evaluateArguments(machine, expression, frame), {
        node: expression,
        frame,
      });
    case 'unary': {
      const operand = machine.evaluate(expression.operand, frame);
      return operand.kind === 'tensor' ? operand : unary(expression.operator, operand, sourceOf(frame, expression));
    }
    case 'binary':
      return operation(
        machine,
        expression.operator,
        expression.left,
        expression.right,
        frame,
        sourceOf(frame, expression),
      );
    case 'conditional':
      return conditional(machine, expression, frame, sourceOf(frame, expression));
    case 'comprehension':
      return comprehension(machine, expression, frame);
    case 'star':
      return machine.evaluate(expression.operand, frame);
    case 'named': {
      const value = machine.evaluate(expression.value, frame);
      machine.assign(expression.target, value, frame);
      return value;
    }
    case 'yield': {
      const value = expression.value === null ? none : machine.evaluate(expression.value, frame);
      const more = expression.isFrom ? entriesOf(value) : { items: [value], isOpen: false };
      const { yielded } = frame;
      machine.trail.setList(
        yielded,
        [...yielded.items, ...(more?.items ?? [])],
        yielded.isOpen || (more?.isOpen ?? true),
      );
      return none;
    }
    case 'function':
      return {
        kind: 'function',
        node: expression,
        chunk: frame.chunk,
        scope: frame.scope,
        path: frame.path,
        owner: null,
        self: null,
      };
    case 'other':
      for (const part of expression.parts) machine.evaluate(part, frame);
      return unknown(sourceOf(frame, expression));
  }
}

/** Returns the text of an expression on one line. */
export function sourceOf(frame: Frame, { from, to }: { readonly from: number; readonly to: number }): string {
  const text = frame.chunk.text.slice(from, to);
  return text.includes('\n') ? text.replace(/#.*/g, '').replace(/\s+/g, ' ') : text;
}

/** Finds a name in the scopes around. */
export function lookUp(scope: Scope, name: string): Abstract | null {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    const value = at.variables.get(name) ?? at.outer?.(name);
    if (value !== undefined && value !== null) return value;
  }
  return null;
}

function formatted(machine: Machine, parts: readonly (string | Expression | null)[], frame: Frame): Abstract | null {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else if (part === null) return null;
    else {
      const value = machine.evaluate(part, frame);
      const number = numberOfValue(value);
      if (value.kind === 'text') text += value.text;
      else if (number !== null && value.kind !== 'boolean') text += String(number);
      else return null;
    }
  }
  return { kind: 'text', text };
}

/** Evaluates a list's entries, `*entries` included. */
function spread(
  machine: Machine,
  expressions: readonly Expression[],
  frame: Frame,
): { readonly items: readonly Abstract[]; readonly isOpen: boolean } {
  const items: Abstract[] = [];
  let isOpen = false;
  for (const each of expressions) {
    const value = machine.evaluate(each, frame);
    if (each.kind !== 'star') items.push(value);
    else {
      const entries = entriesOf(value);
      items.push(...(entries?.items ?? []));
      isOpen ||= entries?.isOpen ?? true;
    }
  }
  return { items, isOpen };
}

function dictionary(
  machine: Machine,
  given: readonly { readonly key: Expression | null; readonly value: Expression }[],
  frame: Frame,
): Abstract {
  const entries = new Map<string, Abstract>();
  let isOpen = false;
  for (const { key, value } of given) {
    const evaluated = machine.evaluate(value, frame);
    if (key === null) {
      if (evaluated.kind === 'dictionary') for (const [name, entry] of evaluated.entries) entries.set(name, entry);
      isOpen ||= evaluated.kind !== 'dictionary' || evaluated.isOpen;
      continue;
    }
    const name = keyOf(machine.evaluate(key, frame));
    if (name === null) isOpen = true;
    else entries.set(name, evaluated);
  }
  return { kind: 'dictionary', entries, isOpen };
}

function subscript(
  machine: Machine,
  object: Abstract,
  parts: readonly (Expression | SliceExpression)[],
  frame: Frame,
  source: string,
): Abstract {
  const [first] = parts;
  const evaluated = parts.map((part) =>
    part.kind === 'slice' ? sliceOf(machine, part, frame) : machine.evaluate(part, frame),
  );
  const [index] = evaluated;
  if (object.kind === 'choice') {
    const option = object.options[object.primary ?? 0];
    return option === undefined || option.kind === 'choice'
      ? unknown(source)
      : assume(subscript(machine, option, parts, frame, source), assumedOf(object));
  }
  if (object.kind === 'tensor')
    return elementwise(
      [object],
      slicedShape(
        object.shape,
        evaluated.map((value, at) => ({ value, kind: parts[at]?.kind ?? 'other' })),
      ),
    );
  if (object.kind === 'external') return madeByFactory(object.name, evaluated) ?? object;
  if (first === undefined || index === undefined || parts.length !== 1) return unknown(source);
  if (object.kind === 'dictionary') {
    const key = keyOf(index);
    return (key === null ? undefined : object.entries.get(key)) ?? unknown(source);
  }
  const entries = entriesOf(object);
  if (entries === null) {
    const key = keyOf(index);
    const native = object.kind === 'instance' ? object.base.get('native') : undefined;
    return (key === null || native?.kind !== 'container' ? undefined : native.entries.get(key)) ?? unknown(source);
  }
  if (object.kind === 'container' && index.kind === 'text') return object.entries.get(index.text) ?? unknown(source);
  if (first.kind === 'slice') {
    const items = entries.isOpen || index.kind !== 'list' ? null : sliced(entries.items, index.items);
    if (items === null) return unknown(source);
    if (object.kind === 'container')
      return { ...object, entries: new Map(items.map((item, at) => [String(at), item])) };
    if (object.kind === 'text')
      return { kind: 'text', text: items.map((item) => (item.kind === 'text' ? item.text : '')).join('') };
    return object.kind === 'list' ? { ...object, items } : listOf(items);
  }
  const number = numberOfValue(index);
  const found = number === null || (entries.isOpen && number < 0) ? undefined : entries.items.at(number);
  // Any entry of a list of layers is better than none: the list may be gone through in a loop that is not known.
  if (
    found === undefined &&
    number === null &&
    entries.items.length > 0 &&
    !entries.isOpen &&
    object.kind === 'container'
  )
    return entries.items.slice(1).reduce((all, item) => join(all, item, null, source), entries.items[0] ?? none);
  return found === undefined ? unknown(source) : assume(found, assumedOf(index));
}

/** Returns the bounds of a slice as a list of three values. */
function sliceOf(machine: Machine, { start, stop, step }: SliceExpression, frame: Frame): Abstract {
  return tuple([start, stop, step].map((bound) => (bound === null ? none : machine.evaluate(bound, frame))));
}

function sliced(items: readonly Abstract[], bounds: readonly Abstract[]): readonly Abstract[] | null {
  const numbers = sliceNumbers(bounds);
  if (numbers === null) return null;
  const [start, stop, step] = numbers;
  if (step === undefined || step === 1) return items.slice(start, stop);
  if (step === -1 && start === undefined && stop === undefined) return [...items].reverse();
  if (step < 1) return null;
  return items.slice(start, stop).filter((_, index) => index % step === 0);
}

function operation(
  machine: Machine,
  operator: string,
  left: Expression,
  right: Expression,
  frame: Frame,
  source: string,
): Abstract {
  const a = machine.evaluate(left, frame);
  if (operator === 'and' || operator === 'or') {
    const known = isTrue(a);
    const b = machine.evaluate(right, frame);
    if (known === null) return operator === 'or' ? join(a, b, null, source) : isTrue(b) === false ? b : unknown(source);
    return known === (operator === 'or') ? a : assume(b, assumedOf(a));
  }
  const b = machine.evaluate(right, frame);
  if (a.kind === 'tensor' || b.kind === 'tensor') return elementwise([a, b]);
  return binary(operator, a, b, source);
}

function conditional(
  machine: Machine,
  expression: Expression & { readonly kind: 'conditional' },
  frame: Frame,
  source: string,
): Abstract {
  const test = machine.evaluate(expression.test, frame);
  const known = isTrue(test);
  const assumed = assumedOf(test);
  if (known !== null && assumed === undefined)
    return machine.evaluate(known ? expression.then : expression.otherwise, frame);
  const then = machine.guessing(() => machine.evaluate(expression.then, frame), known === true);
  const otherwise = machine.guessing(() => machine.evaluate(expression.otherwise, frame), known === false);
  const value = join(then, otherwise, known === null ? null : { index: known ? 0 : 1, because: assumed ?? '' }, source);
  return assume(value, assumed);
}

function comprehension(
  machine: Machine,
  expression: Expression & { readonly kind: 'comprehension' },
  frame: Frame,
): Abstract {
  const scope: Scope = { variables: new Map(), parent: frame.scope, outer: null };
  const inner: Frame = { ...frame, scope };
  const items: Abstract[] = [];
  const entries = new Map<string, Abstract>();
  let isOpen = false;
  const go = (clauses: readonly ComprehensionClause[]): void => {
    const [clause, ...rest] = clauses;
    if (clause === undefined) {
      const value = machine.evaluate(expression.element, inner);
      const key = expression.key === null ? null : keyOf(machine.evaluate(expression.key, inner));
      if (key !== null) entries.set(key, value);
      items.push(value);
      return;
    }
    const known = entriesOf(machine.evaluate(clause.iterable, inner));
    const isKnown = known !== null && !known.isOpen && known.items.length <= mostRounds;
    isOpen ||= !isKnown;
    const rounds = isKnown ? known.items : [known?.items[0] ?? null];
    for (const item of rounds) {
      if (!machine.spend() || items.length > 4 * mostRounds) return;
      if (item === null) assignUnknown(machine, clause.target, inner);
      else machine.assign(clause.target, item, inner);
      const tests = clause.conditions.map((condition) => isTrue(machine.evaluate(condition, inner)));
      if (tests.includes(null)) isOpen = true;
      if (!tests.includes(false)) go(rest);
    }
  };
  go(expression.clauses);
  return expression.key === null ? listOf(items, isOpen) : { kind: 'dictionary', entries, isOpen };
}

/** Binds the names of a target to themselves: values of which nothing is known. */
export function assignUnknown(machine: Machine, target: Expression, frame: Frame): void {
  if (target.kind === 'list') for (const item of target.items) assignUnknown(machine, item, frame);
  else machine.assign(target, unknown(sourceOf(frame, target)), frame);
}

/** Returns an entry of a `*list` or a `**dictionary`, which the call does not write by itself. */
function partOf({ source }: GivenArgument, value: Abstract, suffix: string): GivenArgument {
  return { value, from: null, to: 0, source: source + suffix, isFixed: true };
}

/** Evaluates the arguments of a call. */
export function evaluateArguments(machine: Machine, call: CallExpression, frame: Frame): GivenArguments {
  const positional: GivenArgument[] = [];
  const keywords = new Map<string, GivenArgument>();
  let isOpen = false;
  for (const { kind, name, value: expression } of call.arguments) {
    const value = machine.evaluate(expression, frame);
    const argument: GivenArgument = {
      value,
      from: expression.from,
      to: expression.to,
      source: sourceOf(frame, expression),
    };
    if (kind === 'positional') positional.push(argument);
    else if (kind === 'keyword') keywords.set(name, argument);
    else if (kind === 'list') {
      const entries = entriesOf(value);
      positional.push(...(entries?.items ?? []).map((item, index) => partOf(argument, item, `[${index}]`)));
      isOpen ||= entries?.isOpen ?? true;
    } else if (value.kind === 'dictionary') {
      for (const [key, entry] of value.entries) keywords.set(key, partOf(argument, entry, `['${key}']`));
      isOpen ||= value.isOpen;
    } else isOpen = true;
  }
  return { positional, keywords, isOpen };
}
