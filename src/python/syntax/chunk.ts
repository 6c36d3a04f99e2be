import { readChunk } from './readChunk.ts';
import type { ChunkTree, Expression } from './tree.ts';

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

  constructor(text: string) {
    this.text = text;
  }

  /** The statements of the chunk, with positions in the chunk. */
  get tree(): ChunkTree {
    return (this.read ??= readChunk(this.text));
  }

  /** True for a class, a function or an import: a statement that only binds names. */
  get isDefinition(): boolean {
    return definition.test(this.text);
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
  const names = new Set<string>();
  if (isNested.test(text)) collectNames(chunk.tree.statements, names);
  else {
    const [, bound] = assigns.exec(text) ?? changes.exec(text) ?? [];
    if (bound !== undefined) names.add(bound);
  }
  return [...names];
}

function collectNames(statements: ChunkTree['statements'], names: Set<string>): void {
  for (const statement of statements) {
    switch (statement.kind) {
      case 'assign':
        for (const target of statement.targets) collectTargets(target, names);
        break;
      case 'update':
        collectTargets(statement.target, names);
        break;
      case 'expression':
        if (statement.value.kind === 'call' && statement.value.callee.kind === 'attribute')
          collectTargets(statement.value.callee, names);
        if (statement.value.kind === 'named') collectTargets(statement.value.target, names);
        break;
      case 'function':
      case 'class':
        names.add(statement.name);
        break;
      case 'import':
        for (const { name, source } of statement.names) names.add(name === '' ? source : name);
        break;
      case 'for':
        collectTargets(statement.target, names);
        collectNames(statement.body, names);
        collectNames(statement.otherwise, names);
        break;
      case 'while':
        collectNames(statement.body, names);
        break;
      case 'with':
        for (const { target } of statement.items) if (target !== null) collectTargets(target, names);
        collectNames(statement.body, names);
        break;
      case 'if':
        collectNames(statement.then, names);
        collectNames(statement.otherwise, names);
        break;
      case 'try':
      case 'match':
        for (const block of [statement.body, ...statement.others, statement.last]) collectNames(block, names);
        break;
      case 'return':
      case 'assert':
      case 'raise':
      case 'break':
      case 'continue':
      case 'other':
        break;
    }
  }
}

/** Adds the names that an assignment to `target` binds or changes. */
function collectTargets(target: Expression, names: Set<string>): void {
  if (target.kind === 'name') names.add(target.name);
  else if (target.kind === 'attribute' || target.kind === 'subscript') collectTargets(target.object, names);
  else if (target.kind === 'star') collectTargets(target.operand, names);
  else if (target.kind === 'list') for (const item of target.items) collectTargets(item, names);
}
