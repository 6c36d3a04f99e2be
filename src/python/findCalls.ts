import { formulaOf } from '../dialects/formula.ts';
import type { CallSite, SiteShape } from './callSite.ts';
import { evaluateUnit, type UnitResult } from './evaluation/unit.ts';
import type { Given } from './evaluation/interpreter.ts';
import { isExhausted, relevantIn } from './relevantIn.ts';
import { sitesOf } from './sitesOf.ts';
import type { Chunk } from './syntax/chunk.ts';
import type { PythonSource } from './syntax/pythonSource.ts';
import type { CallExpression } from './syntax/tree.ts';

/** What is known beside the code. */
export interface FindOptions {
  /** The sizes of an input that nothing in the code says, such as [1, 3, 256, 256]; null if there are none. */
  readonly defaultInput: readonly number[] | null;
  /** What somebody answered: the sizes of a call's input, by the call's `path`. */
  readonly answers: ReadonlyMap<string, SiteShape>;
}

const nothingKnown: FindOptions = { defaultInput: null, answers: new Map() };

/** Writes what is known beside the code, to tell whether two searches of one text find the same. */
export function optionsText({ defaultInput, answers }: FindOptions = nothingKnown): string {
  return JSON.stringify([defaultInput, [...answers]]);
}

/** What was found last in the unit that begins with a chunk. */
interface Remembered {
  readonly chunks: readonly Chunk[];
  readonly options: string;
  readonly stars: string;
  readonly result: UnitResult;
}

/** A class, a function or a script takes at most so many steps, some twenty milliseconds. */
const mostOfUnit = 40_000;
/** A file takes at most so many; after that, its calls are found, but not followed far. */
const mostSteps = 120_000;
const fewSteps = 500;

const remembered = new WeakMap<Chunk, Remembered>();

/**
 * Finds the calls in Python source, in their order in the file, with their arguments and the sizes around them as far as
 * the code determines them. Executes nothing and never throws. Asked about the next version of a source, it reuses what
 * it found in the parts that are the same. `lineOf` says which line a position is in, for `inputFrom`.
 */
export function findCalls(
  source: PythonSource,
  options: FindOptions = nothingKnown,
  lineOf: (position: number) => string = (position) => String(source.lineOf(position)),
): readonly CallSite[] {
  const { definitions, scripts, aliases } = relevantIn(source);
  const given: Given = {
    defaultInput: options.defaultInput,
    answers: new Map([...options.answers].map(([path, shape]) => [path, shape.map(formulaOf)])),
  };
  const key = optionsText(options);
  let left = mostSteps;
  const results: { readonly chunks: readonly Chunk[]; readonly result: UnitResult }[] = [];
  const reached = new Set<CallExpression>();
  const entered = new Set<Chunk>();
  // First the code that makes and calls things, which knows most. A definition all of whose calls were reached then needs
  // no evaluation of its own.
  for (const chunks of [...scripts, ...[...definitions].reverse().map((chunk) => [chunk])]) {
    const [root] = chunks;
    if (root?.isDefinition === true && entered.has(root) && isExhausted(root, aliases, reached)) continue;
    const most = left > mostOfUnit ? mostOfUnit : fewSteps;
    const result = resultOf(source, chunks, given, most, `${most} ${key}`);
    left -= result.steps;
    for (const { node } of result.reaches) reached.add(node);
    for (const chunk of result.entered) entered.add(chunk);
    results.push({ chunks, result });
  }
  return sitesOf(source, results, lineOf);
}

function resultOf(
  source: PythonSource,
  chunks: readonly Chunk[],
  given: Given,
  most: number,
  options: string,
): UnitResult {
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
  const result = evaluateUnit(source, chunks, given, most);
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
