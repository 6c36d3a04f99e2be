import type { Chunk } from './chunk.ts';
import type { CallExpression, ClassNode, Expression, FunctionNode, SliceExpression, Statement } from './tree.ts';

/** A call in a chunk, and where it stands. */
export interface IndexedCall {
  readonly node: CallExpression;
  /** Such as `Generator.__init__ › self.up2`. */
  readonly path: string;
  /** The classes and functions around, outermost first. */
  readonly around: readonly (ClassNode | FunctionNode)[];
}

const indices = new WeakMap<Chunk, ReadonlyMap<CallExpression, IndexedCall>>();

/** Returns the calls in a chunk, in the order of its text. */
export function callsOf(chunk: Chunk): ReadonlyMap<CallExpression, IndexedCall> {
  let index = indices.get(chunk);
  if (index === undefined) {
    const indexer = new Indexer(chunk.text);
    indexer.statements(chunk.tree.statements);
    index = indexer.calls;
    indices.set(chunk, index);
  }
  return index;
}

/** Functions that hold layers in the order of their arguments. */
const containers = /(?:^|\.)(?:Sequential|ModuleList|ModuleDict|OrderedDict)$/;

/** Returns whether an argument holds the layers of a container itself. */
function isCollection(value: Expression): boolean {
  return (
    value.kind === 'list' ||
    value.kind === 'dictionary' ||
    (value.kind === 'call' &&
      value.callee.kind !== 'call' &&
      ('name' in value.callee ? value.callee.name : '').endsWith('OrderedDict'))
  );
}

class Indexer {
  readonly calls = new Map<CallExpression, IndexedCall>();
  private readonly text: string;
  private readonly taken = new Map<string, number>();
  private around: readonly (ClassNode | FunctionNode)[] = [];
  /** The names of what is around: `Generator.__init__`. */
  private names = '';

  constructor(text: string) {
    this.text = text;
  }

  statements(statements: readonly Statement[]): void {
    for (const statement of statements) this.statement(statement);
  }

  private statement(statement: Statement): void {
    switch (statement.kind) {
      case 'assign': {
        // A call that is not closed has swallowed the target of the next assignment: `a = f(1, k=⏎b = g(2)`.
        let label = '';
        for (const target of statement.targets) {
          if (target.kind === 'call') this.expression(target, label);
          const swallowed = target.kind === 'call' ? target.arguments.at(-1)?.value : target;
          if (label === '' || target.kind === 'call') label = swallowed === undefined ? '' : this.source(swallowed);
        }
        if (statement.value !== null) this.expression(statement.value, label);
        return;
      }
      case 'update':
        this.expression(statement.value, this.source(statement.target));
        return;
      case 'expression':
        this.expression(statement.value, '');
        return;
      case 'return':
        if (statement.value !== null) this.expression(statement.value, 'return');
        return;
      case 'if':
        this.expression(statement.test, '');
        this.statements(statement.then);
        this.statements(statement.otherwise);
        return;
      case 'for':
        this.expression(statement.iterable, '');
        this.statements(statement.body);
        this.statements(statement.otherwise);
        return;
      case 'while':
        this.expression(statement.test, '');
        this.statements(statement.body);
        return;
      case 'try':
      case 'match':
        for (const block of [statement.body, ...statement.others, statement.last]) this.statements(block);
        return;
      case 'with':
        for (const { value } of statement.items) this.expression(value, '');
        this.statements(statement.body);
        return;
      case 'assert':
        this.expression(statement.test, '');
        return;
      case 'function':
      case 'class': {
        for (const part of statement.kind === 'class' ? statement.bases.map(({ value }) => value) : [])
          this.expression(part, '');
        this.within(statement, () => {
          if (statement.kind === 'function')
            for (const { initial } of statement.parameters) if (initial !== null) this.expression(initial, '');
          this.statements(statement.body);
        });
        return;
      }
      case 'other':
        for (const part of statement.parts) this.expression(part, '');
        return;
      case 'import':
      case 'raise':
      case 'break':
      case 'continue':
        return;
    }
  }

  /** Indexes the calls in an expression; `label` names what the expression is assigned to. */
  private expression(expression: Expression | SliceExpression, label: string): void {
    switch (expression.kind) {
      case 'call':
        this.call(expression, label);
        return;
      case 'list': {
        const [key, value] = expression.items;
        // A pair of a name and a layer, as in an OrderedDict.
        if (expression.isTuple && expression.items.length === 2 && key?.kind === 'text' && value !== undefined) {
          this.expression(value, `${label.replace(/\[\d+\]$/, '')}["${key.text}"]`);
          return;
        }
        for (const [index, item] of expression.items.entries()) this.expression(item, `${label}[${index}]`);
        return;
      }
      case 'dictionary':
        for (const { key, value } of expression.entries)
          this.expression(value, key === null ? label : `${label}[${this.source(key)}]`);
        return;
      case 'attribute':
        this.expression(expression.object, label);
        return;
      case 'subscript':
        this.expression(expression.object, label);
        for (const item of expression.items) this.expression(item, label);
        return;
      case 'unary':
      case 'star':
        this.expression(expression.operand, label);
        return;
      case 'binary':
        this.expression(expression.left, label);
        this.expression(expression.right, label);
        return;
      case 'conditional':
        for (const part of [expression.test, expression.then, expression.otherwise]) this.expression(part, label);
        return;
      case 'comprehension':
        this.expression(expression.element, `${label}[]`);
        for (const { iterable } of expression.clauses) this.expression(iterable, label);
        return;
      case 'yield':
        if (expression.value !== null) this.expression(expression.value, label === '' ? 'yield' : label);
        return;
      case 'named':
        this.expression(expression.value, this.source(expression.target));
        return;
      case 'function': {
        this.within(expression, () => {
          for (const statement of expression.body)
            if (statement.kind === 'return' && statement.value !== null) this.expression(statement.value, label);
        });
        return;
      }
      case 'format':
        for (const part of expression.parts)
          if (part !== null && typeof part !== 'string') this.expression(part, label);
        return;
      case 'other':
        for (const part of expression.parts) this.expression(part, label);
        return;
      case 'slice':
        for (const part of [expression.start, expression.stop, expression.step])
          if (part !== null) this.expression(part, label);
        return;
      case 'name':
      case 'number':
      case 'text':
      case 'boolean':
      case 'none':
      case 'ellipsis':
        return;
    }
  }

  /** Indexes what is in a class or a function. */
  private within(node: ClassNode | FunctionNode, index: () => void): void {
    const { around, names } = this;
    const name = node.name === '' ? 'lambda' : node.name;
    this.around = [...around, node];
    this.names = names === '' ? name : `${names}.${name}`;
    index();
    this.around = around;
    this.names = names;
  }

  private call(node: CallExpression, label: string): void {
    const callee = this.source(node.callee);
    this.calls.set(node, {
      node,
      path: this.pathOf(label === '' ? callee : label, lastName(node.callee, callee)),
      around: this.around,
    });
    this.expression(node.callee, label);
    const holds = containers.test(callee) || label.endsWith(']');
    const method = /(?:^|\.)(append|add|add_module|insert|extend|register_module)$/.exec(callee)?.[1];
    let position = 0;
    for (const { kind, name, value } of node.arguments) {
      let own = label;
      if (method !== undefined && label === '') {
        const [first] = node.arguments;
        own =
          node.arguments.length > 1 && first?.value.kind === 'text' ? `${callee}(${this.source(first.value)})` : callee;
      } else if (holds && kind === 'positional' && !isCollection(value))
        own = node.arguments.length === 1 && !containers.test(callee) ? label : `${label}[${position}]`;
      else if (kind === 'keyword' && value.kind !== 'list') own = label === '' ? name : label;
      this.expression(value, own);
      position += 1;
    }
  }

  private pathOf(label: string, name: string): string {
    const path = this.names === '' ? label : `${this.names} › ${label}`;
    // Calls of other functions on the same line of thought do not count: `x = dense(x)`, `x = up(x)`.
    const key = `${path}\n${name}`;
    const count = (this.taken.get(key) ?? 0) + 1;
    this.taken.set(key, count);
    return count === 1 ? path : `${path} (${count})`;
  }

  private source({ from, to }: { readonly from: number; readonly to: number }): string {
    const written = this.text.slice(from, to);
    const text = /\s/.test(written) ? written.replace(/\s+/g, ' ') : written;
    return text.length > 60 ? `${text.slice(0, 59)}…` : text;
  }
}

/** Returns the name under which a callee is called, without the objects that it is of. */
function lastName(callee: Expression, source: string): string {
  return callee.kind === 'name' || callee.kind === 'attribute' ? callee.name : source.replace(/^.*\./, '');
}
