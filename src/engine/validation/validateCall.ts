import { checkAxes } from './checkAxes.ts';
import { checkChannels } from './checkChannels.ts';
import { checkParameters } from './checkParameters.ts';
import { checkShapes } from './checkShapes.ts';
import type { CallShape } from '../core/call.ts';
import { axisOf, type Geometry } from '../geometry/geometry.ts';
import { ok as accepted, type Result } from '../core/refusal.ts';

/** Groups of rules, each giving the refusal of the first that a call breaks, null where it breaks none. Each takes for granted that the call breaks no rule of those before it. */
const checks = [checkShapes, checkParameters, checkChannels, checkAxes];

/**
 * The one validation of a call: its sizes, or the first rule of
 * `torch.nn.functional.conv_transpose2d` that it breaks. Whatever computes assumes an accepted call.
 *
 * With N = 0 PyTorch returns before it has looked at everything (too large an output_padding, an
 * empty H or an empty output pass); here such a call must keep the rules it would have with N = 1.
 */
export function validateCall(shape: CallShape): Result<Geometry> {
  for (const check of checks) {
    const refusal = check(shape);
    if (refusal !== null) return { ok: false, refusal };
  }
  return accepted(geometryOf(shape));
}

/** All sizes of a call that breaks no rule. */
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
  };
}
