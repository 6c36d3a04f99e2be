import type { CallShape } from '../core/call.ts';
import { divisorsOf } from './legal.ts';
import { type Refusal, refusalOf } from '../core/refusal.ts';
import { shapeText } from '../core/tensor.ts';

/**
 * Checks the numbers of channels: those of the input against the weight, those of both against the groups, and the bias
 * against Cout.
 */
export function checkChannels({ input, weight, bias, params }: CallShape): Refusal | null {
  const cin = input.at(-3) as number;
  const [weightCin, coutPerGroup] = weight as readonly [number, number];
  const { groups } = params;
  if (cin !== weightCin) {
    const message =
      `input has Cin = ${cin} channels but weight of shape ${shapeText(weight)} takes ` +
      `${weightCin}: weight must have ${cin} in its first dimension.`;
    return refusalOf('weight', message, { legal: { min: cin, max: cin } });
  }
  if (cin % groups !== 0) {
    const channels = `the ${cin} input ${cin === 1 ? 'channel' : 'channels'}`;
    const message = `groups = ${groups} does not divide ${channels}.${possibleGroups(cin, groups)}`;
    return refusalOf('groups', message, { legal: { min: 1, max: cin } });
  }
  const cout = coutPerGroup * groups;
  if (bias === null || (bias.length === 1 && bias[0] === cout)) return null;
  const product = groups === 1 ? '' : ` = ${coutPerGroup}·${groups} (weight's second size · groups)`;
  const message = `bias of shape ${shapeText(bias)} must be 1-D with Cout${product} = ${cout} elements.`;
  return refusalOf('bias', message, { legal: { min: cout, max: cout } });
}

/** The most divisors that a refusal lists. */
const mostListed = 12;

/**
 * Returns a sentence with the divisors of Cin, for example " Possible: 1, 2, 5, 10." If there are many, lists only
 * those nearest to `groups`.
 */
function possibleGroups(cin: number, groups: number): string {
  const divisors = divisorsOf(cin);
  if (divisors === null) return '';
  if (divisors.length <= mostListed) return ` Possible: ${divisors.join(', ')}.`;
  const above = divisors.findIndex((divisor) => divisor > groups);
  const at = above < 0 ? divisors.length : above;
  const start = Math.min(Math.max(0, at - mostListed / 2), divisors.length - mostListed);
  return ` Possible, among others: ${divisors.slice(start, start + mostListed).join(', ')}.`;
}
