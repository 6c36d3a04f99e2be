import type { Steps } from '../core/steps.ts';
import { type DType, type Shape, type Tensor, zeros } from '../core/tensor.ts';
import { bilinearAt } from './bilinear.ts';
import type { FillId } from './fill.ts';
import { planesOf } from '../core/planes.ts';
import { fillRandn } from './randn.ts';
import { fillSmooth } from './smooth.ts';
import type { TorchGenerator } from './torchGenerator.ts';

const elementsPerStep = 2 ** 18;

/**
 * A tensor made by a rule; only `randn` and `smooth` draw from the generator. The shape is
 * allocated as it is: whoever accepts shapes from outside checks them, and the memory, first.
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
    default: {
      const never: never = id;
      return never;
    }
  }
  return tensor;
}

type IndexedFill = Exclude<FillId, 'randn' | 'smooth' | 'zeros'>;

/** The value at each flat index. */
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
    default: {
      const never: never = id;
      return never;
    }
  }
}

/** 1 in the middle of each plane, at (⌊H/2⌋, ⌊W/2⌋), and 0 elsewhere. */
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
