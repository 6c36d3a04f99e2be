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

  /** All names in the chunk, those in comments and strings included. */
  get words(): ReadonlySet<string> {
    return (this.used ??= new Set(this.text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []));
  }
}

const definition = /^(?:[ \t]*#.*\n|\s*\n|@.*\n(?:[ \t].*\n|\)\s*\n)*)*(?:class|def|async\s+def|import|from)\b/;

function boundNames(chunk: Chunk): readonly string[] {
  const text = chunk.text.replace(/^(?:[ \t]*#.*(?:\n|$)|\s*\n)+/, '');
  const [, defined] = /^(?:@[^]*?\n)?(?:class|def|async\s+def)\s+([\p{L}_][\p{L}\p{N}_]*)/u.exec(text) ?? [];
  if (defined !== undefined) return [defined];
  const [, assigned] = /^([\p{L}_][\p{L}\p{N}_]*)\s*(?::[^=\n]*)?=(?!=)/u.exec(text) ?? [];
  // A second target, `a = b = 1`, is rare: the tree knows.
  if (assigned !== undefined && !/^[^=\n]*=\s*[\w.]+\s*=(?!=)/.test(text)) return [assigned];
  const [, part] = /^([\p{L}_][\p{L}\p{N}_]*)(?:\.[\w.]+|\[[^\]\n]*\])+\s*(?:\(|[-+*/]?=(?!=))/u.exec(text) ?? [];
  const names = new Set(part === undefined ? [] : [part]);
  collectNames(chunk.tree.statements, names);
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
        if (statement.value.kind === 'call') collectTargets(statement.value.callee, names);
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
