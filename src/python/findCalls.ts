import { formulaOf } from '../dialects/formula.ts';
import type { CallSite, SiteShape } from './callSite.ts';
import { evaluateUnit, type UnitResult } from './evaluation/unit.ts';
import type { Given } from './evaluation/interpreter.ts';
import { relevantChunks } from './relevantChunks.ts';
import { sitesOf } from './sitesOf.ts';
import type { Chunk } from './syntax/chunk.ts';
import type { PythonSource } from './syntax/pythonSource.ts';

/** What is known beside the code. */
export interface FindOptions {
  /** The sizes of an input that nothing in the code says, such as [1, 3, 256, 256]; null if there are none. */
  readonly defaultInput: readonly number[] | null;
  /** What somebody answered: the sizes of a call's input, by the call's `path`. */
  readonly answers: ReadonlyMap<string, SiteShape>;
}

const nothingKnown: FindOptions = { defaultInput: null, answers: new Map() };

/** What was found last in the unit that begins with a chunk. */
interface Remembered {
  readonly chunks: readonly Chunk[];
  readonly options: string;
  readonly stars: string;
  readonly result: UnitResult;
}

const remembered = new WeakMap<Chunk, Remembered>();

/**
 * Finds the calls in Python source, in their order in the file, with their arguments and the sizes around them as far as
 * the code determines them. Executes nothing and never throws. Asked about the next version of a source, it reuses what
 * it found in the parts that are the same.
 */
export function findCalls(source: PythonSource, options: FindOptions = nothingKnown): readonly CallSite[] {
  const relevant = relevantChunks(source);
  const definitions = relevant.filter(({ isDefinition }) => isDefinition);
  const script = relevant.filter(({ isDefinition }) => !isDefinition);
  const units = [...definitions.map((chunk) => [chunk]), ...(script.length > 0 ? [script] : [])];
  const given: Given = {
    defaultInput: options.defaultInput,
    answers: new Map([...options.answers].map(([path, shape]) => [path, shape.map(formulaOf)])),
  };
  const key = JSON.stringify([options.defaultInput, [...options.answers]]);
  const results = units.map((chunks) => ({ chunks, result: resultOf(source, chunks, given, key) }));
  return sitesOf(source, results);
}

function resultOf(source: PythonSource, chunks: readonly Chunk[], given: Given, options: string): UnitResult {
  const [first] = chunks;
  const stars = source.stars.join();
  const before = first === undefined ? undefined : remembered.get(first);
  if (
    before?.options === options &&
    before.stars === stars &&
    areSame(before.chunks, chunks) &&
    isCurrent(source, before.result)
  )
    return before.result;
  const result = evaluateUnit(source, chunks, given);
  if (first !== undefined) remembered.set(first, { chunks, options, stars, result });
  return result;
}

function isCurrent(source: PythonSource, { uses }: UnitResult): boolean {
  for (const [name, chunks] of uses) if (!areSame(source.binding(name), chunks)) return false;
  return true;
}

function areSame(a: readonly Chunk[], b: readonly Chunk[]): boolean {
  return a === b || (a.length === b.length && a.every((chunk, index) => chunk === b[index]));
}
