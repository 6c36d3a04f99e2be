import type { Tree } from '@lezer/common';
import { parser } from '@lezer/python';

/** Whether nodes of a type are tokens, by the number of the type: every node is asked, and patterns are slow. */
const tokens: readonly boolean[] = parser.nodeSet.types.map(
  ({ name, isError }) => isError || !/^[A-Z]/.test(name) || /^(\w+Op|At|PropertyName|TypeDef|Comment)$/.test(name),
);
/** Whether nodes of a type are expressions, by the number of the type. */
const expressions: readonly boolean[] = parser.nodeSet.types.map(
  ({ name }, id) => tokens[id] === false && !/^(ArgList|ParamList|Body|FormatS|FormatC)/.test(name),
);

/** A node of a syntax tree. Lezer's own nodes find their children anew whenever they are asked for them. */
export class SyntaxNode {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** The nodes in it, in order, without comments. */
  readonly children: SyntaxNode[] = [];
  /** True for punctuation, a keyword or an error, which is no expression. */
  readonly isToken: boolean;
  /** True if a syntax error is in it. */
  hasError: boolean;
  private readonly isExpression: boolean;

  constructor(id: number, name: string, from: number, to: number, isError: boolean) {
    this.name = name;
    this.from = from;
    this.to = to;
    this.isToken = tokens[id] === true;
    this.isExpression = expressions[id] === true;
    this.hasError = isError;
  }

  /** The last of the nodes in it; null if there is none. */
  get last(): SyntaxNode | null {
    return this.children.at(-1) ?? null;
  }

  /** The expressions directly in it. */
  get operands(): readonly SyntaxNode[] {
    return this.children.filter(({ isExpression }) => isExpression);
  }

  /** Returns the first node of a name directly in it; null if there is none. */
  child(name: string): SyntaxNode | null {
    for (const child of this.children) if (child.name === name) return child;
    return null;
  }

  /** Returns the nodes of a name directly in it. */
  childrenNamed(name: string): readonly SyntaxNode[] {
    return this.children.filter((child) => child.name === name);
  }
}

/** Returns the top node of Lezer's tree of a text. `onComment` receives the range of each comment. */
export function nodesOf(tree: Tree, onComment: (from: number, to: number) => void): SyntaxNode {
  const top = new SyntaxNode(tree.type.id, tree.type.name, 0, tree.length, false);
  const open = [top];
  tree.iterate({
    enter: ({ type, from, to }) => {
      if (type.isTop) return true;
      if (type.name === 'Comment') {
        onComment(from, to);
        return false;
      }
      const node = new SyntaxNode(type.id, type.name, from, to, type.isError);
      open.at(-1)?.children.push(node);
      open.push(node);
      return true;
    },
    leave: ({ type }) => {
      if (type.isTop) return;
      const node = open.pop();
      const parent = open.at(-1);
      if (node?.hasError === true && parent !== undefined) parent.hasError = true;
    },
  });
  return top;
}
