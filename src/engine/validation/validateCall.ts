import { checkAxes } from './checkAxes.ts';
import { checkChannels } from './checkChannels.ts';
import { checkParameters } from './checkParameters.ts';
import { checkShapes } from './checkShapes.ts';
import type { CallShape } from '../core/call.ts';
import { axisOf, type Geometry } from '../geometry/geometry.ts';
import { ok as accepted, type Result } from '../core/refusal.ts';

/**
 * The groups of rules, in the order in which they are checked. Each check returns the refusal of the first rule that
 * the call breaks, or null. A check may assume that all earlier ones passed.
 */
const checks = [checkShapes, checkParameters, checkChannels, checkAxes];

/**
 * Validates a call: returns its sizes or, if the call breaks a rule of `torch.nn.functional.conv_transpose2d`, the
 * refusal of the first such rule. All computations assume a valid call.
 *
 * If N = 0, PyTorch returns before it has checked everything (too large an output_padding, an empty H, an output
 * without elements). Here such a call must satisfy the same rules as one with N = 1.
 */
export function validateCall(shape: CallShape): Result<Geometry> {
  for (const check of checks) {
    const refusal = check(shape);
    if (refusal !== null) return { ok: false, refusal };
  }
  return accepted(geometryOf(shape));
}

/** Computes all sizes of a valid call. */
function geometryOf(shape: CallShape): Geometry {
  const { input, weight, params } = shape;
  const batched = input.length === 4;
  const n = batched ? (input[0] as number) : 1;
  const [cin, coutPerGroup] = weight as readonly [number, number, number, number];
  const cout = coutPerGroup * params.groups;
  const cinPerGroup = cin / params.groups;
  const h = axisOf(shape, 0);
  const w = axisOf(shape, 1);
  const taps = h.kernelSize * w.kernelSize;
  const plane = [cout, h.outputSize, w.outputSize];
  return {
    params,
    batched,
    n,
    cin,
    cout,
    cinPerGroup,
    coutPerGroup,
    h,
    w,
    taps,
    rows: cinPerGroup * taps,
    columns: h.outputSize * w.outputSize,
    hasBias: shape.bias !== null,
    outputShape: batched ? [n, ...plane] : plane,
    ...(shape.is1d === true ? { is1d: true } : {}),
  };
}
