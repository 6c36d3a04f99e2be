import type { Argument, Axis, Refusal } from '../../src/engine/core/refusal.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';

/** Arguments that have a field of their own in the form. */
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

/** Whether a refusal stands at its field, or has none in the form and must be shown elsewhere. */
export function hasField(refusal: Refusal): boolean {
  return inForm.includes(refusal.argument);
}

/** Whether this field is the one that a refusal means; one without an axis means both. */
export function isRefused(refusal: Refusal | null, argument: Argument, axis?: Axis): boolean {
  if (refusal?.argument !== argument) return false;
  return axis === undefined || refusal.axis === undefined || refusal.axis === axis;
}

/** What the figure goes on showing, said below a refusal: "Still showing the last valid call, groups = 1." */
export function stillShowing(refusal: Refusal, shown: Scenario | null): string {
  if (shown === null) return '';
  const value = shownValue(refusal, shown);
  return `Still showing the last valid call${value === null ? '' : `, ${value}`}.`;
}

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
      return `seed = ${seed}`;
    default:
      return null;
  }
}
