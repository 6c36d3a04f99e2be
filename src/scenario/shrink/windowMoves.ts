import { validateCall } from '../../engine/validation/validateCall.ts';
import { type Call, type Pair, type Params, shapeOf } from '../../engine/core/call.ts';
import type { AxisGeometry } from '../../engine/geometry/geometry.ts';
import { outputsOfInputIndex, outputsOfTap } from '../../engine/provenance/axisProvenance.ts';
import type { ShrinkCandidate, ShrinkMove } from './shrinkCandidate.ts';
import { halvingDrops, takeAlong, indicesFrom } from './subsets.ts';

/**
 * Reductions for a known output whose implementation cannot be run: part of the output is the output of a call with
 * more padding, and rows and columns that contribute to no remaining output can be removed.
 */

const names = ['height', 'width'] as const;

function axisOf(call: Call, axis: 0 | 1): AxisGeometry | null {
  const accepted = validateCall(shapeOf(call));
  return accepted.ok ? accepted.value[axis === 0 ? 'h' : 'w'] : null;
}

/** Crops the output at its end or its start by more padding there. */
function shorterOutput(axis: 0 | 1): ShrinkMove {
  return function* (call) {
    const sizes = axisOf(call, axis);
    if (sizes === null) return;
    const { outputSize: size, padding, paddingEnd } = sizes;
    for (const drop of halvingDrops(size)) {
      for (const [kept, p, end] of [
        [indicesFrom(0, size - drop), padding, paddingEnd + drop],
        [indicesFrom(drop, size), padding + drop, paddingEnd],
      ] as const) {
        yield {
          what: `output ${names[axis]}`,
          from: String(size),
          to: String(kept.length),
          call: { ...call, params: padded(call.params, axis, p, end) },
          known: (actual) => takeAlong(actual, actual.shape.length - 2 + axis, kept),
        };
      }
    }
  };
}

/** Removes output_padding that the padding at the end crops again. */
function lessOutputPadding(axis: 0 | 1): ShrinkMove {
  return function* (call) {
    const sizes = axisOf(call, axis);
    const both = sizes === null ? 0 : Math.min(sizes.outputPadding, sizes.paddingEnd);
    if (sizes === null || both === 0) return;
    const params = padded(call.params, axis, sizes.padding, sizes.paddingEnd - both);
    const outputPadding = withAxis(params.outputPadding, axis, sizes.outputPadding - both);
    yield {
      what: 'output_padding',
      from: String(sizes.outputPadding),
      to: String(sizes.outputPadding - both),
      call: { ...call, params: { ...params, outputPadding } },
      known: (actual) => actual,
    };
  };
}

/** Removes the ends of the input or the kernel that contribute to no output, with less padding there. */
function withoutIdle(name: 'input' | 'weight', axis: 0 | 1): ShrinkMove {
  return function* (call) {
    const sizes = axisOf(call, axis);
    if (sizes === null) return;
    const { padding, paddingEnd } = sizes;
    const [size, step, outputs] =
      name === 'input'
        ? ([sizes.inputSize, sizes.stride, outputsOfInputIndex] as const)
        : ([sizes.kernelSize, sizes.dilation, outputsOfTap] as const);
    const used = indicesFrom(0, size).filter((i) => outputs(sizes, i).count > 0);
    // If nothing contributes, one element is kept.
    const first = used[0] ?? size - 1;
    const before = Math.min(first, Math.floor(padding / step));
    const last = used.at(-1) ?? before;
    const behind = Math.min(size - 1 - last, Math.floor(paddingEnd / step));
    if (before + behind === 0) return;
    const at = call[name].shape.length - 2 + axis;
    const smaller = takeAlong(call[name], at, indicesFrom(before, size - behind));
    const ends = [padding - before * step, paddingEnd - behind * step] as const;
    const candidate: ShrinkCandidate = {
      what: `${name === 'input' ? 'input' : 'kernel'} ${names[axis]}`,
      from: String(size),
      to: String(size - before - behind),
      call: { ...call, [name]: smaller, params: padded(call.params, axis, ...ends) },
      known: (actual) => actual,
    };
    yield candidate;
  };
}

/** Changes the padding of one axis. The padding at the end is only written if it differs. */
function padded(params: Params, axis: 0 | 1, start: number, end: number): Params {
  const { paddingEnd, ...rest } = params;
  const padding = withAxis(params.padding, axis, start);
  const ends = withAxis(paddingEnd ?? params.padding, axis, end);
  const same = ends[0] === padding[0] && ends[1] === padding[1];
  return { ...rest, padding, ...(same ? {} : { paddingEnd: ends }) };
}

function withAxis([height, width]: Pair, axis: 0 | 1, value: number): Pair {
  return axis === 0 ? [value, width] : [height, value];
}

/** Keeps part of a known output, and removes everything it does not need. */
export const smallerWindows: readonly ShrinkMove[] = ([0, 1] as const).flatMap((axis) => [
  shorterOutput(axis),
  lessOutputPadding(axis),
  withoutIdle('input', axis),
  withoutIdle('weight', axis),
]);
