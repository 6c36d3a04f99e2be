import { symbolFormula } from '../../dialects/formula.ts';
import { entriesOf } from '../values/entries.ts';
import { type WrittenShape, shapeNotesOf } from '../syntax/shapeComments.ts';
import { boundName, type ClassNode, type Expression, type FunctionNode, type Statement } from '../syntax/tree.ts';
import type { Abstract, ClassValue, Scope } from '../values/abstract.ts';
import { assumedOf, isTrue, none, unknown } from '../values/make.ts';
import { binary } from '../values/operators.ts';
import { assignTo } from './assign.ts';
import { assignUnknown, mostRounds, sourceOf } from './evaluateExpression.ts';
import { tellVariables } from './hints.ts';
import type { Ending, Frame, Machine } from './machine.ts';
import { assertShape } from './shapeFacts.ts';
import { elementwise } from './tensors.ts';

/** Evaluates statements in order until one ends the block. */
export function runStatements(machine: Machine, statements: readonly Statement[], frame: Frame): Ending {
  const notes = statements.length === 0 ? [] : shapeNotesOf(frame.chunk);
  let end = statements[0]?.from ?? 0;
  for (const [index, statement] of statements.entries()) {
    if (!machine.spend()) return 'end';
    // A comment alone in its lines is about what comes; before the first statement it is about the parameters.
    if (index > 0)
      for (const note of between(notes, end, statement.from))
        if (note.isAlone) tellVariables(machine, frame, note, nameIn(statement));
    const ending = runStatement(machine, statement, frame);
    if (ending !== 'end') return ending;
    end = statement.to;
    if (notes.length > 0 && (statement.kind === 'assign' || statement.kind === 'update')) {
      const newline = frame.chunk.text.indexOf('\n', Math.max(statement.from, statement.to - 1));
      const lineEnd = newline < 0 ? frame.chunk.text.length : newline;
      for (const note of between(notes, statement.from, lineEnd))
        if (!note.isAlone && note.at >= statement.to - 1) tellVariables(machine, frame, note, targetName(statement));
    }
  }
  return 'end';
}

function between(notes: readonly WrittenShape[], from: number, to: number): readonly WrittenShape[] {
  return notes.length === 0 ? notes : notes.filter(({ at }) => at >= from && at < to);
}

function targetName(statement: Statement): string | null {
  const target =
    statement.kind === 'assign' ? statement.targets[0] : statement.kind === 'update' ? statement.target : undefined;
  return target?.kind === 'name' ? target.name : null;
}

/** Returns the variable that a statement such as `x = self.up(x)` hands on. */
function nameIn(statement: Statement): string | null {
  const value =
    statement.kind === 'assign' || statement.kind === 'return' || statement.kind === 'expression'
      ? statement.value
      : null;
  if (value?.kind !== 'call') return null;
  const [argument] = value.arguments;
  if (argument?.value.kind === 'name') return argument.value.name;
  return argument?.value.kind === 'call' ? nameIn({ kind: 'expression', value: argument.value, from: 0, to: 0 }) : null;
}

function runStatement(machine: Machine, statement: Statement, frame: Frame): Ending {
  switch (statement.kind) {
    case 'assign': {
      if (statement.value === null) return 'end';
      const value = machine.evaluate(statement.value, frame);
      for (const target of statement.targets) assignTo(machine, target, value, frame, statement.value);
      return 'end';
    }
    case 'update':
      update(machine, statement, frame);
      return 'end';
    case 'expression':
      machine.evaluate(statement.value, frame);
      return 'end';
    case 'return':
      frame.returns.push(statement.value === null ? none : machine.evaluate(statement.value, frame));
      return 'return';
    case 'if':
      return runConditional(machine, statement, frame);
    case 'for':
      return runLoop(machine, statement, frame);
    case 'while':
      return runWhile(machine, statement.test, statement.body, frame);
    case 'try':
    case 'match':
      return runAlternatives(machine, statement, frame);
    case 'with':
      for (const { value, target } of statement.items) {
        const entered = machine.evaluate(value, frame);
        if (target !== null) machine.assign(target, entered, frame);
      }
      return machine.run(statement.body, frame);
    case 'assert':
      machine.evaluate(statement.test, frame);
      assertShape(machine, statement.test, frame);
      return 'end';
    case 'import':
      for (const imported of statement.names)
        machine.trail.set(frame.scope.variables, boundName(imported), { kind: 'external', name: imported.source });
      return 'end';
    case 'function':
      machine.trail.set(frame.scope.variables, statement.name, functionOf(statement, frame));
      return 'end';
    case 'class':
      machine.trail.set(frame.scope.variables, statement.name, classOf(machine, statement, frame));
      return 'end';
    case 'raise':
    case 'break':
    case 'continue':
      return statement.kind;
    case 'other':
      for (const part of statement.parts) machine.evaluate(part, frame);
      return 'end';
  }
}

function functionOf(node: FunctionNode, frame: Frame): Abstract {
  const path = frame.path === '' ? node.name : `${frame.path}.${node.name}`;
  return { kind: 'function', node, chunk: frame.chunk, scope: frame.scope, path, owner: null, self: null };
}

/** Returns the class that a statement defines, with the members that its body gives it. */
export function classOf(machine: Machine, node: ClassNode, frame: Frame): ClassValue {
  const path = frame.path === '' ? node.name : `${frame.path}.${node.name}`;
  const bases = node.bases
    .filter(({ kind }) => kind === 'positional')
    .map(({ value }) => machine.evaluate(value, frame));
  const variables = new Map<string, Abstract>();
  const fields = node.body.flatMap((statement) =>
    statement.kind === 'assign' && statement.annotation !== null && statement.targets[0]?.kind === 'name'
      ? [statement.targets[0].name]
      : [],
  );
  const scope: Scope = { variables, parent: frame.scope, outer: null };
  const value: ClassValue = {
    kind: 'class',
    node,
    chunk: frame.chunk,
    scope: frame.scope,
    path,
    bases,
    members: variables,
    fields,
  };
  machine.run(node.body, { ...frame, scope, path, returns: [] });
  for (const [name, member] of variables)
    // A method sees the names around its class, not those of the class.
    if (member.kind === 'function' && member.scope === scope)
      variables.set(name, { ...member, scope: frame.scope, owner: value });
  return value;
}

function update(machine: Machine, statement: Statement & { readonly kind: 'update' }, frame: Frame): void {
  const before = machine.evaluate(statement.target, frame);
  const value = machine.evaluate(statement.value, frame);
  if (before.kind === 'list' && !before.isTuple && statement.operator === '+') {
    const more = entriesOf(value);
    machine.trail.setList(before, [...before.items, ...(more?.items ?? [])], before.isOpen || (more?.isOpen ?? true));
    return;
  }
  const isTensor = before.kind === 'tensor' || value.kind === 'tensor';
  const source = `${sourceOf(frame, statement.target)} ${statement.operator} ${sourceOf(frame, statement.value)}`;
  machine.assign(
    statement.target,
    isTensor ? elementwise([before, value]) : binary(statement.operator, before, value, source),
    frame,
  );
}

function runConditional(machine: Machine, statement: Statement & { readonly kind: 'if' }, frame: Frame): Ending {
  const test = machine.evaluate(statement.test, frame);
  const known = isMainGuard(statement.test) ? true : isTrue(test);
  const branches = [statement.then, statement.otherwise] as const;
  if (known !== null && assumedOf(test) === undefined) return machine.run(branches[known ? 0 : 1], frame);
  const returned = frame.returns;
  const primary = known === null ? null : known ? 0 : 1;
  const attempt = (index: 0 | 1) => {
    let ending: Ending = 'end';
    const returns = [...returned];
    frame.returns = returns;
    const left = machine.trail.attempt(() => {
      ending = machine.guessing(() => machine.run(branches[index], frame), index === primary);
    });
    return { left, ending: ending as Ending, returns };
  };
  const first = attempt(0);
  const second = attempt(1);
  frame.returns = returned;
  if (primary !== null) {
    const taken = primary === 0 ? first : second;
    const other = primary === 0 ? second : first;
    frame.returns = taken.returns;
    if (taken.ending === 'end' && other.ending === 'end')
      machine.trail.merge(first.left, second.left, { index: primary, because: assumedOf(test) ?? '' });
    else machine.trail.take(taken.left);
    return taken.ending;
  }
  const ends = [first, second].filter(({ ending }) => ending !== 'end');
  frame.returns = [...returned, ...[first, second].flatMap(({ returns }) => returns.slice(returned.length))];
  if (ends.length === 0) machine.trail.merge(first.left, second.left, null);
  else if (ends.length === 1) machine.trail.take(first.ending === 'end' ? first.left : second.left);
  else {
    const live = first.ending === 'raise' ? second : first;
    machine.trail.take(live.left);
    return live.ending;
  }
  return 'end';
}

/** Returns whether a condition is `__name__ == '__main__'`: the script's own part, which shows how the classes are used. */
function isMainGuard(test: Expression): boolean {
  return test.kind === 'binary' && test.left.kind === 'name' && test.left.name === '__name__';
}

function runLoop(machine: Machine, statement: Statement & { readonly kind: 'for' }, frame: Frame): Ending {
  const known = entriesOf(machine.evaluate(statement.iterable, frame));
  if (known !== null && !known.isOpen && known.items.length <= mostRounds) {
    for (const item of known.items) {
      if (!machine.spend()) return 'end';
      machine.assign(statement.target, item, frame);
      const ending = machine.run(statement.body, frame);
      if (ending === 'return' || ending === 'raise') return ending;
      if (ending === 'break') return 'end';
    }
    return machine.run(statement.otherwise, frame);
  }
  return once(machine, statement.body, frame, () => {
    const [first] = known?.items ?? [];
    if (first === undefined || known === null) assignUnknown(machine, statement.target, frame);
    else machine.assign(statement.target, first, frame);
  });
}

function runWhile(machine: Machine, test: Expression, body: readonly Statement[], frame: Frame): Ending {
  for (let round = 0; round < mostRounds; round += 1) {
    const known = isTrue(machine.evaluate(test, frame));
    if (known === false) return 'end';
    if (known === null || test.kind === 'boolean' || !machine.spend()) break;
    const ending = machine.run(body, frame);
    if (ending === 'return' || ending === 'raise') return ending;
    if (ending === 'break') return 'end';
  }
  return once(machine, body, frame, () => undefined);
}

/** Evaluates the body of a loop once, for any of its rounds: what it changes is unknown in it and after it. */
function once(machine: Machine, body: readonly Statement[], frame: Frame, start: () => void): Ending {
  const changed = changedNames(body);
  const forget = (): void => {
    for (const name of changed) {
      const value = frame.scope.variables.get(name);
      if (value === undefined) continue;
      if (value.kind === 'tensor')
        machine.trail.set(frame.scope.variables, name, {
          ...value,
          shape: value.shape === null ? null : value.shape.map(() => symbolFormula('?')),
          made: [],
        });
      else if (value.kind === 'size' || value.kind === 'float' || value.kind === 'text')
        machine.trail.set(frame.scope.variables, name, unknown(name));
    }
  };
  forget();
  start();
  const lists = [frame.yielded, ...frame.scope.variables.values()].filter((value) => value.kind === 'list');
  const lengths = lists.map((list) => list.items.length);
  const returned = frame.returns.length;
  machine.run(body, frame);
  // A return in a loop may never be reached.
  if (frame.returns.length > returned) frame.returns.push(unknown('the loop'));
  for (const [index, list] of lists.entries())
    if (list.items.length !== lengths[index]) machine.trail.setList(list, list.items, true);
  forget();
  return 'end';
}

function changedNames(statements: readonly Statement[], names = new Set<string>()): ReadonlySet<string> {
  for (const statement of statements) {
    if (statement.kind === 'assign') for (const target of statement.targets) collectNames(target, names);
    else if (statement.kind === 'update') collectNames(statement.target, names);
    else if (statement.kind === 'if') {
      changedNames(statement.then, names);
      changedNames(statement.otherwise, names);
    } else if (statement.kind === 'for' || statement.kind === 'while' || statement.kind === 'with')
      changedNames(statement.body, names);
    else if (statement.kind === 'try' || statement.kind === 'match')
      for (const block of [statement.body, ...statement.others, statement.last]) changedNames(block, names);
  }
  return names;
}

function collectNames(target: Expression, names: Set<string>): void {
  if (target.kind === 'name') names.add(target.name);
  else if (target.kind === 'list') for (const item of target.items) collectNames(item, names);
}

/** Evaluates a `try` as if it succeeds, and the handlers, or a `match`, for what is in them. */
function runAlternatives(
  machine: Machine,
  statement: Statement & { readonly kind: 'try' | 'match' },
  frame: Frame,
): Ending {
  const ending = machine.run(statement.body, frame);
  const returned = frame.returns;
  for (const block of statement.others) {
    frame.returns = [];
    const left = machine.trail.attempt(() => machine.guessing(() => machine.run(block, frame)));
    if (statement.kind === 'match') machine.trail.merge(left, new Map(), null);
  }
  frame.returns = returned;
  const last = machine.run(statement.last, frame);
  return last === 'end' ? ending : last;
}
