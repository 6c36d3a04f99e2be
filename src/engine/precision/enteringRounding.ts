import type { Call } from '../core/call.ts';
import { progressOf } from '../core/progress.ts';
import type { Steps } from '../core/steps.ts';
import type { Tensor } from '../core/tensor.ts';
import { formats } from '../rounding/formats.ts';
import type { Profile, ProfileRounding } from './profiles.ts';
import { rounderTo } from '../rounding/roundTo.ts';

/**
 * How much rounding to a format changes the elements of a tensor: fl(v) = v·(1 + δ) + ε, with bounds for |δ| and |ε|.
 */
export interface TensorRounding {
  /** The largest |δ|. 0 if every element is a number of the format. */
  readonly roundoff: number;
  /** The largest |ε|. 0 if rounding changes no element in the format's subnormal range. */
  readonly underflow: number;
}

/** How much a profile's rounding changes the tensors of a call before anything is computed. */
export interface EnteringRounding {
  readonly inputs: TensorRounding;
  readonly weights: TensorRounding;
  /** All zeros if the call has no bias. */
  readonly bias: TensorRounding;
}

const unchanged: TensorRounding = { roundoff: 0, underflow: 0 };

/** Scans the tensors of a call for elements that the profile's formats cannot represent. */
export function* enteringRoundingOf(call: Call, { factors, bias }: Profile): Steps<EnteringRounding> {
  return {
    inputs: yield* entryOf(call.input, factors),
    weights: yield* entryOf(call.weight, factors),
    bias: call.bias === null ? unchanged : yield* entryOf(call.bias, bias),
  };
}

/** Elements between two progress steps. */
const atOnce = 2 ** 14;

function* entryOf({ data, dtype }: Tensor, rounding: ProfileRounding): Steps<TensorRounding> {
  const { format, roundoff, underflow, flushes } = rounding;
  if (format === 'float64' || (format === 'float32' && dtype === 'float32' && !flushes)) {
    return unchanged;
  }
  const { smallestNormal } = formats[format];
  const round = rounderTo(format);
  const progress = progressOf(`Values that ${format} cannot represent`, data.length);
  let changed = false;
  let underflows = false;
  for (let start = 0; start < data.length; start += atOnce) {
    const end = Math.min(start + atOnce, data.length);
    for (let at = start; at < end && !(changed && underflows); at++) {
      const value = data[at] as number;
      // Rounding does not change 0, NaN and the infinities.
      if (!Number.isFinite(value) || value === 0) continue;
      const isSubnormal = Math.abs(value) < smallestNormal;
      // Of further numbers only subnormal ones count.
      if (changed && !isSubnormal) continue;
      const representable = round(value) === value;
      if (!representable) changed = true;
      if ((!representable || flushes) && isSubnormal) underflows = true;
    }
    const step = progress.advance(end - start);
    if (step !== null) yield step;
  }
  // PyTorch converts float64 to the narrow formats through float32: two roundings.
  const throughFloat32 = dtype === 'float64' && format !== 'float32' ? formats.float32.roundoff : 0;
  return {
    roundoff: changed ? roundoff + throughFloat32 * (1 + roundoff) : 0,
    underflow: underflows ? underflow : 0,
  };
}
