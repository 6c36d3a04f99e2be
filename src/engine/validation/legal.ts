import type { CallShape } from '../core/call.ts';
import { assertNever } from '../core/assertNever.ts';
import { greatestCommonDivisor } from '../geometry/congruence.ts';
import { axisOf } from '../geometry/geometry.ts';
import type { Axis, LegalRange } from '../core/refusal.ts';

/** The arguments of a call that have one number for the height and one for the width. */
export type AxisArgument =
  'input' | 'kernel_size' | 'stride' | 'padding' | 'padding_end' | 'output_padding' | 'dilation';

/** The parameters of one axis of a call. The call need not be valid. */
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
 * Returns the range in which this argument of this axis is valid if everything else stays, by the rules output_padding
 * < max(stride, dilation) and output size ≥ 1. `input` means H or W, `kernel_size` kH or kW. If another argument breaks
 * a rule so that no value of this argument can satisfy it, the rule does not narrow the range. The ranks must be valid,
 * and all sizes integers of at least 1.
 */
export function legalRangeOf(shape: CallShape, argument: AxisArgument, axis: Axis): LegalRange {
  return legalRangeOnAxis(axisOf(shape, axis), argument, hasSeparateEndPadding(shape));
}

/** Returns true if the padding at the end is a parameter of its own. Otherwise it equals `padding`. */
export function hasSeparateEndPadding({ params }: Pick<CallShape, 'params'>): boolean {
  return params.paddingEnd !== undefined;
}

/** Does the same as {@link legalRangeOf} for the parameters of one axis. */
export function legalRangeOnAxis(axis: AxisNumbers, argument: AxisArgument, ownEnd: boolean): LegalRange {
  const { inputSize, kernelSize, stride, padding, paddingEnd, outputPadding, dilation } = axis;
  const cropped = padding + paddingEnd;
  const inserted = (inputSize - 1) * stride;
  const window = dilation * (kernelSize - 1);
  switch (argument) {
    case 'padding': {
      const mostCropped = inserted + window + outputPadding;
      return { min: 0, max: ownEnd ? Math.max(0, mostCropped - paddingEnd) : Math.floor(mostCropped / 2) };
    }
    case 'padding_end':
      return { min: 0, max: Math.max(0, inserted + window + outputPadding - padding) };
    case 'output_padding': {
      const max = Math.max(stride, dilation) - 1;
      const wanted = Math.max(0, cropped - inserted - window);
      return { min: wanted <= max ? wanted : 0, max };
    }
    case 'stride': {
      const aboveOutputPadding = outputPadding < dilation ? 1 : outputPadding + 1;
      const enoughForOutput = ceilQuotient(cropped - window - outputPadding, inputSize - 1);
      return { min: Math.max(aboveOutputPadding, enoughForOutput), max: null };
    }
    case 'dilation': {
      const aboveOutputPadding = outputPadding < stride ? 1 : outputPadding + 1;
      const enoughForOutput = ceilQuotient(cropped - inserted - outputPadding, kernelSize - 1);
      return { min: Math.max(aboveOutputPadding, enoughForOutput), max: null };
    }
    case 'input': {
      const enoughForOutput = ceilQuotient(cropped - window - outputPadding, stride) + 1;
      return { min: Math.max(1, enoughForOutput), max: null };
    }
    case 'kernel_size': {
      const enoughForOutput = ceilQuotient(cropped - inserted - outputPadding, dilation) + 1;
      return { min: Math.max(1, enoughForOutput), max: null };
    }
    default:
      return assertNever(argument, 'argument');
  }
}

/** Returns the smallest integer v with v·factor ≥ wanted. If the factor is 0, any v will do, and the result is 0. */
function ceilQuotient(wanted: number, factor: number): number {
  return factor === 0 ? 0 : Math.ceil(wanted / factor);
}

/**
 * Returns the valid numbers of groups for a layer from `cin` to `cout` channels, ascending: their common divisors.
 * Returns null if {@link divisorsOf} does.
 */
export function legalGroups(cin: number, cout: number): readonly number[] | null {
  return divisorsOf(greatestCommonDivisor(cin, cout));
}

/**
 * The largest number whose divisors are searched; its search tries 2²⁰ divisors. No call with more channels fits into
 * memory.
 */
const largestDivided = 2 ** 40;

/**
 * Returns all divisors of a positive integer, ascending. Returns null if the integer exceeds 2⁴⁰, because the search
 * would take long.
 */
export function divisorsOf(value: number): readonly number[] | null {
  if (value > largestDivided) return null;
  const small: number[] = [];
  const large: number[] = [];
  for (let divisor = 1; divisor * divisor <= value; divisor++) {
    if (value % divisor !== 0) continue;
    small.push(divisor);
    if (divisor * divisor !== value) large.unshift(value / divisor);
  }
  return [...small, ...large];
}
