import type { Accumulation } from '../../../src/engine/provenance/formulation.ts';

/** Consecutive terms: first ≤ term < end. */
export interface TermWindow {
  readonly first: number;
  readonly end: number;
}

/**
 * Returns the number of consecutive terms that a formulation sums as a group: those of a column
 * (columns-first) or of a ξ (points-first), else the taps of one input channel.
 */
export function runLength(accumulation: Accumulation, termCount: number, cinPerGroup: number): number {
  const length = 'run' in accumulation ? accumulation.run : termCount / cinPerGroup;
  return Math.max(1, Math.floor(length));
}

/**
 * Returns the terms to list around `term`. If its group of `run` terms fits into `capacity` columns, these are the
 * whole group; else the page of the group that contains the term, so that stepping does not shift the table.
 */
export function termWindowOf(term: number, termCount: number, run: number, capacity: number): TermWindow {
  const start = Math.floor(term / run) * run;
  const page = Math.min(run, Math.max(1, capacity));
  const first = start + Math.floor((term - start) / page) * page;
  return { first, end: Math.min(first + page, start + run, termCount) };
}
