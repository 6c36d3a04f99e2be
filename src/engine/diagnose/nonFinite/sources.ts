import { indexAt } from '../../core/flatIndex.ts';
import type { Call } from '../../core/call.ts';
import type { Tensor } from '../../core/tensor.ts';
import type { Steps } from '../../core/steps.ts';

/** The tensors of a call that a NaN or an infinity can stand in. */
export type SourceTensor = 'input' | 'weight' | 'bias';

/** An element of a call's tensors that is NaN or infinite. */
export interface NonFiniteElement {
  readonly of: SourceTensor;
  /** In the tensor's own axes: an unbatched input has three. */
  readonly index: readonly number[];
  readonly value: number;
}

/** The NaN and infinities of a call's tensors. */
export interface NonFiniteElements {
  /** The first of them: those of the input, then of the weight, then of the bias, each in row-major order. */
  readonly first: readonly NonFiniteElement[];
  /** How many there are in each tensor. */
  readonly counts: Readonly<Record<SourceTensor, number>>;
}

/** Elements looked at between two steps. */
const atOnce = 2 ** 20;

/** Finds the NaN and infinities among a call's elements and keeps the first `most` of each tensor. */
export function* findNonFinite(call: Call, most: number): Steps<NonFiniteElements> {
  const tensors = { input: call.input, weight: call.weight, bias: call.bias };
  const first: NonFiniteElement[] = [];
  const counts = { input: 0, weight: 0, bias: 0 };
  for (const name of ['input', 'weight', 'bias'] as const) {
    const tensor: Tensor | null = tensors[name];
    if (tensor === null) continue;
    const { data, shape } = tensor;
    for (let at = 0; at < data.length; at++) {
      const value = data[at] as number;
      if (at % atOnce === 0) yield { stage: `Non-finite ${name}`, done: at, total: data.length };
      if (Number.isFinite(value)) continue;
      counts[name]++;
      if (counts[name] <= most) first.push({ of: name, index: indexAt(shape, at), value });
    }
  }
  return { first, counts };
}
