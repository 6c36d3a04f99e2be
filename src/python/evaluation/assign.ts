import { entriesOf, keyOf } from '../values/entries.ts';
import type { Expression } from '../syntax/tree.ts';
import type { Abstract } from '../values/abstract.ts';
import { assume, assumedOf, unknown } from '../values/make.ts';
import { sourceOf } from './evaluateExpression.ts';
import type { Frame, Machine } from './machine.ts';
import { namedShape } from './shapeFacts.ts';

/** Binds a value to the target of an assignment; `source` is the assigned expression, null if there is none. */
export function assignTo(
  machine: Machine,
  target: Expression,
  value: Abstract,
  frame: Frame,
  source: Expression | null,
): void {
  switch (target.kind) {
    case 'name':
      machine.trail.set(frame.scope.variables, target.name, value);
      return;
    case 'list':
      assignItems(
        machine,
        target.items,
        source === null ? value : (namedShape(machine, target.items, value, source, frame) ?? value),
        frame,
      );
      return;
    case 'attribute': {
      const object = machine.evaluate(target.object, frame);
      own(machine, value);
      if (object.kind === 'instance') machine.trail.set(object.attributes, target.name, value);
      else if (object.kind === 'class') machine.trail.set(object.members, target.name, value);
      else if (object.kind === 'dictionary') machine.trail.set(object.entries, target.name, value);
      return;
    }
    case 'subscript': {
      const object = machine.evaluate(target.object, frame);
      const [index] = target.items;
      if (index === undefined || index.kind === 'slice') return;
      const key = keyOf(machine.evaluate(index, frame));
      own(machine, value);
      if (object.kind === 'dictionary' && key !== null) machine.trail.set(object.entries, key, value);
      else if (object.kind === 'container' && key !== null) machine.trail.set(object.entries, key, value);
      else if (object.kind === 'list') {
        const at = key === null ? NaN : Number(key);
        const place = at < 0 ? object.items.length + at : at;
        if (place in object.items)
          machine.trail.setList(
            object,
            object.items.map((item, i) => (i === place ? value : item)),
            object.isOpen,
          );
      }
      return;
    }
    case 'star':
      assignTo(machine, target.operand, value, frame, null);
      return;
    // A call that is not closed yet has swallowed what was assigned.
    case 'call':
      machine.evaluate(target, frame);
      return;
    default:
      return;
  }
}

/** Notes that a module belongs to something that can be applied itself. */
export function own(machine: Machine, value: Abstract): void {
  if (value.kind === 'choice') for (const option of value.options) own(machine, option);
  else if (value.kind === 'instance' || value.kind === 'container') machine.owned.add(value);
}

function assignItems(machine: Machine, targets: readonly Expression[], value: Abstract, frame: Frame): void {
  const entries = entriesOf(value);
  const star = targets.findIndex(({ kind }) => kind === 'star');
  const isKnown =
    entries !== null &&
    !entries.isOpen &&
    (star < 0 ? entries.items.length === targets.length : entries.items.length >= targets.length - 1);
  for (const [index, target] of targets.entries()) {
    if (!isKnown) {
      // The parts of a tensor, such as those of `chunk`, and of what a module returns, may be tensors.
      const item =
        value.kind === 'tensor'
          ? { ...value, shape: null, made: [] }
          : unknown(target.kind === 'name' ? target.name : sourceOf(frame, target));
      assignTo(machine, target, item, frame, null);
      continue;
    }
    if (index === star) {
      const rest = entries.items.slice(index, entries.items.length - (targets.length - 1 - index));
      assignTo(machine, target, { kind: 'list', items: rest, isTuple: false, isOpen: false }, frame, null);
      continue;
    }
    const at = star >= 0 && index > star ? entries.items.length - (targets.length - index) : index;
    assignTo(machine, target, assume(entries.items[at] ?? unknown(''), assumedOf(value)), frame, null);
  }
}
