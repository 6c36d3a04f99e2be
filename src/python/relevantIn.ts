import { callsOf } from './syntax/callIndex.ts';
import { mayHaveCalls, namesCalls } from './mayHaveCalls.ts';
import type { Chunk } from './syntax/chunk.ts';
import type { PythonSource } from './syntax/pythonSource.ts';
import type { CallExpression } from './syntax/tree.ts';

const hits = new WeakMap<Chunk, boolean>();

/** The parts of a source that matter to the calls in it. */
export interface Relevant {
  /** The classes, functions and imports, in order. */
  readonly definitions: readonly Chunk[];
  /** The statements of the script, in groups that share no variable, each in order. */
  readonly scripts: readonly (readonly Chunk[])[];
  /** The names that imports and assignments give to what is looked for: `Up` for ConvTranspose2d. */
  readonly aliases: ReadonlySet<string>;
}

/**
 * Returns the chunks that matter to the calls in a source: those that contain one, and those that use what these define,
 * such as the lines of a script that make a network and apply it.
 */
export function relevantIn(source: PythonSource): Relevant {
  if (!mayHaveCalls(source.text)) return { definitions: [], scripts: [], aliases: new Set() };
  const relevant = new Set<Chunk>();
  const known = new Set<string>();
  const aliases = new Set<string>();
  /** The names that the last round added: of definitions, which matter everywhere, and of a script's variables. */
  let defined: string[] = [];
  let assigned: string[] = [];
  const add = (chunk: Chunk): void => {
    relevant.add(chunk);
    // What the block at the end of a script assigns, nothing else uses.
    if (isMain(chunk)) return;
    const names = chunk.isDefinition ? defined : assigned;
    for (const name of namesOf(chunk)) {
      // `import *` binds no name that could be looked for.
      if (known.has(name) || name.endsWith('.*')) continue;
      known.add(name);
      names.push(name);
    }
  };
  for (const chunk of source.chunks) {
    let isHit = hits.get(chunk);
    if (isHit === undefined) hits.set(chunk, (isHit = namesCalls(chunk.text)));
    if (!isHit) continue;
    add(chunk);
    if (!/^(?:class|def|async|@)/.test(chunk.text)) for (const name of namesOf(chunk)) aliases.add(name);
  }
  // Each round follows the names one step further; few networks are deeper.
  for (let round = 0; defined.length + assigned.length > 0 && round < 6; round += 1) {
    const everywhere = mentioning(defined);
    const inScripts = mentioning(assigned);
    [defined, assigned] = [[], []];
    for (const chunk of source.chunks) {
      if (relevant.has(chunk)) continue;
      if (chunk.mentions(everywhere) || (!chunk.isDefinition && chunk.mentions(inScripts))) add(chunk);
    }
  }
  const chunks = source.chunks.filter((chunk) => relevant.has(chunk));
  return {
    definitions: chunks.filter(({ isDefinition }) => isDefinition),
    scripts: groupsOf(chunks.filter(({ isDefinition }) => !isDefinition)),
    aliases,
  };
}

function mentioning(names: readonly string[]): RegExp | null {
  return names.length === 0
    ? null
    : new RegExp(String.raw`(?<![\w\u00aa-\uffff])(?:${names.join('|')})(?![\w\u00aa-\uffff])`);
}

function isMain({ text }: Chunk): boolean {
  return /^if\s+__name__/.test(text);
}

/** Returns the names through which a chunk matters; of an import, those of calls that are looked for. */
function namesOf(chunk: Chunk): Iterable<string> {
  if (!chunk.isImport) return chunk.names;
  return chunk.tree.statements.flatMap((statement) =>
    statement.kind === 'import'
      ? statement.names.filter(({ source, name }) => name !== '' && namesCalls(source)).map(({ name }) => name)
      : [],
  );
}

/** Puts the statements of a script together that share a variable. */
function groupsOf(chunks: readonly Chunk[]): readonly (readonly Chunk[])[] {
  const binder = new Map<string, number>();
  const group = chunks.map((_, index) => index);
  const rootOf = (index: number): number => {
    let at = index;
    for (let next = group[at]; next !== undefined && next !== at; next = group[at]) at = next;
    return at;
  };
  for (const [index, chunk] of chunks.entries()) {
    const bound = isMain(chunk) ? [] : chunk.names;
    for (const name of bound) if (!binder.has(name)) binder.set(name, index);
  }
  const shared = mentioning([...binder.keys()]);
  for (const [index, chunk] of chunks.entries()) {
    // The block at the end of a script finds the variables before it by their names.
    if (isMain(chunk) || !chunk.mentions(shared)) continue;
    for (const [name, other] of binder) if (chunk.words.has(name)) group[rootOf(index)] = rootOf(other);
  }
  const groups = new Map<number, Chunk[]>();
  for (const [index, chunk] of chunks.entries()) {
    const root = rootOf(index);
    const members = groups.get(root);
    if (members === undefined) groups.set(root, [chunk]);
    else members.push(chunk);
  }
  return [...groups.values()];
}

/** Returns whether a chunk has no call that may be looked for and is not among those that were reached. */
export function isExhausted(chunk: Chunk, aliases: ReadonlySet<string>, reached: ReadonlySet<CallExpression>): boolean {
  return namedCallsOf(chunk).every(({ node, name, isNamed }) => !(isNamed || aliases.has(name)) || reached.has(node));
}

/** A call of a name or an attribute; `isNamed` is true if the name is that of a call that is looked for. */
interface NamedCall {
  readonly node: CallExpression;
  readonly name: string;
  readonly isNamed: boolean;
}

const namedCalls = new WeakMap<Chunk, readonly NamedCall[]>();

function namedCallsOf(chunk: Chunk): readonly NamedCall[] {
  let known = namedCalls.get(chunk);
  if (known === undefined) {
    // A class that is derived from a layer is made through `super().__init__(…)`.
    const isDerived = namesCalls(chunk.text.split('\n', 1)[0] ?? '');
    known = [...callsOf(chunk).values()].flatMap(({ node }): readonly NamedCall[] => {
      const { callee } = node;
      if (callee.kind !== 'name' && callee.kind !== 'attribute') return [];
      const { name } = callee;
      return [{ node, name, isNamed: namesCalls(name) || (isDerived && name === '__init__') }];
    });
    namedCalls.set(chunk, known);
  }
  return known;
}
