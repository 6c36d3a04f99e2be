import type { SyntaxNode } from './syntaxNode.ts';
import type { CallArgument, ComprehensionClause, Expression, Parameter, SliceExpression, Statement } from './tree.ts';

/** Expressions that are nested deeper are not looked into, so that no text exhausts the stack. */
const deepest = 150;

/** Turns nodes of Lezer's tree of `text` into expressions. Anything that has no meaning here becomes `other`. */
export class ExpressionReader {
  protected readonly text: string;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Returns the expression of a node. */
  expression(node: SyntaxNode): Expression {
    if (this.depth > deepest) return { kind: 'other', parts: [], from: node.from, to: node.to };
    this.depth += 1;
    const expression = this.read(node);
    this.depth -= 1;
    return expression;
  }

  private read(node: SyntaxNode): Expression {
    const { from, to } = node;
    switch (node.name) {
      case 'VariableName':
        return { kind: 'name', name: this.text.slice(from, to), from, to };
      case 'Number':
        return this.number(node);
      case 'String':
        return { kind: 'text', text: unquoted(this.text.slice(from, to)), from, to };
      case 'ContinuedString':
        return this.continued(node);
      case 'FormatString':
        return { kind: 'format', parts: this.formatParts(node), from, to };
      case 'Boolean':
        return { kind: 'boolean', boolean: this.text.charAt(from) === 'T', from, to };
      case 'None':
        return { kind: 'none', from, to };
      case 'Ellipsis':
        return { kind: 'ellipsis', from, to };
      case 'ParenthesizedExpression': {
        const [inner] = node.operands;
        // The parentheses do not matter, but the range should contain them.
        return inner === undefined ? { kind: 'other', parts: [], from, to } : this.expression(inner);
      }
      case 'TupleExpression':
      case 'ArrayExpression':
        return { kind: 'list', items: this.items(node.children), isTuple: node.name === 'TupleExpression', from, to };
      case 'DictionaryExpression':
        return { kind: 'dictionary', entries: this.entries(node), from, to };
      case 'MemberExpression':
        return this.member(node);
      case 'CallExpression':
        return this.call(node);
      case 'UnaryExpression': {
        const [operand] = node.operands;
        const [sign] = node.children;
        const operator = sign === undefined ? '' : this.text.slice(sign.from, sign.to);
        if (operand === undefined) return { kind: 'other', parts: [], from, to };
        return { kind: 'unary', operator, operand: this.expression(operand), from, to };
      }
      case 'BinaryExpression': {
        const [left, right] = node.operands;
        if (left === undefined || right === undefined) return this.other(node);
        const operator = this.text
          .slice(left.to, right.from)
          .replace(/#.*/g, '')
          .replace(/[()\\]/g, '')
          .trim();
        return {
          kind: 'binary',
          operator: operator.replace(/\s+/g, ' '),
          left: this.expression(left),
          right: this.expression(right),
          from,
          to,
        };
      }
      case 'ConditionalExpression': {
        const [then, test, otherwise] = node.operands;
        if (then === undefined || test === undefined || otherwise === undefined) return this.other(node);
        return {
          kind: 'conditional',
          test: this.expression(test),
          then: this.expression(then),
          otherwise: this.expression(otherwise),
          from,
          to,
        };
      }
      case 'ArrayComprehensionExpression':
      case 'ComprehensionExpression':
      case 'SetComprehensionExpression':
      case 'DictionaryComprehensionExpression':
        return this.comprehension(node);
      case 'NamedExpression': {
        const [target, value] = node.operands;
        if (target === undefined || value === undefined) return this.other(node);
        return { kind: 'named', target: this.expression(target), value: this.expression(value), from, to };
      }
      case 'LambdaExpression': {
        const parameters = node.child('ParamList');
        const body = node.last;
        if (body === null || body.name === 'ParamList' || body.isToken) return this.other(node);
        const value = this.expression(body);
        const result: Statement = { kind: 'return', value, from: value.from, to: value.to };
        return {
          kind: 'function',
          name: '',
          parameters: parameters === null ? [] : this.parameters(parameters),
          body: [result],
          decorators: [],
          bodyFrom: body.from,
          from,
          to,
        };
      }
      case 'YieldExpression':
      case 'YieldStatement': {
        const nodes = node.children.slice(1);
        const isFrom = nodes[0]?.name === 'from';
        return { kind: 'yield', value: this.list(isFrom ? nodes.slice(1) : nodes), isFrom, from, to };
      }
      case 'AwaitExpression': {
        const [operand] = node.operands;
        return operand === undefined ? this.other(node) : this.expression(operand);
      }
      default:
        return this.other(node);
    }
  }

  /** Returns a node without a meaning, with the expressions in it. */
  protected other(node: SyntaxNode): Expression {
    return { kind: 'other', parts: node.operands.map((part) => this.expression(part)), from: node.from, to: node.to };
  }

  private number(node: SyntaxNode): Expression {
    const source = this.text.slice(node.from, node.to).replaceAll('_', '');
    const number = Number(source);
    const place = { from: node.from, to: node.to };
    if (!Number.isFinite(number)) return { kind: 'other', parts: [], ...place };
    return { kind: 'number', number, isFloat: /^[^xX]*[.eE]/.test(source), ...place };
  }

  private continued(node: SyntaxNode): Expression {
    const parts = node.children.flatMap((part): readonly (string | Expression | null)[] =>
      part.name === 'FormatString' ? this.formatParts(part) : [unquoted(this.text.slice(part.from, part.to))],
    );
    const place = { from: node.from, to: node.to };
    return parts.every((part) => typeof part === 'string')
      ? { kind: 'text', text: parts.join(''), ...place }
      : { kind: 'format', parts, ...place };
  }

  private formatParts(node: SyntaxNode): readonly (string | Expression | null)[] {
    const parts: (string | Expression | null)[] = [];
    const source = this.text.slice(node.from, node.to);
    const quote = /^\w*("""|'''|"|')/.exec(source);
    let at = node.from + (quote?.[0].length ?? 1);
    const end = node.to - (quote?.[1]?.length ?? 1);
    for (const part of node.children) {
      if (part.name !== 'FormatReplacement') continue;
      parts.push(this.text.slice(at, part.from));
      const [value] = part.operands;
      const hasFormat = part.child('FormatSpec') !== null || part.child('FormatConversion') !== null;
      parts.push(value === undefined || hasFormat ? null : this.expression(value));
      at = part.to;
    }
    parts.push(this.text.slice(at, Math.max(at, end)));
    return parts;
  }

  /** Returns the entries of a list or a tuple, `*entry` included. */
  private items(nodes: readonly SyntaxNode[]): readonly Expression[] {
    const items: Expression[] = [];
    let star: number | null = null;
    for (const node of nodes) {
      if (node.name === '*') star = node.from;
      if (node.isToken) continue;
      const value = this.expression(node);
      items.push(star === null ? value : { kind: 'star', operand: value, from: star, to: node.to });
      star = null;
    }
    return items;
  }

  /** Returns the expressions of a list without brackets; if there are several, as a tuple. */
  list(nodes: readonly SyntaxNode[]): Expression | null {
    const [first] = nodes;
    const last = nodes.at(-1);
    if (first === undefined || last === undefined) return null;
    const isTuple = nodes.some(({ name }) => name === ',');
    const items = this.items(nodes);
    const [only] = items;
    if (only === undefined) return null;
    return isTuple ? { kind: 'list', items, isTuple: true, from: first.from, to: last.to } : only;
  }

  private entries(node: SyntaxNode): readonly { readonly key: Expression | null; readonly value: Expression }[] {
    const entries: { readonly key: Expression | null; readonly value: Expression }[] = [];
    let key: Expression | null = null;
    let isValue = false;
    for (const child of node.children) {
      if (child.name === ':' || child.name === '**') isValue = true;
      if (child.isToken) continue;
      const expression = this.expression(child);
      if (isValue) entries.push({ key, value: expression });
      key = isValue ? null : expression;
      isValue = false;
    }
    return entries;
  }

  private member(node: SyntaxNode): Expression {
    const place = { from: node.from, to: node.to };
    const [first, second, ...rest] = node.children;
    if (first === undefined || second === undefined) return this.other(node);
    const object = this.expression(first);
    if (second.name !== '[') {
      const property = node.child('PropertyName');
      const name = property === null ? '' : this.text.slice(property.from, property.to);
      return { kind: 'attribute', object, name, ...place };
    }
    const items: (Expression | SliceExpression)[] = [];
    let part: SyntaxNode[] = [];
    for (const child of rest) {
      if (child.name !== ',' && child.name !== ']') {
        part.push(child);
        continue;
      }
      if (part.length > 0) items.push(this.subscript(part));
      part = [];
    }
    if (part.length > 0) items.push(this.subscript(part));
    return { kind: 'subscript', object, items, ...place };
  }

  private subscript(part: readonly SyntaxNode[]): Expression | SliceExpression {
    const from = part[0]?.from ?? 0;
    const to = part.at(-1)?.to ?? from;
    if (!part.some(({ name }) => name === ':')) return this.list(part) ?? { kind: 'other', parts: [], from, to };
    const bounds: (Expression | null)[] = [null, null, null];
    let index = 0;
    for (const node of part) {
      if (node.name === ':') index += 1;
      else if (!node.isToken) bounds[index] = this.expression(node);
    }
    return { kind: 'slice', start: bounds[0] ?? null, stop: bounds[1] ?? null, step: bounds[2] ?? null, from, to };
  }

  private call(node: SyntaxNode): Expression {
    const [callee] = node.children;
    const list = node.child('ArgList');
    if (callee === undefined || list === null) return this.other(node);
    return {
      kind: 'call',
      callee: this.expression(callee),
      arguments: this.arguments(list),
      isComplete: this.text.charAt(list.to - 1) === ')' && !list.hasError,
      from: node.from,
      to: node.to,
    };
  }

  /** Returns the arguments of a call, or the bases of a class. */
  arguments(list: SyntaxNode): readonly CallArgument[] {
    const found: CallArgument[] = [];
    let kind: CallArgument['kind'] = 'positional';
    let name = '';
    let from = -1;
    let previous: SyntaxNode | null = null;
    for (const [index, child] of list.children.entries()) {
      if (child.name === '*') kind = 'list';
      else if (child.name === '**') kind = 'dictionary';
      else if (child.name === 'AssignOp' && previous?.name === 'VariableName') {
        // The name was read as an argument.
        if (found.at(-1)?.from === previous.from) found.pop();
        kind = 'keyword';
        name = this.text.slice(previous.from, previous.to);
        from = previous.from;
      } else if (child.name === 'for') {
        const argument = found.pop();
        if (argument === undefined) continue;
        const clauses = this.clauses(list.children.slice(index));
        const value: Expression = {
          kind: 'comprehension',
          element: argument.value,
          key: null,
          clauses,
          from: argument.from,
          to: list.to - 1,
        };
        found.push({ ...argument, value, to: value.to });
        break;
      } else if (!child.isToken) {
        const value = this.expression(child);
        found.push({ kind, name, value, from: from < 0 ? child.from : from, to: child.to });
        [kind, name, from] = ['positional', '', -1];
      }
      previous = child;
    }
    return found;
  }

  /** Returns the parameters of a function. */
  parameters(list: SyntaxNode): readonly Parameter[] {
    const found: Parameter[] = [];
    let star: Parameter['star'] = '';
    let isKeywordOnly = false;
    let hasDefault = false;
    let current: { name: string; from: number; annotation: Expression | null; initial: Expression | null } | null =
      null;
    const finish = (to: number): void => {
      if (current !== null) {
        found.push({ ...current, star, isKeywordOnly: isKeywordOnly && star === '', to });
        if (star === '*') isKeywordOnly = true;
      } else if (star === '*') isKeywordOnly = true;
      [current, star, hasDefault] = [null, '', false];
    };
    for (const child of list.children) {
      if (child.name === ',' || child.name === ')') finish(child.from);
      else if (child.name === '*' || child.name === '**') star = child.name;
      else if (child.name === 'AssignOp') hasDefault = true;
      else if (child.name === 'TypeDef') {
        const type = child.last;
        if (current !== null && type !== null && !type.isToken) current.annotation = this.expression(type);
      } else if (child.isToken) continue;
      else if (hasDefault && current !== null) current.initial = this.expression(child);
      else if (child.name === 'VariableName')
        current = { name: this.text.slice(child.from, child.to), from: child.from, annotation: null, initial: null };
    }
    finish(list.to);
    return found;
  }

  private comprehension(node: SyntaxNode): Expression {
    const parts = node.children.filter(({ name }) => !/^[([{}\])]$/.test(name));
    const split = parts.findIndex(({ name }) => name === 'for' || name === 'async');
    const head = parts.slice(0, split).filter((part) => !part.isToken);
    const [first, second] = head;
    if (first === undefined || split < 0) return this.other(node);
    const isDictionary = node.name.startsWith('Dictionary') && second !== undefined;
    return {
      kind: 'comprehension',
      element: this.expression(isDictionary ? second : first),
      key: isDictionary ? this.expression(first) : null,
      clauses: this.clauses(parts.slice(split)),
      from: node.from,
      to: node.to,
    };
  }

  private clauses(parts: readonly SyntaxNode[]): readonly ComprehensionClause[] {
    const clauses: { target: Expression; iterable: Expression; conditions: Expression[] }[] = [];
    let at = 0;
    const until = (stops: readonly string[]): Expression | null => {
      const start = at;
      while (at < parts.length && !stops.includes(parts[at]?.name ?? '')) at += 1;
      return this.list(parts.slice(start, at));
    };
    while (at < parts.length) {
      const name = parts[at]?.name;
      at += 1;
      if (name === 'for') {
        const target = until(['in']);
        at += 1;
        const iterable = until(['for', 'if', 'async', ')']);
        if (target === null || iterable === null) break;
        clauses.push({ target, iterable, conditions: [] });
      } else if (name === 'if') {
        const condition = until(['for', 'if', 'async', ')']);
        if (condition !== null) clauses.at(-1)?.conditions.push(condition);
      } else if (name !== 'async') break;
    }
    return clauses;
  }
}

/** Returns the text of a string literal; escapes other than of quotes and backslashes stay as they are. */
function unquoted(source: string): string {
  const [, , content = ''] = /^\w*("""|'''|"|')([^]*)\1$/.exec(source) ?? [];
  return content.replace(/\\(["'\\])/g, '$1');
}
