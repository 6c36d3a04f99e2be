import { readChunk } from './readChunk.ts';
import { boundName, type ChunkTree } from './tree.ts';

/**
 * A statement at the outermost level of a file, with the comments before it: a class, a function, an import, a line of a
 * script. A file is cut into chunks without parsing it. A chunk is parsed when it is needed, and is the same object in
 * the next version of the file if its text is, so that an edit costs what it touches.
 */
export class Chunk {
  readonly text: string;
  private read: ChunkTree | null = null;
  private bound: readonly string[] | null = null;
  private readonly asked = new Map<string, boolean>();
  private used: ReadonlySet<string> | null = null;
  private defines: boolean | null = null;

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
  get names(): readonly string[] {
    return (this.bound ??= boundNames(this));
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
    return (this.used ??= new Set(
      this.text.match(isAscii(this.text) ? /[A-Za-z_]\w*/g : /[\p{L}_][\p{L}\p{N}_]*/gu) ?? [],
    ));
  }
}

/** Returns whether a text has only ASCII, which is faster to search. */
function isAscii(text: string): boolean {
  return !/[\u0080-\uffff]/.test(text);
}

const definition = /^(?:[ \t]*#.*\n|\s*\n|@.*\n(?:[ \t].*\n|\)\s*\n)*)*(?:class|def|async\s+def|import|from)\b/;

const name = String.raw`[\p{L}_][\p{L}\p{N}_]*`;
const comments = /^(?:[ \t]*#.*(?:\n|$)|\s*\n)+/;
const defines = new RegExp(String.raw`^(?:@[^]*?\n)?(?:class|def|async\s+def)\s+(${name})`, 'u');
/** Statements whose names only their tree tells: blocks, and assignments to several targets. */
const isNested = /^(?:if|for|while|with|try|match|async|import|from|@)\b|^[^=(\n]*,|^[^=\n]*=\s*[\w.]+\s*=(?!=)|:=|;/;
const assigns = new RegExp(String.raw`^(${name})\s*(?::[^=\n]*)?[-+*/]?=(?!=)`, 'u');
const changes = new RegExp(String.raw`^(${name})(?:\.[\w.]+|\[[^\]\n]*\])+\s*(?:\(|[-+*/]?=(?!=))`, 'u');

/** Returns the names by the beginning of the text where that is enough: most chunks need not be parsed. */
function boundNames(chunk: Chunk): readonly string[] {
  const text = chunk.text.replace(comments, '');
  const [, defined] = defines.exec(text) ?? [];
  if (defined !== undefined) return [defined];
  if (/^(?:import|from)\b/.test(text)) return importedNames(chunk);
  if (isNested.test(text)) return namesInBlock(chunk, text);
  const [, bound] = assigns.exec(text) ?? changes.exec(text) ?? [];
  return bound === undefined ? [] : [bound];
}

function importedNames(chunk: Chunk): readonly string[] {
  return chunk.tree.statements.flatMap((statement) =>
    statement.kind === 'import' ? statement.names.map(boundName) : [],
  );
}

/** What a line of a block binds: an assignment to one or several targets, a definition, the target of a loop. */
const inBlock = new RegExp(
  [
    String.raw`^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(?<defined>${name})`,
    String.raw`^[ \t]*(?<target>[(\[*]*${name}[^\n=]*?)[-+*/]?=(?!=)`,
    String.raw`=[ \t]*(?<second>${name})[ \t]*=(?!=)`,
    String.raw`^[ \t]*(?:async[ \t]+)?for[ \t]+(?<each>[^\n]+?)[ \t]in\b`,
    String.raw`\bas[ \t]+(?<alias>${name})`,
    String.raw`(?<named>${name})[ \t]*:=`,
    String.raw`^[ \t]*(?<changed>${name})[.[]`,
  ].join('|'),
  'gmu',
);
const oneName = new RegExp(name, 'gu');

/**
 * Returns the names that the lines of a block may bind or change, and perhaps others: who asks for a name evaluates the
 * block, and sees. A block that imports is parsed.
 */
function namesInBlock(chunk: Chunk, text: string): readonly string[] {
  const names = new Set<string>();
  for (const { groups } of text.matchAll(inBlock)) {
    const found: Readonly<Record<string, string | undefined>> = groups ?? {};
    for (const part of Object.values(found)) for (const [each] of (part ?? '').matchAll(oneName)) names.add(each);
  }
  if (/^[ \t]*(?:import|from)\b/m.test(text)) collectImports(chunk.tree.statements, names);
  return [...names];
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
