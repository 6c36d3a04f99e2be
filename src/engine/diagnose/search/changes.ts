import { validateCall } from '../../validation/validateCall.ts';
import { type Call, type Params, shapeOf } from '../../core/call.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { isSameShape, type Tensor } from '../../core/tensor.ts';
import type { CropFrame, Hypothesis, Words } from '../model/hypothesis.ts';
import type { Case } from '../model/mistake.ts';
import { fullSize } from '../mistakes/paddingMistakes.ts';

/** What a hypothesis does and what is required, for people to see. */
export interface Changes {
  readonly words: readonly Words[];
  /** The output as a window on the uncropped plane; null where it is the same one. */
  readonly frames: { readonly yours: CropFrame; readonly required: CropFrame } | null;
  /** The kernels (Cin, Cout/groups, kH, kW) of both; null where they are the same. */
  readonly weights: { readonly yours: Tensor; readonly required: Tensor } | null;
}

/** What of a call a hypothesis changes. What it computes to arrange it anew is no change of the call itself. */
export function changesOf(of: Pick<Case, 'call' | 'geometry'>, hypothesis: Hypothesis): Changes {
  const { call, arranged, overlap, words, frame } = hypothesis;
  const own = arranged === undefined && overlap === undefined;
  const yours = frame ?? (own ? frameOfCall(call) : null);
  const required = cropFrameOf(of.geometry);
  const frames = yours === null || isSameFrame(yours, required) ? null : { yours, required };
  const said = words === undefined ? [] : [words];
  return {
    words: [...said, ...(own ? changedCall(of.call, call) : []), ...(frames === null ? [] : changedFrame(frames))],
    frames,
    weights: own && call.weight !== of.call.weight ? { yours: call.weight, required: of.call.weight } : null,
  };
}

/** The output of a call. */
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

/** PyTorch's names of the parameters. */
const names: Readonly<Record<keyof Params, string>> = {
  stride: 'stride',
  padding: 'padding',
  paddingEnd: 'padding_end',
  outputPadding: 'output_padding',
  dilation: 'dilation',
  groups: 'groups',
};

function changedCall(right: Call, { params, bias, input }: Call): readonly Words[] {
  const numbers = (value: number | readonly number[] | undefined): readonly number[] | string =>
    value === undefined ? 'as padding' : typeof value === 'number' ? [value] : value;
  const found: Words[] = [];
  for (const key of Object.keys(names) as (keyof Params)[]) {
    const [yours, required] = [params[key], right.params[key]];
    if (String(yours) === String(required)) continue;
    found.push({ what: names[key], yours: numbers(yours), required: numbers(required) });
  }
  const [before, after] = [input.shape.slice(-2), right.input.shape.slice(-2)];
  if (!isSameShape(before, after)) found.push({ what: 'input (H, W)', yours: before, required: after });
  if (bias !== right.bias) {
    const values = (tensor: Tensor | null): readonly number[] | string =>
      tensor === null ? 'none' : [...tensor.data.slice(0, 9)];
    found.push({ what: 'bias', yours: values(bias), required: values(right.bias) });
  }
  return found;
}

function changedFrame({ yours, required }: NonNullable<Changes['frames']>): readonly Words[] {
  const found: Words[] = [];
  const add = (what: string, a: readonly number[], b: readonly number[]): void => {
    if (!isSameShape(a, b)) found.push({ what, yours: a, required: b });
  };
  add('output (Ho, Wo)', yours.size, required.size);
  add('cropped from', yours.start, required.start);
  if (yours.computed !== undefined) add('computed (Ho, Wo)', yours.computed.size, required.size);
  return found;
}
