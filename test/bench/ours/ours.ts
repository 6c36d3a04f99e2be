import type { Contender } from '../contender.ts';
import { formulation } from './formulation.ts';
import { verdict } from './verdict.ts';

/** Ourselves. The verdict on random tensors is for full runs: it adds but the fill. */
export function ours(quick: boolean): readonly Contender[] {
  return [
    formulation('auto', 'auto'),
    formulation('unfold-matmul', 'unfold-matmul'),
    formulation('matmul-fold', 'matmul-fold'),
    formulation('winograd', 'winograd'),
    verdict('files'),
    ...(quick ? [] : [verdict('fill')]),
  ];
}
