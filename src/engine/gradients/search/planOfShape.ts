import { isSameShape } from '../../core/tensor.ts';
import type { GradientTarget } from '../mistakes/gradientMistake.ts';
import { fullGradientShape } from '../sums/gradientCall.ts';
import { type GradientPlan, rightPlan } from '../sums/gradientPlan.ts';

/**
 * Returns the right plan or, if the gradient to explain has another height and width, the same formula at that size:
 * implementations take the size of what they write.
 */
export function planOfShape({ call, actual }: Pick<GradientTarget, 'call' | 'actual'>): GradientPlan {
  const plan = rightPlan(call);
  if (call.of === 'bias') return plan;
  const full = fullGradientShape(call);
  const given = actual.shape.length === full.length - 1 ? [1, ...actual.shape] : actual.shape;
  const isOther = given.length === 4 && isSameShape(given.slice(0, 2), full.slice(0, 2)) && !isSameShape(given, full);
  if (!isOther) return plan;
  const name = call.of === 'input' ? 'inputSize' : 'taps';
  return { ...plan, h: { ...plan.h, [name]: given[2] }, w: { ...plan.w, [name]: given[3] } };
}
