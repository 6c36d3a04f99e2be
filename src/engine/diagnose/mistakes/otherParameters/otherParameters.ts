import type { Call, Pair, Params } from '../../../core/call.ts';
import { type AxisGeometry, axisGeometryOf, type Geometry } from '../../../geometry/geometry.ts';
import { withParams } from '../../model/edits.ts';
import type { FixCode } from '../../model/fixCode.ts';
import { fillMarker, type Hypothesis, type OtherCall } from '../../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../../model/mistake.ts';
import { changedParameters, changesInWords, parameterVariables } from '../../model/parameterNames.ts';
import { parametersCode } from '../code.ts';
import { isRightOutput } from '../looksLike.ts';
import { windowed } from '../paddingMistakes.ts';
import type { AxisCandidate } from './axisCandidates.ts';
import { type Candidate, candidatesOf, type Wanted, wantedOf } from './parameterSearch.ts';

/** The most candidates that are handed on to be confirmed. */
const mostConfirmed = 8;

/** Returns the hypothesis that the output of another call was cut or filled to a size. */
function cutHypothesis({ call, geometry }: OtherCall, { down, across, groups, bias, size, edge }: Cut): Hypothesis {
  const { params } = call;
  const start: Pair = [down.start, across.start];
  const stride: Pair = [down.stride, across.stride];
  const steps = withParams({ ...call, bias }, { stride, dilation: [down.dilation, across.dilation], groups });
  const padding: Pair = [Math.max(0, start[0]), Math.max(0, start[1])];
  const changed = { ...steps.params, padding, paddingEnd: undefined, outputPadding: params.outputPadding };
  const what = changesInWords({ ...params, paddingEnd: undefined }, changed);
  const outputShape = [...geometry.outputShape.slice(0, -3), groups * geometry.coutPerGroup, ...size];
  return {
    ...windowed(
      { call: steps, geometry: windowOf(geometry, down, across, outputShape) },
      start,
      size,
      fillMarker[edge],
      '',
    ),
    detail: `${what === '' ? '' : `${what}, `}cut or filled with ${edge === 'bias' ? 'the bias' : 'zeros'}`,
    code: null,
    again: (other) => {
      if (groups !== params.groups) return null;
      const { h, w } = other.geometry;
      // The size follows the call's.
      const resized: Pair = [
        size[0] + h.outputSize - geometry.h.outputSize,
        size[1] + w.outputSize - geometry.w.outputSize,
      ];
      if (resized.some((length) => length < 1)) return null;
      return cutHypothesis(other, {
        down,
        across,
        groups: other.call.params.groups,
        bias: other.call.bias,
        size: resized,
        edge,
      });
    },
  };
}

/** How an output was cut or filled. */
interface Cut extends Pick<Wanted, 'groups' | 'bias' | 'size'> {
  readonly down: AxisCandidate;
  readonly across: AxisCandidate;
  readonly edge: 'bias' | 'zero';
}

/** Returns the hypotheses that other numbers were used: one, or one for each filling if the output was cut or filled. */
function hypothesesOf(
  { call, geometry }: DiagnosisTarget,
  wanted: Wanted,
  [down, across]: Candidate,
): readonly Hypothesis[] {
  const { params } = call;
  const { groups, bias, size } = wanted;
  const stride: Pair = [down.stride, across.stride];
  const dilation: Pair = [down.dilation, across.dilation];
  const [one, other] = [down.legal, across.legal];
  const steps = withParams({ ...call, bias }, { stride, dilation, groups });
  if (one !== null && other !== null) {
    const paddingEnd: Pair = [one.paddingEnd, other.paddingEnd];
    const padding: Pair = [one.padding, other.padding];
    const changed = withParams(steps, {
      padding,
      paddingEnd: String(padding) === String(paddingEnd) ? undefined : paddingEnd,
      outputPadding: [one.outputPadding, other.outputPadding],
    });
    return [{ ...withOthers(call, changed), again: (other) => onOther(other.call, call, changed.params) }];
  }
  // A part of the right output is no other call.
  if (isPartOf(geometry.h, down, size[0]) && isPartOf(geometry.w, across, size[1]) && groups === params.groups)
    return [];
  const edges = bias === null ? (['zero'] as const) : (['bias', 'zero'] as const);
  return edges.map((edge) => cutHypothesis({ call, geometry }, { down, across, groups, bias, size, edge }));
}

/** Returns the hypothesis that a call was made with the parameters of another. */
function withOthers({ params }: Call, made: Call): Hypothesis {
  return {
    detail: changesInWords(params, made.params),
    call: made,
    parameters: made.params,
    code: codeOf(params, made.params),
  };
}

/** Returns true if an axis has the steps of the call, and lies within its output. */
function isPartOf(axis: AxisGeometry, { stride, dilation, start }: AxisCandidate, size: number): boolean {
  const isSame = stride === axis.stride && dilation === axis.dilation;
  return isSame && start >= axis.padding && start + size <= axis.padding + axis.outputSize;
}

/** Returns the geometry of other steps along both axes, for a window on its uncropped output. */
function windowOf(
  geometry: Geometry,
  down: AxisCandidate,
  across: AxisCandidate,
  outputShape: Geometry['outputShape'],
): Geometry {
  const axis = ({ inputSize, kernelSize }: AxisGeometry, { stride, dilation }: AxisCandidate): AxisGeometry =>
    axisGeometryOf(inputSize, kernelSize, stride, 0, 0, dilation);
  return { ...geometry, h: axis(geometry.h, down), w: axis(geometry.w, across), outputShape };
}

/** Returns the code of other parameters; null if the program cannot say them. */
function codeOf(required: Params, yours: Params): FixCode | null {
  if (yours.paddingEnd !== undefined) return null;
  const lines = changedParameters(required, yours).flatMap((key) => {
    if (key === 'groups') return [`-groups = ${yours.groups}`];
    if (key === 'paddingEnd') return [];
    const name = parameterVariables[key];
    return [`-${name}H, ${name}W = ${yours[key].join(', ')}`];
  });
  return lines.length === 0 ? null : parametersCode(lines.join('\n'));
}

/** Yields the calls with one number more, for an output that is right: one example of each parameter. */
function* examples({ call }: DiagnosisTarget): Iterable<Hypothesis> {
  const more = ([h, w]: Pair): Pair => [h + 1, w + 1];
  for (const key of ['stride', 'padding', 'dilation'] as const) {
    yield withOthers(call, withParams(call, { [key]: more(call.params[key]) }));
  }
}

export const otherParameterMistakes: readonly Mistake[] = [
  {
    id: 'other-parameters',
    title: 'This is the output of conv_transpose2d with other parameters',
    means: 'another stride, padding, output_padding, dilation or groups',
    place: 'padded',
    known: [],
    fix: 'Pass the parameters of the correct call.',
    code: null,
    fromOutput: true,
    general: true,
    alone: true,
    alternatives(target) {
      const wanted = wantedOf(target);
      return wanted === null ? 0 : wanted.heights.length * wanted.widths.length;
    },
    *hypotheses(target) {
      if (isRightOutput(target)) {
        yield* examples(target);
        return;
      }
      const wanted = wantedOf(target);
      if (wanted === null) return;
      for (const candidate of candidatesOf(target, wanted).slice(0, mostConfirmed)) {
        yield* hypothesesOf(target, wanted, candidate);
      }
    },
  },
];

/** Returns the hypothesis of the same change of the parameters for another call; null if it would change nothing. */
function onOther(call: Call, original: Call, made: Params): Hypothesis | null {
  const change = changedParameters(original.params, made).map((key) => [key, made[key]] as const);
  const changed = withParams(call, Object.fromEntries(change));
  return changedParameters(call.params, changed.params).length === 0 ? null : withOthers(call, changed);
}
