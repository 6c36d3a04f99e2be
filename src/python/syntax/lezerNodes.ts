import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';

/** Whether nodes of a type are tokens, by the number of the type: every node is asked, and patterns are slow. */
const tokens: readonly boolean[] = parser.nodeSet.types.map(
  ({ name, isError }) => isError || !/^[A-Z]/.test(name) || /^(\w+Op|At|PropertyName|TypeDef|Comment)$/.test(name),
);
/** Whether nodes of a type are expressions, by the number of the type. */
const expressions: readonly boolean[] = parser.nodeSet.types.map(
  ({ name }, id) => tokens[id] === false && !/^(ArgList|ParamList|Body|FormatS|FormatC)/.test(name),
);

/** Returns the children of a node, without comments. */
export function children(node: SyntaxNode): readonly SyntaxNode[] {
  return node.firstChild === null ? [] : childrenFrom(node.firstChild);
}

/** Returns a node and its siblings after it, without comments. */
export function childrenFrom(first: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child: SyntaxNode | null = first; child !== null; child = child.nextSibling)
    if (child.name !== 'Comment') found.push(child);
  return found;
}

/** Returns whether a node is punctuation, a keyword or an error, and no expression. */
export function isToken({ type }: SyntaxNode): boolean {
  return tokens[type.id] === true;
}

/** Returns the expressions directly in a node. */
export function operands(node: SyntaxNode): readonly SyntaxNode[] {
  return children(node).filter(({ type }) => expressions[type.id] === true);
}

/** Returns whether a node contains a syntax error. */
export function hasError(node: SyntaxNode): boolean {
  let isFound = false;
  node.cursor().iterate(({ type }) => {
    isFound ||= type.isError;
    return !isFound;
  });
  return isFound;
}
