import { assertNever } from '../core/assertNever.ts';
import type { Steps } from '../core/steps.ts';
import { type DType, type Shape, type Tensor, zeros } from '../core/tensor.ts';
import { bilinearAt } from './bilinear.ts';
import type { FillId } from './fillIds.ts';
import { planesOf } from '../core/planes.ts';
import { fillRandn } from './randn.ts';
import { fillSmooth } from './smooth.ts';
import type { TorchGenerator } from './torchGenerator.ts';

const elementsPerStep = 2 ** 18;

/**
 * Fills a new tensor by a rule. Only `randn` and `smooth` draw from the generator. Allocates the shape without a check:
 * if the shape comes from outside, the caller must check it, and the memory, first.
 */
export function* fillTensor(id: FillId, shape: Shape, dtype: DType, generator: TorchGenerator): Steps<Tensor> {
  const tensor = zeros(dtype, shape);
  switch (id) {
    case 'randn':
      yield* fillRandn(tensor, generator);
      break;
    case 'smooth':
      yield* fillSmooth(tensor, generator);
      break;
    case 'zeros':
      break;
    case 'ones':
    case 'arange':
    case 'linspace':
    case 'impulse':
    case 'bilinear':
      yield* fillByIndex(tensor, ruleOf(id, shape, tensor.data.length));
      break;
    default:
      return assertNever(id, 'fill');
  }
  return tensor;
}

type IndexedFill = Exclude<FillId, 'randn' | 'smooth' | 'zeros'>;

/** Returns the rule as a function from flat index to value. */
function ruleOf(id: IndexedFill, shape: Shape, count: number): (index: number) => number {
  switch (id) {
    case 'ones':
      return () => 1;
    case 'arange':
      return (index) => index;
    case 'linspace':
      return (index) => (count === 1 ? -1 : (2 * index - (count - 1)) / (count - 1));
    case 'impulse':
      return impulseAt(shape);
    case 'bilinear':
      return bilinearAt(shape);
    default:
      return assertNever(id, 'fill');
  }
}

/** Returns a function from flat index to value: 1 in the middle of each plane, at (⌊H/2⌋, ⌊W/2⌋), and 0 elsewhere. */
function impulseAt(shape: Shape): (index: number) => number {
  const { height, width } = planesOf(shape);
  const middle = Math.floor(height / 2) * width + Math.floor(width / 2);
  return (index) => (index % (height * width) === middle ? 1 : 0);
}

function* fillByIndex({ data }: Tensor, valueAt: (index: number) => number): Steps<void> {
  for (let i = 0; i < data.length; i++) {
    data[i] = valueAt(i);
    if (i % elementsPerStep === 0) yield { stage: 'Fill', done: i, total: data.length };
  }
}
