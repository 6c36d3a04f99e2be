import { readChunk } from './readChunk.ts';
import { importsIn } from './imports.ts';
import { boundName, type ChunkTree } from './tree.ts';

/**
 * A statement at the outermost level of a file, with the comments before it: a class, a function, an import, a line of a
 * script. A file is cut into chunks without parsing it. A chunk is parsed when it is needed, and is the same object in
 * the next version of the file if its text is, so that an edit costs what it touches.
 */
export class Chunk {
  readonly text: string;
  private read: ChunkTree | null = null;
  private bound: BoundNames | null = null;
  private readonly asked = new Map<string, boolean>();
  private used: ReadonlySet<string> | null = null;
  private defines: boolean | null = null;
  private imports: boolean | null = null;

  constructor(text: string) {
    this.text = text;
  }

  /** The statements of the chunk, with positions in the chunk. */
  get tree(): ChunkTree {
    return (this.read ??= readChunk(this.text));
  }

  /** True for a class, a function or an import: a statement that only binds names. */
  get isDefinition(): boolean {
    return (this.defines ??= definition.test(this.text));
  }

  /** The names that the chunk binds in its module, or changes by a call of a method or an assignment to a part. */
  get names(): ReadonlySet<string> {
    return (this.bound ??= boundNames(this)).all;
  }

  /** The names of `names` that the chunk changes at most, without binding them: `model` in `model.eval()`. */
  get changed(): ReadonlySet<string> {
    return (this.bound ??= boundNames(this)).changed;
  }

  /** The names of `names` that an import binds: modules, and what they hold. */
  get imported(): ReadonlySet<string> {
    return (this.bound ??= boundNames(this)).imported;
  }

  /** True for an import at the outermost level. */
  get isImport(): boolean {
    return (this.imports ??= imports.test(this.text));
  }

  /** Returns whether the text matches a pattern of names; null matches nothing. Remembers the answers to the last patterns. */
  mentions(names: RegExp | null): boolean {
    if (names === null) return false;
    let answer = this.asked.get(names.source);
    if (answer === undefined) {
      answer = names.test(this.text);
      if (this.asked.size > 12) this.asked.clear();
      this.asked.set(names.source, answer);
    }
    return answer;
  }

  /** All names in the chunk, those in comments and strings included. */
  get words(): ReadonlySet<string> {
    return (this.used ??= new Set(this.text.match(words) ?? []));
  }
}

const definition = /^(?:[ \t]*#.*\n|\s*\n|@.*\n(?:[ \t].*\n|\)\s*\n)*)*(?:class|def|async\s+def|import|from)\b/;

const imports = /^(?:[ \t]*#.*\n|\s*\n)*(?:import|from)\b/;

/** A name. Outside ASCII everything counts as a letter: patterns with Unicode's classes are slow to compile. */
const name = String.raw`[A-Za-z_\u00aa-\uffff][\w\u00aa-\uffff]*`;
const words = new RegExp(name, 'g');
const comments = /^(?:[ \t]*#.*(?:\n|$)|\s*\n)+/;
const defines = new RegExp(String.raw`^(?:@[^]*?\n)?(?:class|def|async\s+def)\s+(${name})`);
/** Statements whose names only their tree tells: blocks, and assignments to several targets. */
const isNested = /^(?:if|for|while|with|try|match|async|import|from|@)\b|^[^=(\n]*,|^[^=\n]*=\s*[\w.]+\s*=(?!=)|:=|;/;
const assigns = new RegExp(String.raw`^(${name})\s*(?::[^=\n]*)?[-+*/]?=(?!=)`);
const changes = new RegExp(String.raw`^(${name})(?:\.[\w.]+|\[[^\]\n]*\])+\s*(?:\(|[-+*/]?=(?!=))`);

/** The names that a chunk binds or changes; those of them that it only changes, and those that an import binds. */
interface BoundNames {
  readonly all: ReadonlySet<string>;
  readonly changed: ReadonlySet<string>;
  readonly imported: ReadonlySet<string>;
}

const noNames: ReadonlySet<string> = new Set();

/** Returns the names of a statement that binds one name, or none. */
function binding(bound: string | undefined): BoundNames {
  return { all: bound === undefined ? noNames : new Set([bound]), changed: noNames, imported: noNames };
}

/** Returns the names by the beginning of the text where that is enough: most chunks need not be parsed. */
function boundNames(chunk: Chunk): BoundNames {
  const text = chunk.text.replace(comments, '');
  const [, defined] = defines.exec(text) ?? [];
  if (defined !== undefined) return binding(defined);
  if (chunk.isImport) {
    const all = new Set(importedNames(chunk, text));
    return { all, changed: noNames, imported: all };
  }
  if (isNested.test(text)) return namesInBlock(chunk, text);
  const [, bound] = assigns.exec(text) ?? [];
  if (bound !== undefined) return binding(bound);
  const [, changed] = changes.exec(text) ?? [];
  const { all } = binding(changed);
  return { all, changed: all, imported: noNames };
}

/** An import alone, which need not be parsed. */
const plainImport =
  /^(?:import[ \t][\w., \t]+|from[ \t]+[.\w]+[ \t]+import[ \t]*(?:[\w, \t]+|\*|\([^()]*\)))(?:#.*)?\s*$/;

function importedNames(chunk: Chunk, text: string): readonly string[] {
  if (plainImport.test(text)) return importsIn(text).map(boundName);
  return chunk.tree.statements.flatMap((statement) =>
    statement.kind === 'import' ? statement.names.map(boundName) : [],
  );
}

/** What a line of a block binds: an assignment to one or several targets, a definition, the target of a loop. */
const inBlock = new RegExp(
  [
    String.raw`^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(?<defined>${name})`,
    String.raw`^[ \t]*(?<target>[(\[*]*${name}(?:[^\n=(]|(?<=[,([][ \t]*)\()*?)[-+*/]?=(?!=)`,
    String.raw`=[ \t]*(?<second>${name})[ \t]*=(?!=)`,
    String.raw`^[ \t]*(?:async[ \t]+)?for[ \t]+(?<each>[^\n]+?)[ \t]in\b`,
    String.raw`\bas[ \t]+(?<alias>${name})`,
    String.raw`(?<named>${name})[ \t]*:=`,
    String.raw`^[ \t]*(?<changed>${name})[.[]`,
  ].join('|'),
  'gm',
);
/** A name among targets or aliases; what follows a point or a bracket is only changed. */
const oneName = new RegExp(String.raw`(?<![.\w\u00aa-\uffff])(${name})[ \t]*([.[])?`, 'g');

/**
 * Returns the names that the lines of a block may bind or change, and perhaps others: who asks for a name evaluates the
 * block, and sees. A block that imports is parsed.
 */
function namesInBlock(chunk: Chunk, text: string): BoundNames {
  const [bound, changed, imported] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { groups } of text.matchAll(inBlock)) {
    const found: Readonly<Record<string, string | undefined>> = groups ?? {};
    for (const [kind, part = ''] of Object.entries(found))
      for (const [, each = '', mark] of part.matchAll(oneName))
        (kind === 'changed' || mark !== undefined ? changed : bound).add(each);
  }
  if (/^[ \t]*(?:import|from)\b/m.test(text)) collectImports(chunk.tree.statements, imported);
  for (const each of imported) bound.add(each);
  for (const each of bound) changed.delete(each);
  return { all: new Set([...bound, ...changed]), changed, imported };
}

function collectImports(statements: ChunkTree['statements'], names: Set<string>): void {
  for (const statement of statements) {
    switch (statement.kind) {
      case 'import':
        for (const imported of statement.names) names.add(boundName(imported));
        break;
      case 'if':
        collectImports(statement.then, names);
        collectImports(statement.otherwise, names);
        break;
      case 'for':
      case 'while':
      case 'with':
        collectImports(statement.body, names);
        break;
      case 'try':
      case 'match':
        for (const block of [statement.body, ...statement.others, statement.last]) collectImports(block, names);
        break;
      default:
        break;
    }
  }
}
