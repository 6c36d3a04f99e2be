import { validateCall } from '../../validation/validateCall.ts';
import { type Call, shapeOf } from '../../core/call.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { isSameShape, type Tensor } from '../../core/tensor.ts';
import type { CropFrame, Hypothesis, ChangeWords } from '../model/hypothesis.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';
import { changedParameters, parameterNames } from '../model/parameterNames.ts';
import { fullSize } from '../mistakes/paddingMistakes.ts';

/** The differences between a hypothesis and the correct call, for display. */
export interface Changes {
  readonly words: readonly ChangeWords[];
  /** The output as a window on the uncropped plane; null if both are the same. */
  readonly frames: { readonly yours: CropFrame; readonly required: CropFrame } | null;
  /** The kernels (Cin, Cout/groups, kH, kW) of both; null if they are the same. */
  readonly weights: { readonly yours: Tensor; readonly required: Tensor } | null;
}

/**
 * Returns the changes that a hypothesis makes to a call. A call that is only computed in order to be rearranged does
 * not count as changed.
 */
export function changesOf(target: Pick<DiagnosisTarget, 'call' | 'geometry'>, hypothesis: Hypothesis): Changes {
  const { call, arranged, overlap, collective, words, frame } = hypothesis;
  const own = arranged === undefined && overlap === undefined && collective === undefined;
  const yours = frame ?? (own ? frameOfCall(call) : null);
  const required = cropFrameOf(target.geometry);
  const frames = yours === null || isSameFrame(yours, required) ? null : { yours, required };
  const said = words === undefined ? [] : [words];
  return {
    words: [...said, ...(own ? changedCall(target.call, call) : []), ...(frames === null ? [] : changedFrame(frames))],
    frames,
    weights: own && call.weight !== target.call.weight ? { yours: call.weight, required: target.call.weight } : null,
  };
}

/** Returns a call's output as a window on its uncropped plane. */
export function cropFrameOf(geometry: Geometry): CropFrame {
  const { h, w } = geometry;
  return {
    full: fullSize(geometry),
    start: [h.padding, w.padding],
    size: [h.outputSize, w.outputSize],
  };
}

function frameOfCall(call: Call): CropFrame | null {
  const accepted = validateCall(shapeOf(call));
  return accepted.ok ? cropFrameOf(accepted.value) : null;
}

function isSameFrame(a: CropFrame, b: CropFrame): boolean {
  const numbers = ({ full, start, size }: CropFrame): readonly number[] => [...full, ...start, ...size];
  return isSameShape(numbers(a), numbers(b)) && a.computed === undefined;
}

function changedCall(right: Call, { params, bias, input }: Call): readonly ChangeWords[] {
  const numbers = (value: number | readonly number[] | undefined): readonly number[] | string =>
    value === undefined ? 'as padding' : typeof value === 'number' ? [value] : value;
  const found: ChangeWords[] = [];
  for (const key of changedParameters(right.params, params))
    found.push({ what: parameterNames[key], yours: numbers(params[key]), required: numbers(right.params[key]) });
  const [before, after] = [input.shape.slice(-2), right.input.shape.slice(-2)];
  if (!isSameShape(before, after)) found.push({ what: 'input (H, W)', yours: before, required: after });
  if (bias !== right.bias) {
    const values = (tensor: Tensor | null): readonly number[] | string =>
      tensor === null ? 'none' : [...tensor.data.slice(0, 9)];
    found.push({ what: 'bias', yours: values(bias), required: values(right.bias) });
  }
  return found;
}

function changedFrame({ yours, required }: NonNullable<Changes['frames']>): readonly ChangeWords[] {
  const found: ChangeWords[] = [];
  const add = (what: string, a: readonly number[], b: readonly number[]): void => {
    if (!isSameShape(a, b)) found.push({ what, yours: a, required: b });
  };
  add('output (Ho, Wo)', yours.size, required.size);
  add('cropped from', yours.start, required.start);
  if (yours.computed !== undefined) add('computed (Ho, Wo)', yours.computed.size, required.size);
  return found;
}
