import type { Tensor } from '../../engine/core/tensor.ts';
import { pythonList, pythonTuple } from './literals.ts';
import type { Library } from './stages.ts';

/** A tensor's values as an expression, exact to the last bit; `inf` and `nan` are those of Python's math. */
export function tensorLiteral({ dtype, shape, data }: Tensor, library: Library): string {
  const [make, prefix] = library === 'pytorch' ? (['torch.tensor', 'torch'] as const) : (['np.array', 'np'] as const);
  // An empty list has no shape of its own.
  return data.length === 0
    ? `${prefix}.zeros(${pythonTuple(shape)}, dtype=${prefix}.${dtype})`
    : `${make}(${pythonList(Array.from(data), shape)}, dtype=${prefix}.${dtype})`;
}

/** The first line of a free text, which alone may stand in a comment. */
export function commentText(text: string): string {
  return text.split(/[\r\n\u2028\u2029]/, 1)[0] ?? '';
}
