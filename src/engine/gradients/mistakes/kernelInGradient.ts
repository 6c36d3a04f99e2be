import type { GradientPlan } from '../sums/gradientPlan.ts';
import { isSameShape } from '../../core/tensor.ts';
import type { GradientMistake } from './gradientMistake.ts';
import { memoryOrders, movedAxes, otherOrders, planeAxes, readIn, reordered, withAxes, withAxis } from './planEdits.ts';

const kernels = ['input', 'weight'] as const;

const rotated: GradientMistake = {
  id: 'kernel-rotated',
  title: 'The kernel was rotated by 180°',
  fix: 'Do not rotate it: row i, tap k and row o of gy meet where o = i·stride − padding + k·dilation, as in the forward call. The gradient of the input is conv2d(gy, w) with the weight as it is.',
  of: kernels,
  part: 'kernel',
  *hypotheses(plan) {
    if (plan.h.taps * plan.w.taps === 1) return;
    yield { detail: '', plan: withAxes(plan, ({ isFlipped }) => ({ isFlipped: isFlipped !== true })) };
  },
};

const flipped: GradientMistake = {
  id: 'kernel-flipped-one-axis',
  title: 'The kernel was flipped along one axis',
  fix: 'Do not flip it: tap (ky, kx) of the gradient’s computation is tap (ky, kx) of the weight.',
  of: kernels,
  part: 'kernel',
  *hypotheses(plan) {
    if (plan.h.taps === 1 || plan.w.taps === 1) return;
    for (const [axis, name] of planeAxes)
      yield { detail: name, plan: withAxis(plan, axis, { isFlipped: plan[axis].isFlipped !== true }) };
  },
};

/** Returns the sizes of the weight that a plan reads or writes. */
function weightShape({ call, h, w }: GradientPlan): readonly [number, number, number, number] {
  return [call.geometry.cin, call.geometry.coutPerGroup, h.taps, w.taps];
}

const axesSwapped: GradientMistake = {
  id: 'kernel-axes-swapped',
  title: 'Height and width of the kernel were swapped',
  fix: 'Index the weight as [cin, cout, ky, kx]: kH comes before kW.',
  of: kernels,
  part: 'kernel',
  *hypotheses(plan) {
    const [cin, cout, kH, kW] = weightShape(plan);
    if (kH === 1 || kW === 1) return;
    const { rowStep, columnStep } = plan.factor;
    if (plan.of === 'weight') {
      yield { detail: '', plan, arranged: reordered([cin, cout, kH, kW], [0, 1, 3, 2]) };
    } else if (kH === kW) {
      yield { detail: '', plan: { ...plan, factor: { ...plan.factor, rowStep: columnStep, columnStep: rowStep } } };
    }
  },
};

const inOutSwapped: GradientMistake = {
  id: 'weight-in-out-swapped',
  title: 'Input and output channels of the weight were swapped',
  fix: 'A transposed convolution’s weight and its gradient are (Cin, Cout/groups, kH, kW); Conv2d’s layout (Cout, Cin/groups, kH, kW) is another one.',
  of: kernels,
  part: 'layout',
  *hypotheses(plan) {
    const { cout, cinPerGroup, coutPerGroup } = plan.call.geometry;
    const taps = plan.h.taps * plan.w.taps;
    if (cinPerGroup === 1 && coutPerGroup === 1) return;
    if (plan.of === 'input') {
      // The plane of (ci, c') in Conv2d's layout.
      const offset = (plane: number): number => {
        const [ci, c] = [Math.floor(plane / coutPerGroup), plane % coutPerGroup];
        const co = Math.floor(ci / cinPerGroup) * coutPerGroup + c;
        return (co * cinPerGroup + (ci % cinPerGroup)) * taps;
      };
      yield { detail: '', plan: { ...plan, factor: { ...plan.factor, offset } } };
      return;
    }
    const source = (at: number): number => {
      const plane = Math.floor(at / taps);
      const [co, c] = [Math.floor(plane / cinPerGroup), plane % cinPerGroup];
      const ci = Math.floor(co / coutPerGroup) * cinPerGroup + c;
      return (ci * coutPerGroup + (co % coutPerGroup)) * taps + (at % taps);
    };
    yield { detail: '', plan, arranged: { shape: weightShape(plan), source } };
    const shape = [cout, cinPerGroup, plan.h.taps, plan.w.taps];
    if (!isSameShape(shape, weightShape(plan))) yield { detail: 'in shape too', plan, arranged: { shape, source } };
  },
};

const letters = ['I', 'O', 'H', 'W'] as const;

const memoryOrder: GradientMistake = {
  id: 'weight-memory-order',
  title: 'The weight’s axes are in another order',
  fix: 'PyTorch’s order is I, O, H, W: (Cin, Cout/groups, kH, kW), the last axis fastest. Transpose before you read or write it.',
  of: kernels,
  part: 'layout',
  *hypotheses(plan) {
    const shape = weightShape(plan);
    // Not this mistake's: axes exchanged in the kernel, or Conv2d's layout.
    const isLeftOut = (order: readonly number[]): boolean =>
      String(order) === '0,1,3,2' || (String(order) === '1,0,2,3' && plan.call.geometry.params.groups === 1);
    if (plan.of === 'input') {
      for (const { detail, planes } of memoryOrders(plan.factor.data, shape, letters, isLeftOut))
        yield { detail, plan: { ...plan, factor: planes } };
      return;
    }
    const seen = new Set<string>();
    for (const order of otherOrders(4)) {
      if (isLeftOut(order)) continue;
      const moved = movedAxes(shape, order);
      if (moved === movedAxes(shape, [0, 1, 2, 3]) || seen.has(moved)) continue;
      seen.add(moved);
      const detail = order.map((axis) => letters[axis]).join(', ');
      const { shape: other, source } = reordered(shape, order);
      yield { detail, plan, arranged: { shape, source } };
      yield { detail: `stored as ${detail}`, plan, arranged: { shape, source: readIn(shape, order) } };
      if (!isSameShape(other, shape))
        yield { detail: `${detail}, in shape too`, plan, arranged: { shape: other, source } };
    }
  },
};

/** Mistakes with the kernel and the weight's layout. */
export const kernelsInGradients: readonly GradientMistake[] = [rotated, flipped, axesSwapped, inOutSwapped];
/** Orders of the weight in memory, which contain others. */
export const weightOrdersInGradients: readonly GradientMistake[] = [memoryOrder];
