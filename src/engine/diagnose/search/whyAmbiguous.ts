import type { Call } from '../../core/call.ts';
import { withFlippedWeight } from '../model/edits.ts';
import type { Match } from './findMistakes.ts';

/** Why several matches make the same output of this call; null where there are not several. */
export function whyAmbiguous(call: Call, matches: readonly Match[]): string | null {
  if (matches.length < 2) return null;
  const ids = matches.map(({ mistakes }) => mistakes.map(({ id }) => id).join(' + '));
  const reasons: string[] = [];
  const [cin = 0, cout = 0, kH = 0, kW = 0] = call.weight.shape;
  const isSame = (axes: readonly (2 | 3)[]): boolean =>
    withFlippedWeight(call, axes).weight.data.every((value, at) => value === call.weight.data[at]);
  if (isSame([2, 3])) reasons.push('the kernel is the same when it is rotated by 180°');
  else if (kH === 1 || kW === 1) reasons.push(`the kernel has one ${kH === 1 ? 'row' : 'column'} only`);
  else if (isSame([2]) || isSame([3])) reasons.push('the kernel is symmetric along an axis');
  if (cin === 1 && cout === 1) reasons.push('there is one channel only');
  const why = reasons.length === 0 ? 'they come to the same for this call’s parameters' : reasons.join(', and ');
  return `${ids.join(', ')} make the same output here, since ${why}; other tensors or parameters tell them apart.`;
}
