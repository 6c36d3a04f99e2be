import { parser } from '@lezer/python';
import { nodesOf, type SyntaxNode } from './syntaxNode.ts';
import { importsIn } from './imports.ts';
import { ExpressionReader } from './readExpression.ts';
import type { ChunkTree, Comment, Expression, FunctionNode, Statement } from './tree.ts';

/** Reads the statements of a chunk of Python. Never throws: a text that is no Python gives what can be told. */
export function readChunk(text: string): ChunkTree {
  const comments: Comment[] = [];
  const top = nodesOf(parser.parse(withoutGaps(text)), (from, to) => {
    comments.push({ from, to, text: text.slice(from, to) });
  });
  const statements = new StatementReader(text).statements(top.children);
  return { statements, comments };
}

/**
 * Replaces what Lezer's grammar does not know by something of the same length that it does: `1.` and `1.e5`, a bare
 * `yield`, and form feeds. The nodes' texts are read from the original.
 */
function withoutGaps(text: string): string {
  let parsed = text;
  if (/\d\.(?![\w.])|\d\.[eE]/.test(parsed))
    parsed = parsed
      .replace(/(?<![\w.])(\d[\d_]*)\.(?![\w.])/g, '$10')
      .replace(/(?<![\w.])(\d[\d_]*)\.(?=[eE][+-]?\d)/g, '$10');
  if (parsed.includes('yield')) parsed = parsed.replace(/\byield(?=[ \t]*(?:$|[#)\n\r]))/gm, 'None ');
  return parsed.replaceAll('\f', ' ');
}

class StatementReader extends ExpressionReader {
  private nesting = 0;

  statements(nodes: readonly SyntaxNode[]): readonly Statement[] {
    // Blocks nested deeper than any code are left out, so that no text exhausts the stack.
    if (this.nesting > 60) return [];
    this.nesting += 1;
    const found: Statement[] = [];
    for (const node of nodes) found.push(...this.statement(node));
    this.nesting -= 1;
    return found;
  }

  private statement(node: SyntaxNode): readonly Statement[] {
    const { from, to } = node;
    switch (node.name) {
      case 'AssignStatement':
        return [this.assignment(node)];
      case 'UpdateStatement': {
        const nodes = node.children;
        const at = nodes.findIndex(({ name }) => name === 'UpdateOp');
        const operator = nodes[at];
        const target = this.list(nodes.slice(0, at));
        const value = this.list(nodes.slice(at + 1));
        if (operator === undefined || target === null || value === null) return [this.rest(node)];
        return [{ kind: 'update', target, operator: this.text.slice(operator.from, operator.to - 1), value, from, to }];
      }
      case 'ExpressionStatement': {
        const value = this.list(node.children);
        return value === null ? [] : [{ kind: 'expression', value, from, to }];
      }
      case 'YieldStatement':
        return [{ kind: 'expression', value: this.expression(node), from, to }];
      case 'StatementGroup':
        return this.statements(node.children);
      case 'ReturnStatement':
        return [{ kind: 'return', value: this.list(node.children.slice(1)), from, to }];
      case 'RaiseStatement':
        return [{ kind: 'raise', from, to }];
      case 'BreakStatement':
        return [{ kind: 'break', from, to }];
      case 'ContinueStatement':
        return [{ kind: 'continue', from, to }];
      case 'AssertStatement': {
        const [test] = node.operands;
        return test === undefined ? [] : [{ kind: 'assert', test: this.expression(test), from, to }];
      }
      case 'ImportStatement':
        return [{ kind: 'import', names: importsIn(this.text.slice(from, to)), from, to }];
      case 'IfStatement':
        return this.conditional(node);
      case 'ForStatement': {
        const nodes = node.children;
        const at = nodes.findIndex(({ name }) => name === 'in');
        const end = nodes.findIndex(({ name }) => name === 'Body');
        const target = this.list(nodes.slice(nodes.findIndex(({ name }) => name === 'for') + 1, at));
        const iterable = this.list(nodes.slice(at + 1, end));
        const [body = [], otherwise = []] = this.bodies(node);
        if (at < 0 || target === null || iterable === null) return [this.rest(node), ...body];
        return [{ kind: 'for', target, iterable, body, otherwise, from, to }];
      }
      case 'WhileStatement': {
        const [test] = node.operands;
        const [body = []] = this.bodies(node);
        return test === undefined ? body : [{ kind: 'while', test: this.expression(test), body, from, to }];
      }
      case 'TryStatement': {
        const bodies = this.bodies(node);
        const hasFinally = node.child('finally') !== null;
        const others = bodies.slice(1, hasFinally ? -1 : undefined);
        const last = hasFinally ? (bodies.at(-1) ?? []) : [];
        return [{ kind: 'try', body: bodies[0] ?? [], others, last, from, to }];
      }
      case 'WithStatement':
        return [this.with(node)];
      case 'MatchStatement': {
        const clauses = node.child('MatchBody')?.childrenNamed('MatchClause') ?? [];
        const others = clauses.map((clause) => this.bodies(clause)[0] ?? []);
        return [{ kind: 'match', body: [], others, last: [], from, to }];
      }
      case 'FunctionDefinition':
      case 'ClassDefinition':
        return [this.definition(node, [])];
      case 'DecoratedStatement': {
        const definition = node.last;
        if (definition === null) return [];
        const decorators = node.childrenNamed('Decorator').map((decorator) => this.decorator(decorator));
        if (definition.name === 'FunctionDefinition' || definition.name === 'ClassDefinition')
          return [{ ...this.definition(definition, decorators), from }];
        return [];
      }
      default:
        if (node.isToken) return [];
        return [this.rest(node)];
    }
  }

  private rest(node: SyntaxNode): Statement {
    return { kind: 'other', parts: node.operands.map((part) => this.expression(part)), from: node.from, to: node.to };
  }

  private bodies(node: SyntaxNode): readonly (readonly Statement[])[] {
    return node.childrenNamed('Body').map((body) => this.statements(body.children));
  }

  private assignment(node: SyntaxNode): Statement {
    const parts: SyntaxNode[][] = [[]];
    let annotation: Expression | null = null;
    for (const child of node.children) {
      if (child.name === 'AssignOp') parts.push([]);
      else if (child.name === 'TypeDef') {
        const type = child.last;
        if (type !== null && !type.isToken) annotation = this.expression(type);
      } else parts.at(-1)?.push(child);
    }
    const expressions = parts.map((part) => this.list(part));
    const value = expressions.length > 1 ? (expressions.at(-1) ?? null) : null;
    const targets = (expressions.length > 1 ? expressions.slice(0, -1) : expressions).filter((part) => part !== null);
    return { kind: 'assign', targets, value, annotation, from: node.from, to: node.to };
  }

  private conditional(node: SyntaxNode): readonly Statement[] {
    const branches: { readonly test: Expression | null; readonly body: readonly Statement[]; readonly from: number }[] =
      [];
    let test: Expression | null = null;
    let from = node.from;
    for (const child of node.children) {
      if (child.name === 'Body') {
        branches.push({ test, body: this.statements(child.children), from });
        test = null;
      } else if (child.name === 'elif' || child.name === 'else') from = child.from;
      else if (!child.isToken) test = this.expression(child);
    }
    let rest: readonly Statement[] = [];
    for (const { test: condition, body, from: start } of branches.reverse())
      rest =
        condition === null
          ? body
          : [{ kind: 'if', test: condition, then: body, otherwise: rest, from: start, to: node.to }];
    return rest;
  }

  private with(node: SyntaxNode): Statement {
    const items: { readonly value: Expression; readonly target: Expression | null }[] = [];
    let isTarget = false;
    for (const child of node.children) {
      if (child.name === 'Body') break;
      if (child.name === 'as') isTarget = true;
      if (child.isToken) continue;
      const expression = this.expression(child);
      const last = items.at(-1);
      if (isTarget && last !== undefined) items[items.length - 1] = { value: last.value, target: expression };
      else items.push({ value: expression, target: null });
      isTarget = false;
    }
    return { kind: 'with', items, body: this.bodies(node)[0] ?? [], from: node.from, to: node.to };
  }

  private decorator(node: SyntaxNode): Expression {
    const list = node.child('ArgList');
    const names = node.childrenNamed('VariableName').map(({ from, to }) => this.text.slice(from, to));
    const end = node.childrenNamed('VariableName').at(-1)?.to ?? node.to;
    const start = node.child('VariableName')?.from ?? node.from;
    let callee: Expression = { kind: 'name', name: names[0] ?? '', from: start, to: end };
    for (const name of names.slice(1)) callee = { kind: 'attribute', object: callee, name, from: start, to: end };
    if (list === null) return callee;
    return { kind: 'call', callee, arguments: this.arguments(list), isComplete: true, from: start, to: list.to };
  }

  private definition(node: SyntaxNode, decorators: readonly Expression[]): Statement {
    const { from, to } = node;
    const named = node.child('VariableName');
    const name = named === null ? '' : this.text.slice(named.from, named.to);
    const bodyNode = node.child('Body');
    const body = bodyNode === null ? [] : this.statements(bodyNode.children);
    if (node.name === 'ClassDefinition') {
      const list = node.child('ArgList');
      return { kind: 'class', name, bases: list === null ? [] : this.arguments(list), body, decorators, from, to };
    }
    const list = node.child('ParamList');
    const parameters = list === null ? [] : this.parameters(list);
    const definition: FunctionNode = {
      kind: 'function',
      name,
      parameters,
      body,
      decorators,
      bodyFrom: bodyNode?.from ?? to,
      from,
      to,
    };
    return definition;
  }
}
