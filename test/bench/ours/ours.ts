import type { Contender } from '../contender.ts';
import { formulation } from './formulation.ts';
import { verdict } from './verdict.ts';

/** Workloads on which minimal filtering can be faster than the plain phases; its bound is slow to check. */
const filtered = ['W1', 'W3', 'W9', 'W10'];

/** Ourselves. A quick run leaves out what it takes long to check, and what a full one shows as well as any. */
export function ours(quick: boolean): readonly Contender[] {
  return [
    formulation('auto', 'auto'),
    formulation('unfold-matmul', 'unfold-matmul'),
    quick ? only(filtered, formulation('winograd', 'winograd')) : formulation('winograd', 'winograd'),
    verdict('files'),
    ...(quick ? [] : [formulation('matmul-fold', 'matmul-fold'), verdict('fill')]),
  ];
}

/** The contender on these workloads alone. */
function only(ids: readonly string[], contender: Contender): Contender {
  return {
    ...contender,
    prepare: (task) =>
      ids.includes(task.workload.id) ? contender.prepare(task) : Promise.resolve('left out of a quick run'),
  };
}
