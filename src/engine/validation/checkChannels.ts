import type { CallShape } from '../core/call.ts';
import { divisorsOf } from './legal.ts';
import type { Refusal } from '../core/refusal.ts';
import { refusalOf, sizeTuple } from './words.ts';

/** Channels: input against weight, groups against both, bias against Cout. */
export function checkChannels({ input, weight, bias, params }: CallShape): Refusal | null {
  const cin = input.at(-3) as number;
  const [weightCin, coutPerGroup] = weight as readonly [number, number];
  const { groups } = params;
  if (cin !== weightCin) {
    const message =
      `input has Cin = ${cin} channels but weight of shape ${sizeTuple(weight)} takes ` +
      `${weightCin}: weight must have ${cin} in its first dimension.`;
    return refusalOf('weight', message, { legal: { min: cin, max: cin } });
  }
  if (cin % groups !== 0) {
    const divisors = divisorsOf(cin).join(', ');
    const message = `groups = ${groups} does not divide Cin = ${cin}; divisors of ${cin}: ${divisors}.`;
    return refusalOf('groups', message, { legal: { min: 1, max: cin } });
  }
  const cout = coutPerGroup * groups;
  if (bias === null || (bias.length === 1 && bias[0] === cout)) return null;
  const product = groups === 1 ? '' : ` = ${coutPerGroup}·${groups} (weight's second size · groups)`;
  const message = `bias of shape ${sizeTuple(bias)} must be 1-D with Cout${product} = ${cout} elements.`;
  return refusalOf('bias', message, { legal: { min: cout, max: cout } });
}
