import { shapeOfList, shapeTuple } from '../values/entries.ts';
import { type Formula, symbolFormula } from '../../dialects/formula.ts';
import type { Expression } from '../syntax/tree.ts';
import type { Abstract } from '../values/abstract.ts';
import { formulaOfValue, numberOfValue } from '../values/make.ts';
import { originIn } from './hints.ts';
import type { Frame, Machine } from './machine.ts';

/** Returns the expression whose shape an expression is: `x` for `x.shape` and `x.size()`; null for any other. */
function shapedBy(expression: Expression): Expression | null {
  if (expression.kind === 'attribute' && expression.name === 'shape') return expression.object;
  const { kind } = expression;
  // TensorFlow: x.get_shape(), x.get_shape().as_list(), x.shape.as_list(), tf.shape(x).
  if (kind === 'call' && expression.callee.kind === 'attribute') {
    const { name, object } = expression.callee;
    if (name === 'as_list') return shapedBy(object);
    if (name === 'get_shape') return object;
    const [only, ...others] = expression.arguments;
    if (name === 'shape' && only?.kind === 'positional' && others.length === 0) return only.value;
  }
  if (
    kind === 'call' &&
    expression.callee.kind === 'attribute' &&
    expression.callee.name === 'size' &&
    expression.arguments.length === 0
  )
    return expression.callee.object;
  return null;
}

/** Notes what an assertion says about the shape of a variable: `assert x.shape == (1, 512, 4, 4)`. */
export function assertShape(machine: Machine, test: Expression, frame: Frame): void {
  if (test.kind !== 'binary') return;
  if (test.operator === 'and') {
    assertShape(machine, test.left, frame);
    assertShape(machine, test.right, frame);
    return;
  }
  if (test.operator !== '==') return;
  const from = originIn('the assert', frame.chunk, test.from);
  const tell = (target: Expression, change: (shape: readonly Formula[] | null) => readonly Formula[] | null): void => {
    const known = machine.evaluate(target, frame);
    if (known.kind !== 'tensor' && known.kind !== 'unknown') return;
    const shape = change(known.kind === 'tensor' ? known.shape : null);
    if (shape === null) return;
    const told = machine.told(
      known.kind === 'tensor' ? known : { kind: 'tensor', shape: null, origin: null, made: [] },
      shape,
      from,
    );
    machine.assign(target, told, frame);
  };
  const whole = shapedBy(test.left);
  const value = machine.evaluate(test.right, frame);
  if (whole !== null) {
    tell(whole, () => shapeOfList(value.kind === 'method' ? value.object : value));
    return;
  }
  if (test.left.kind !== 'subscript') return;
  const part = shapedBy(test.left.object);
  const [index] = test.left.items;
  if (part === null || index === undefined) return;
  if (index.kind === 'slice') {
    const start = index.start === null ? 0 : numberOfValue(machine.evaluate(index.start, frame));
    const sizes = shapeOfList(value);
    if (start === null || sizes === null || index.stop !== null) return;
    // What stands before the part keeps its sizes.
    tell(part, (shape) =>
      start < 0
        ? sizes
        : [...(shape?.slice(0, start) ?? Array.from({ length: start }, () => symbolFormula('?'))), ...sizes],
    );
    return;
  }
  const axis = numberOfValue(machine.evaluate(index, frame));
  const size = formulaOfValue(value);
  if (axis !== null && size !== null)
    tell(part, (shape) => shape?.map((each, at) => (at === axis || at === shape.length + axis ? size : each)) ?? null);
}

/**
 * Returns the names in `b, c, h, w = x.shape` as the sizes of x, if nothing else is known of them, and gives them to the
 * variable. Null if the assignment is no such one.
 */
export function namedShape(
  machine: Machine,
  targets: readonly Expression[],
  value: Abstract,
  source: Expression,
  frame: Frame,
): Abstract | null {
  if (value.kind === 'list') return null;
  const object = shapedBy(source);
  if (object === null || !targets.every(({ kind }) => kind === 'name')) return null;
  const letters = targets.length === 3 ? ['N', 'C', 'L'] : ['N', 'C', 'H', 'W'];
  const shape = targets.map((target, axis) => {
    const name = target.kind === 'name' && !/^_+$/.test(target.name) ? target.name : (letters[axis] ?? 'D');
    return machine.letter(name).size;
  });
  machine.assign(object, { kind: 'tensor', shape, origin: null, made: [] }, frame);
  return shapeTuple(shape);
}
