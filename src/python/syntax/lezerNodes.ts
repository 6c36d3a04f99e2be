import type { SyntaxNode } from '@lezer/common';

/** Returns the children of a node, without comments. */
export function children(node: SyntaxNode): readonly SyntaxNode[] {
  return node.firstChild === null ? [] : childrenFrom(node.firstChild);
}

/** Returns a node and its siblings behind it, without comments. */
export function childrenFrom(first: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child: SyntaxNode | null = first; child !== null; child = child.nextSibling)
    if (child.name !== 'Comment') found.push(child);
  return found;
}

/** Returns whether a node is punctuation, a keyword or an error, and no expression. */
export function isToken(node: SyntaxNode): boolean {
  const { name, type } = node;
  return type.isError || !/^[A-Z]/.test(name) || /^(\w+Op|At|PropertyName|TypeDef|Comment)$/.test(name);
}

/** Returns the expressions directly in a node. */
export function operands(node: SyntaxNode): readonly SyntaxNode[] {
  return children(node).filter(
    (child) => !isToken(child) && !/^(ArgList|ParamList|Body|FormatS|FormatC)/.test(child.name),
  );
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
