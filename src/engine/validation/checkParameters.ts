import type { CallShape } from '../core/call.ts';
import { type Refusal, refusalOf } from '../core/refusal.ts';

/** The parameters that are pairs, and the smallest valid integer for each of their entries. */
const pairs = [
  { argument: 'stride', key: 'stride', min: 1 },
  { argument: 'padding', key: 'padding', min: 0 },
  { argument: 'padding_end', key: 'paddingEnd', min: 0 },
  { argument: 'output_padding', key: 'outputPadding', min: 0 },
  { argument: 'dilation', key: 'dilation', min: 1 },
] as const;

/** Checks that each parameter is an integer and not too small. */
export function checkParameters({ params }: CallShape): Refusal | null {
  for (const { argument, key, min } of pairs) {
    for (const axis of [0, 1] as const) {
      const value = params[key]?.[axis] ?? min;
      if (Number.isSafeInteger(value) && value >= min) continue;
      const message = `${argument}[${axis}] = ${value} must be an integer of at least ${min}.`;
      return refusalOf(argument, message, { axis, legal: { min, max: null } });
    }
  }
  if (Number.isSafeInteger(params.groups) && params.groups >= 1) return null;
  const message = `groups = ${params.groups} must be an integer of at least 1.`;
  return refusalOf('groups', message, { legal: { min: 1, max: null } });
}
