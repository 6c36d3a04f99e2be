import type { CallShape } from '../core/call.ts';
import { axisOf } from '../geometry/geometry.ts';
import type { Axis, LegalRange } from '../core/refusal.ts';

/** The numbers of a call that there are two of: one for the height, one for the width. */
export type AxisArgument =
  'input' | 'kernel_size' | 'stride' | 'padding' | 'padding_end' | 'output_padding' | 'dilation';

/** One axis of a call, whether it is accepted or not. */
export interface AxisNumbers {
  readonly inputSize: number;
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: number;
  readonly paddingEnd: number;
  readonly outputPadding: number;
  readonly dilation: number;
}

/**
 * Within which bounds this argument of this axis is legal, all else being equal, by the rules
 * output_padding < max(stride, dilation) and output size ≥ 1. `input` is H or W, `kernel_size` kH
 * or kW. A rule that no value of the argument can mend, because another one is at fault, does not
 * narrow its range. Ranks, integers and sizes ≥ 1 are taken for granted.
 */
export function legalRangeOf(shape: CallShape, argument: AxisArgument, axis: Axis): LegalRange {
  return legalAlong(axisOf(shape, axis), argument, hasOwnEnd(shape));
}

/** Whether the padding at the end is one of its own, instead of following the other. */
export function hasOwnEnd({ params }: Pick<CallShape, 'params'>): boolean {
  return params.paddingEnd !== undefined;
}

/** {@link legalRangeOf} from the numbers of one axis. */
export function legalAlong(axis: AxisNumbers, argument: AxisArgument, ownEnd: boolean): LegalRange {
  const { inputSize, kernelSize, stride, padding, paddingEnd, outputPadding, dilation } = axis;
  const cropped = padding + paddingEnd;
  const inserted = (inputSize - 1) * stride;
  const window = dilation * (kernelSize - 1);
  switch (argument) {
    case 'padding': {
      const all = inserted + window + outputPadding;
      return { min: 0, max: ownEnd ? Math.max(0, all - paddingEnd) : Math.floor(all / 2) };
    }
    case 'padding_end':
      return { min: 0, max: Math.max(0, inserted + window + outputPadding - padding) };
    case 'output_padding': {
      const max = Math.max(stride, dilation) - 1;
      const wanted = Math.max(0, cropped - inserted - window);
      return { min: wanted <= max ? wanted : 0, max };
    }
    case 'stride': {
      const first = outputPadding < dilation ? 1 : outputPadding + 1;
      const enough = quotient(cropped - window - outputPadding, inputSize - 1);
      return { min: Math.max(first, enough), max: null };
    }
    case 'dilation': {
      const first = outputPadding < stride ? 1 : outputPadding + 1;
      const enough = quotient(cropped - inserted - outputPadding, kernelSize - 1);
      return { min: Math.max(first, enough), max: null };
    }
    case 'input': {
      const enough = quotient(cropped - window - outputPadding, stride) + 1;
      return { min: Math.max(1, enough), max: null };
    }
    case 'kernel_size': {
      const enough = quotient(cropped - inserted - outputPadding, dilation) + 1;
      return { min: Math.max(1, enough), max: null };
    }
    default: {
      const never: never = argument;
      return never;
    }
  }
}

/** Smallest integer v with v·factor ≥ wanted; no demand where the factor is 0. */
function quotient(wanted: number, factor: number): number {
  return factor === 0 ? 0 : Math.ceil(wanted / factor);
}

/** The groups that a layer from `cin` to `cout` channels can have, ascending: their common divisors. */
export function legalGroups(cin: number, cout: number): readonly number[] {
  return divisorsOf(cin).filter((divisor) => cout % divisor === 0);
}

/** All divisors of a positive integer, ascending. */
export function divisorsOf(value: number): readonly number[] {
  const small: number[] = [];
  const large: number[] = [];
  for (let divisor = 1; divisor * divisor <= value; divisor++) {
    if (value % divisor !== 0) continue;
    small.push(divisor);
    if (divisor * divisor !== value) large.unshift(value / divisor);
  }
  return [...small, ...large];
}
