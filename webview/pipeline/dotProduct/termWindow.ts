import type { Accumulation } from '../../../src/engine/provenance/formulation.ts';

/** Consecutive terms: first ≤ term < end. */
export interface TermWindow {
  readonly first: number;
  readonly end: number;
}

/**
 * Terms that belong together in a formulation's order of summation: the run of a column
 * (columns-first) or of a ξ (points-first), else the taps of one input channel.
 */
export function runLength(accumulation: Accumulation, termCount: number, cinPerGroup: number): number {
  const length = 'run' in accumulation ? accumulation.run : termCount / cinPerGroup;
  return Math.max(1, Math.floor(length));
}

/**
 * The terms to list around the cursor's: its whole run where that fits into `capacity` columns,
 * else the page of the run that the term is on, so that stepping does not shift the table.
 */
export function termWindowOf(term: number, termCount: number, run: number, capacity: number): TermWindow {
  const start = Math.floor(term / run) * run;
  const page = Math.min(run, Math.max(1, capacity));
  const first = start + Math.floor((term - start) / page) * page;
  return { first, end: Math.min(first + page, start + run, termCount) };
}
