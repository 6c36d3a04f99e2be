import { type Formula, symbolFormula } from '../../dialects/formula.ts';
import { Chunk } from '../syntax/chunk.ts';
import { readChunk } from '../syntax/readChunk.ts';
import { type WrittenShape, shapeNotesOf, shapesIn } from '../syntax/shapeComments.ts';
import type { Parameter } from '../syntax/tree.ts';
import type { Abstract, FunctionValue, Origin } from '../values/abstract.ts';
import { formulaOfValue } from '../values/make.ts';
import { lookUp } from './evaluateExpression.ts';
import type { Frame, Machine } from './machine.ts';
import { asTensor } from './tensors.ts';

/** Returns the sizes of a shape that is written in words, with names as the frame knows them. */
export function sizesOfNote(machine: Machine, sizes: readonly string[], frame: Frame): readonly Formula[] {
  return sizes.map((written) => {
    const text = written.replace(/^\((.*)\)$/, '$1').trim();
    if (/^\d+$/.test(text)) return formulaOfValue({ kind: 'float', number: Number(text) }) ?? [];
    // Letters are what the comment calls its axes, unless the code has a number of that name.
    if (/^[A-Za-z]\w*$/.test(text)) {
      const known = lookUp(frame.scope, text);
      return (known?.kind === 'size' ? known.formula : null) ?? symbolFormula(text);
    }
    const [statement] = readChunk(text).statements;
    if (statement?.kind !== 'expression') return symbolFormula('?');
    const value = machine.evaluate(statement.value, { ...frame, chunk: new Chunk(text) });
    return formulaOfValue(value) ?? symbolFormula('?');
  });
}

/** Returns a parameter's tensor with what its annotation, the comments and the docstring say; other values as they are. */
export function toldParameter(
  machine: Machine,
  callee: FunctionValue,
  parameter: Parameter,
  value: Abstract,
  frame: Frame,
  isFirst: boolean,
): Abstract {
  const { annotation, name } = parameter;
  const { chunk, node } = callee;
  // What makes a module takes lists of numbers, not tensors: `depths,  # [2, 2, 6, 2]`.
  if (node.name === '__init__') return value;
  const words = annotation?.kind === 'subscript' ? annotation.items[1] : undefined;
  if (words?.kind === 'text') {
    // jaxtyping: "batch 512 4 4", with names before `=`, and `*` or `...` for several axes.
    const sizes = words.text
      .trim()
      .split(/\s+/)
      .map((part) => part.replace(/^\w+=/, ''));
    if (sizes.every((part) => /^#?[\w+*/-]+$/.test(part) && !part.startsWith('*')))
      return say(
        machine,
        value,
        sizes.map((part) => part.replace(/^#/, '')),
        frame,
        originIn('the annotation', chunk, words.from),
      );
  }
  const firstFrom = node.body[0]?.from ?? node.to;
  const before = shapeNotesOf(chunk).filter(({ at }) => at >= node.from && at < firstFrom);
  const own = before.find(
    (note) =>
      note.name === name ||
      (note.name === null && !note.isAlone && note.at > parameter.from && isInLine(chunk, parameter, note)),
  );
  const general = isFirst && value.kind === 'tensor' ? before.find((note) => note.name === null) : undefined;
  const note = own ?? general;
  if (note !== undefined)
    return say(machine, value, note.shapes[0] ?? [], frame, originIn('the comment', chunk, note.at));
  const [doc] = node.body;
  if (doc?.kind === 'expression' && doc.value.kind === 'text') {
    const about = new RegExp(String.raw`^\s*[:*-]?\s*(?:param\s+)?\`*${name}\b`);
    const line = doc.value.text.split('\n').find((each) => about.test(each));
    const shape = line === undefined ? undefined : shapesIn(line).find((sizes) => sizes.length >= 3);
    if (shape !== undefined) return say(machine, value, shape, frame, originIn('the docstring', chunk, doc.from));
  }
  const setting =
    isFirst && value.kind === 'tensor' && value.shape === null && !frame.isCalled ? machine.defaultInput() : null;
  return setting ?? value;
}

function isInLine(chunk: Chunk, parameter: Parameter, { at }: WrittenShape): boolean {
  return !chunk.text.slice(parameter.from, at).includes('\n');
}

function say(machine: Machine, value: Abstract, sizes: readonly string[], frame: Frame, from: Origin): Abstract {
  return machine.told(asTensor(value), sizesOfNote(machine, sizes, frame), from);
}

/** Returns an origin whose words end in the number of its line. */
export function originIn(what: string, chunk: Chunk, at: number): Origin {
  return { words: `${what} in line #`, chunk, at };
}

/** Applies the comments between two statements, or after one, to the variables that they are about. */
export function tellVariables(machine: Machine, frame: Frame, note: WrittenShape, target: string | null): void {
  const name = note.name ?? target;
  const shape = note.isAlone || note.name !== null ? note.shapes[0] : note.shapes.at(-1);
  if (name === null || shape === undefined) return;
  const known = frame.scope.variables.get(name);
  if (known === undefined || (known.kind !== 'tensor' && known.kind !== 'unknown')) return;
  const told = say(machine, known, shape, frame, originIn('the comment', frame.chunk, note.at));
  machine.trail.set(frame.scope.variables, name, told);
}
