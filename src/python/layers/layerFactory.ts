import type { Abstract } from '../values/abstract.ts';
import { numberOfValue } from '../values/make.ts';

/**
 * Returns the layer that a subscript of MONAI's factory of convolutions selects: `Conv[Conv.CONVTRANS, 2]` is
 * nn.ConvTranspose2d (monai/networks/layers/factories.py). Null if the name is no such factory, or the layer is not known.
 */
export function madeByFactory(name: string, [kind, dimensions]: readonly Abstract[]): Abstract | null {
  if (!/^monai\.networks\.layers\.(?:factories\.)?Conv$/.test(name)) return null;
  const wanted = kind?.kind === 'text' ? kind.text : kind?.kind === 'external' ? kind.name.replace(/^.*\./, '') : '';
  const layer = { conv: 'Conv', convtrans: 'ConvTranspose' }[wanted.toLowerCase()];
  const rank = numberOfValue(dimensions);
  return layer === undefined || rank === null ? null : { kind: 'external', name: `torch.nn.${layer}${rank}d` };
}
