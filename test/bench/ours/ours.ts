import type { Contender } from '../contender.ts';
import { formulation } from './formulation.ts';
import { verdict } from './verdict.ts';

/** The workloads on which Winograd can be faster than sub-pixel. The others are skipped, because its bound is slow to check. */
const filtered = ['W1', 'W3', 'W9', 'W10'];

/** Returns our contenders. A quick run has fewer: it leaves out those that take long to check or to run. */
export function ours(quick: boolean): readonly Contender[] {
  return [
    formulation('auto', 'auto'),
    formulation('unfold-matmul', 'unfold-matmul'),
    quick ? only(filtered, formulation('winograd', 'winograd')) : formulation('winograd', 'winograd'),
    verdict('files'),
    ...(quick ? [] : [formulation('matmul-fold', 'matmul-fold'), verdict('fill')]),
  ];
}

/** Restricts a contender to some workloads. */
function only(ids: readonly string[], contender: Contender): Contender {
  return {
    ...contender,
    prepare: (task) =>
      ids.includes(task.workload.id) ? contender.prepare(task) : Promise.resolve('left out of a quick run'),
  };
}
