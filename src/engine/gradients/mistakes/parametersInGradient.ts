import type { Params } from '../../core/call.ts';
import type { GradientKind } from '../sums/gradientCall.ts';
import type { AxisPlan, GradientPlan } from '../sums/gradientPlan.ts';
import type { GradientMistake } from './gradientMistake.ts';
import { hasSameAxes, planeAxes, withAxes } from './planEdits.ts';

const spatial: readonly GradientKind[] = ['input', 'weight'];

/** A mistake that changes numbers of both axes; it applies only if it changes any. */
function axesMistake(
  words: Pick<GradientMistake, 'id' | 'title' | 'fix'>,
  change: (axis: AxisPlan, other: AxisPlan, at: 0 | 1, plan: GradientPlan) => Partial<AxisPlan>,
): GradientMistake {
  return {
    ...words,
    of: spatial,
    part: 'parameters',
    *hypotheses(plan) {
      const made = withAxes(plan, (axis, at) => change(axis, at === 0 ? plan.w : plan.h, at, plan));
      if (!hasSameAxes(made, plan)) yield { detail: '', plan: made };
    },
  };
}

const ignored = (name: 'stride' | 'padding' | 'dilation', usual: number, fix: string): GradientMistake =>
  axesMistake({ id: `${name}-ignored`, title: `The ${name} was ignored`, fix }, () => ({ [name]: usual }));

const swapped = (name: 'stride' | 'padding' | 'dilation'): GradientMistake =>
  axesMistake(
    {
      id: `${name}-axes-swapped`,
      title: `Vertical and horizontal ${name} were swapped`,
      fix: `Use ${name}[0] along the height and ${name}[1] along the width.`,
    },
    (_, other) => ({ [name]: other[name] }),
  );

const strideForDilation = axesMistake(
  {
    id: 'stride-dilation-swapped',
    title: 'Stride and dilation were exchanged',
    fix: 'A row of the input moves by the stride, a tap by the dilation: o = i·stride − padding + k·dilation. If you compute the gradient of the weight as a convolution, its dilation is the stride and its stride the dilation.',
  },
  ({ stride, dilation }) => ({ stride: dilation, dilation: stride }),
);

const paddingOfGather = axesMistake(
  {
    id: 'padding-of-gather',
    title: 'Padded with dilation·(kernel − 1) − padding in place of padding',
    fix: 'The gradient of the input pads gy by the call’s own padding; dilation·(kernel − 1) − padding belongs to the forward call written as a convolution.',
  },
  ({ taps, dilation, padding }) => ({ padding: dilation * (taps - 1) - padding }),
);

const outputPaddingLeading = axesMistake(
  {
    id: 'output-padding-leading',
    title: 'output_padding was expected at the top left of gy',
    fix: 'Row 0 of gy is row 0: output_padding adds rows at the bottom and columns at the right only.',
  },
  ({ padding }, _, at, { call }) => ({ padding: padding - call.geometry.params.outputPadding[at] }),
);

const outputPaddingDropped = axesMistake(
  {
    id: 'output-padding-ignored',
    title: 'The rows and columns of output_padding were left out of gy',
    fix: 'Use all of gy: rows that output_padding added can be reached by taps, and then have a gradient.',
  },
  ({ outputSize }, _, at, { call }) => {
    const extra = call.geometry.params.outputPadding[at];
    return extra === 0 ? {} : { outputPart: [0, outputSize - extra] };
  },
);

const paddingEnd = axesMistake(
  {
    id: 'padding-at-wrong-end',
    title: 'The padding of the bottom and right was used at the top and left',
    fix: 'o = i·stride − padding + k·dilation counts from the top left: use padding, not padding_end.',
  },
  (_, __, at, { call }) => ({ padding: (call.geometry.params.paddingEnd ?? call.geometry.params.padding)[at] }),
);

const oneForBoth: GradientMistake = {
  id: 'height-for-width',
  title: 'The number of one axis was used for both',
  fix: 'Use the first number of a pair along the height and the second along the width.',
  of: spatial,
  part: 'parameters',
  *hypotheses(plan) {
    for (const names of [['stride'], ['padding'], ['dilation'], ['stride', 'padding', 'dilation']] as const) {
      for (const [from, axisName] of planeAxes) {
        const made = withAxes(plan, () => Object.fromEntries(names.map((name) => [name, plan[from][name]])));
        const changed = names.filter((name) => plan.h[name] !== plan.w[name]);
        if (hasSameAxes(made, plan) || (names.length > 1 && changed.length < 2)) continue;
        yield { detail: `${names.length > 1 ? changed.join(' and ') : names[0]} of the ${axisName}`, plan: made };
      }
    }
  },
};

/** The largest row from which gy is read. */
const mostPhases = 8;

const stridePhase: GradientMistake = {
  id: 'stride-phase',
  title: 'Every stride-th row and column of gy was taken, but from the wrong one on',
  fix: 'Begin at row −padding of gy, not at stride − 1: o = i·stride − padding + k·dilation, with i = 0 first.',
  of: spatial,
  part: 'parameters',
  *hypotheses(plan) {
    for (let y = 0; y < Math.min(plan.h.stride, mostPhases); y++) {
      for (let x = 0; x < Math.min(plan.w.stride, mostPhases); x++) {
        if (y + x === 0) continue;
        const made = withAxes(plan, ({ padding }, at) => ({ padding: padding - (at === 0 ? y : x) }));
        yield { detail: `${y} rows and ${x} columns further`, plan: made };
      }
    }
  },
};

const transposedAgain: GradientMistake = {
  id: 'transposed-again',
  title: 'The transposed convolution was applied again',
  fix: 'The gradient of a transposed convolution is a convolution: dX = conv2d(gy, w) with the same stride, padding, dilation and groups.',
  of: ['input'],
  part: 'parameters',
  *hypotheses(plan) {
    yield { detail: '', plan: withAxes(plan, () => ({ isExchanged: true })) };
    if (plan.h.taps * plan.w.taps > 1)
      yield { detail: 'with a rotated kernel', plan: withAxes(plan, () => ({ isExchanged: true, isFlipped: true })) };
  },
};

const factorsExchanged: GradientMistake = {
  id: 'input-and-grad-exchanged',
  title: 'The input and gy have changed places',
  fix: 'dW[ci, co, k] sums x[ci, i] · gy[co, i·stride − padding + k·dilation]: the index of gy moves by the stride. (In Conv2d it is the index of x.)',
  of: ['weight'],
  part: 'parameters',
  *hypotheses(plan) {
    yield { detail: '', plan: withAxes(plan, () => ({ isExchanged: true })) };
  },
};

/** Mistakes with the numbers of the axes. */
export const parametersInGradients: readonly GradientMistake[] = [
  ignored('stride', 1, 'Take every stride-th row and column of gy: o = i·stride − padding + k·dilation.'),
  swapped('stride'),
  ignored('padding', 0, 'Begin at row −padding of gy, with zeros outside: o = i·stride − padding + k·dilation.'),
  swapped('padding'),
  ignored('dilation', 1, 'Take taps dilation rows and columns apart: o = i·stride − padding + k·dilation.'),
  swapped('dilation'),
  strideForDilation,
  oneForBoth,
  outputPaddingLeading,
  outputPaddingDropped,
  paddingEnd,
  paddingOfGather,
  stridePhase,
  transposedAgain,
  factorsExchanged,
];

/** Returns the parameters of the definition that a plan with other numbers amounts to. */
export function paramsOfPlan({ h, w, call }: GradientPlan): Params {
  return {
    ...call.geometry.params,
    stride: [h.stride, w.stride],
    padding: [h.padding, w.padding],
    dilation: [h.dilation, w.dilation],
  };
}
