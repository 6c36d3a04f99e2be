import type { Call } from '../core/call.ts';
import { progressOf } from '../core/progress.ts';
import type { Steps } from '../core/steps.ts';
import type { Tensor } from '../core/tensor.ts';
import { formats } from '../rounding/formats.ts';
import type { Profile, ProfileRounding } from './profiles.ts';
import { rounderTo } from '../rounding/roundTo.ts';

/** What entering a format does to a tensor's elements: fl(v) = v·(1 + δ) + ε. */
export interface Entry {
  /** The largest |δ|: 0 where the format has every element. */
  readonly roundoff: number;
  /** The largest |ε|: 0 where no element that underflows is changed. */
  readonly underflow: number;
}

/** What a profile does to the tensors of a call as they enter. */
export interface Entering {
  readonly inputs: Entry;
  readonly weights: Entry;
  /** Of no bias: zeros. */
  readonly bias: Entry;
}

const unchanged: Entry = { roundoff: 0, underflow: 0 };

/** Looks through the tensors of a call for elements that the profile's formats do not have. */
export function* enteringOf(call: Call, { factors, bias }: Profile): Steps<Entering> {
  return {
    inputs: yield* entryOf(call.input, factors),
    weights: yield* entryOf(call.weight, factors),
    bias: call.bias === null ? unchanged : yield* entryOf(call.bias, bias),
  };
}

/** Elements between two looks at the progress. */
const atOnce = 2 ** 14;

function* entryOf({ data, dtype }: Tensor, rounding: ProfileRounding): Steps<Entry> {
  const { format, roundoff, underflow, flushes } = rounding;
  if (format === 'float64' || (format === 'float32' && dtype === 'float32' && !flushes)) {
    return unchanged;
  }
  const { smallestNormal } = formats[format];
  const round = rounderTo(format);
  const progress = progressOf(`What ${format} has no number for`, data.length);
  let changed = false;
  let tiny = false;
  for (let start = 0; start < data.length; start += atOnce) {
    const end = Math.min(start + atOnce, data.length);
    for (let at = start; at < end && !(changed && tiny); at++) {
      const value = data[at] as number;
      // NaN and the infinities enter as they are.
      if (!Number.isFinite(value) || value === 0) continue;
      const held = round(value) === value;
      if (!held) changed = true;
      if ((!held || flushes) && Math.abs(value) < smallestNormal) tiny = true;
    }
    const step = progress.advance(end - start);
    if (step !== null) yield step;
  }
  // PyTorch takes float64 to the narrow formats through float32: two roundings.
  const first = dtype === 'float64' && format !== 'float32' ? formats.float32.roundoff : 0;
  return {
    roundoff: changed ? roundoff + first * (1 + roundoff) : 0,
    underflow: tiny ? underflow : 0,
  };
}
