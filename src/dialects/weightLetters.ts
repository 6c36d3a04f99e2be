import type { WeightOrder } from './layer.ts';

/** Returns the letters of a weight's axes; a 1-D weight has no W. */
export function orderLetters(order: WeightOrder, rank: number): readonly string[] {
  return Array.from(order).filter((letter) => rank === 2 || letter !== 'W');
}
