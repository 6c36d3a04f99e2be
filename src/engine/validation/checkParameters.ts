import type { CallShape } from '../core/call.ts';
import type { Refusal } from '../core/refusal.ts';
import { refusalOf } from './words.ts';

/** The pairs, by themselves: integers from `min` on. */
const pairs = [
  { argument: 'stride', of: 'stride', min: 1 },
  { argument: 'padding', of: 'padding', min: 0 },
  { argument: 'padding_end', of: 'paddingEnd', min: 0 },
  { argument: 'output_padding', of: 'outputPadding', min: 0 },
  { argument: 'dilation', of: 'dilation', min: 1 },
] as const;

/** Each parameter by itself: an integer that is not too small. */
export function checkParameters({ params }: CallShape): Refusal | null {
  for (const { argument, of, min } of pairs) {
    for (const axis of [0, 1] as const) {
      const value = params[of]?.[axis] ?? min;
      if (Number.isSafeInteger(value) && value >= min) continue;
      const message = `${argument}[${axis}] = ${value} must be an integer of at least ${min}.`;
      return refusalOf(argument, message, { axis, legal: { min, max: null } });
    }
  }
  if (Number.isSafeInteger(params.groups) && params.groups >= 1) return null;
  const message = `groups = ${params.groups} must be an integer of at least 1.`;
  return refusalOf('groups', message, { legal: { min: 1, max: null } });
}
