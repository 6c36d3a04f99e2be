import type { GradientPlan } from '../sums/gradientPlan.ts';
import type { GradientHypothesis } from '../sums/predictGradient.ts';
import type { GradientMistake } from './gradientMistake.ts';
import { gathered, otherOrders, planeAxes, reordered, withAxes, withAxis } from './planEdits.ts';

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

/**
 * Returns the hypothesis that the weight, or its gradient, is in another order in memory: the element that belongs at a
 * flat index is at `place`.
 */
function misread(plan: GradientPlan, detail: string, place: (at: number) => number): GradientHypothesis {
  const shape = weightShape(plan);
  if (plan.of === 'input') return { detail, plan: { ...plan, factor: gathered(plan.factor, shape, place) } };
  const size = shape.reduce((product, length) => product * length, 1);
  const source = new Int32Array(size);
  for (let at = 0; at < size; at++) source[place(at)] = at;
  return { detail, plan, arranged: { shape, source: (at) => source[at] as number } };
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
    if (kH === kW) {
      yield misread(plan, '', reordered([cin, cout, kH, kW], [0, 1, 3, 2]).source);
    } else if (plan.of === 'weight') {
      yield { detail: '', plan, arranged: reordered([cin, cout, kH, kW], [0, 1, 3, 2]) };
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
    // The place of (ci, c', tap) in Conv2d's layout.
    const place = (at: number): number => {
      const tap = at % taps;
      const plane = Math.floor(at / taps);
      const [ci, c] = [Math.floor(plane / coutPerGroup), plane % coutPerGroup];
      const co = Math.floor(ci / cinPerGroup) * coutPerGroup + c;
      return (co * cinPerGroup + (ci % cinPerGroup)) * taps + tap;
    };
    const made = misread(plan, '', place);
    yield made;
    if (made.arranged === undefined) return;
    const shape = [cout, cinPerGroup, plan.h.taps, plan.w.taps];
    yield { ...made, detail: 'in shape too', arranged: { ...made.arranged, shape } };
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
    for (const order of otherOrders(4)) {
      // Not this mistake's: axes exchanged in the kernel, or Conv2d's layout.
      if (String(order) === '0,1,3,2' || (String(order) === '1,0,2,3' && plan.call.geometry.params.groups === 1))
        continue;
      const { shape: other, source } = reordered(shape, order);
      const places = new Int32Array(other.reduce((product, size) => product * size, 1));
      for (let at = 0; at < places.length; at++) places[source(at)] = at;
      if (places.every((place, at) => place === at)) continue;
      const detail = order.map((axis) => letters[axis]).join(', ');
      yield misread(plan, detail, (at) => places[at] as number);
      if (plan.of === 'weight' && String(other) !== String(shape)) {
        yield { detail: `${detail}, in shape too`, plan, arranged: { shape: other, source } };
      }
    }
  },
};

/** Mistakes with the kernel and the weight's layout. */
export const kernelsInGradients: readonly GradientMistake[] = [rotated, flipped, axesSwapped, inOutSwapped];
/** Orders of the weight in memory, which contain others. */
export const weightOrdersInGradients: readonly GradientMistake[] = [memoryOrder];
