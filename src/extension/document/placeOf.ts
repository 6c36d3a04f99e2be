import { type Node, parseTree } from 'jsonc-parser';
import type { Argument, DocumentPlace, Refusal } from '../../engine/core/refusal.ts';
import { syntaxFaultOf } from '../../scenario/document/parseDocument.ts';

/** A part of a text, in UTF-16 code units. */
export interface TextSpan {
  readonly offset: number;
  readonly length: number;
}

const start: TextSpan = { offset: 0, length: 1 };

/**
 * Returns the part of a document's text that a refusal is about: a syntax error, an unknown key, a value, or the
 * object that lacks the value. A refusal of the document as a whole is placed at its start.
 */
export function placeOf(refusal: Refusal, text: string): TextSpan {
  const fault = syntaxFaultOf(text);
  if (fault !== null) {
    // At the end of the text there is nothing to mark but the last character.
    return { offset: Math.max(0, Math.min(fault.offset, text.length - 1)), length: Math.max(fault.length, 1) };
  }
  const root = parseTree(text, [], { allowTrailingComma: true });
  return root === undefined ? start : spanOf(root, refusal.place ?? { path: pathOf(refusal, root), part: 'value' });
}

function spanOf(root: Node, { path, part }: DocumentPlace): TextSpan {
  let found = root;
  for (const [depth, step] of path.entries()) {
    const child = childOf(found, step);
    if (child === null) break;
    const isKey = part === 'key' && depth === path.length - 1;
    found = (isKey ? child.parent?.children?.[0] : child) ?? child;
  }
  return found === root ? start : { offset: found.offset, length: found.length };
}

/** Returns the value of a key or an index. Of several equal keys the last counts, as for `JSON.parse`. */
function childOf({ type, children = [] }: Node, step: string | number): Node | null {
  if (typeof step === 'number') return (type === 'array' ? children[step] : undefined) ?? null;
  if (type !== 'object') return null;
  return children.findLast((property) => property.children?.[0]?.value === step)?.children?.[1] ?? null;
}

/** The keys that lead to an argument of the call in a document. */
const keysOf: Readonly<Record<Argument, readonly string[]>> = {
  input: ['input'],
  weight: ['weight'],
  bias: ['bias'],
  actual: ['actual'],
  grad: [],
  grad_output: [],
  stride: ['stride'],
  padding: ['padding'],
  padding_end: ['padding_end'],
  output_padding: ['output_padding'],
  dilation: ['dilation'],
  groups: ['groups'],
  dtype: ['dtype'],
  seed: ['seed'],
  formulation: ['formulation'],
  rtol: ['tolerance', 'rtol'],
  atol: ['tolerance', 'atol'],
  kernel_size: ['weight'],
  output_size: [],
  file: [],
  fill: [],
  scenario: [],
  expected: [],
  memory: [],
};

/**
 * Returns the path of the argument that a call was refused for; for a tensor
 * in a file, the file's name; for a tensor's height or width, that entry of its shape.
 */
function pathOf({ argument, axis }: Refusal, root: Node): DocumentPlace['path'] {
  const keys = keysOf[argument];
  const value = keys.reduce<Node | null>((node, key) => node && childOf(node, key), root);
  // The shape of a tensor in a file can only be corrected by another file.
  if (value !== null && value !== root && childOf(value, 'file') !== null) return [...keys, 'file'];
  if (axis === undefined) return keys;
  if (argument !== 'input' && argument !== 'weight') return [...keys, axis];
  const rank = (value === null ? null : childOf(value, 'shape'))?.children?.length ?? 0;
  return rank < 2 ? keys : [argument, 'shape', rank - 2 + axis];
}
