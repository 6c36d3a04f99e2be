import type { Argument, Axis, Refusal } from '../../src/engine/core/refusal.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';

/** The arguments that have a field in the form. */
const inForm: readonly Argument[] = [
  'input',
  'weight',
  'bias',
  'stride',
  'padding',
  'padding_end',
  'output_padding',
  'dilation',
  'groups',
  'dtype',
  'seed',
  'fill',
  'actual',
];

/** Returns whether the form shows the refusal at a field; if not, it must be shown elsewhere. */
export function hasField(refusal: Refusal): boolean {
  return inForm.includes(refusal.argument);
}

/** Returns whether a refusal belongs to a field. A refusal without an axis belongs to both axes. */
export function isRefused(refusal: Refusal | null, argument: Argument, axis?: Axis): boolean {
  if (refusal?.argument !== argument) return false;
  return axis === undefined || refusal.axis === undefined || refusal.axis === axis;
}

/**
 * Says which call the figure shows below a refusal: "The figure still shows groups = 1." Empty if it shows none.
 */
export function stillShowing(refusal: Refusal, shown: Scenario | null): string {
  if (shown === null) return '';
  if (refusal.argument === 'actual') return 'The figure shows the call without the output to check.';
  const value = shownValue(refusal, shown);
  return `The figure still shows ${value ?? 'the previous call'}.`;
}

/** Returns the value of the refused argument in the displayed call; null for arguments without a short value. */
function shownValue({ argument, axis }: Refusal, { params, dtype, seed }: Scenario): string | null {
  const pair = ([h, w]: readonly [number, number]): string =>
    axis === undefined ? `(${h}, ${w})` : String(axis === 0 ? h : w);
  switch (argument) {
    case 'groups':
      return `groups = ${params.groups}`;
    case 'stride':
    case 'padding':
    case 'dilation':
      return `${argument} = ${pair(params[argument])}`;
    case 'padding_end':
      return `padding_end = ${pair(params.paddingEnd ?? params.padding)}`;
    case 'output_padding':
      return `output_padding = ${pair(params.outputPadding)}`;
    case 'dtype':
      return `dtype = ${dtype}`;
    case 'seed':
      return `seed ${seed}`;
    default:
      return null;
  }
}
