/**
 * The arithmetic progression first, first + step, … with `count` members and step ≥ 1. Along one axis, the indices that
 * an element reaches, or that reach it, form such a progression.
 */
export interface Progression {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

/** Returns the members that lie within 0 … size − 1. If there are none, the count is 0. */
export function clipProgression({ first, step, count }: Progression, size: number): Progression {
  const low = Math.max(0, Math.ceil(-first / step));
  const high = Math.min(count - 1, Math.floor((size - 1 - first) / step));
  return { first: first + low * step, step, count: Math.max(0, high - low + 1) };
}

/** Returns the member nearest to `target`; of two equally near ones, the larger. Null if the progression is empty. */
export function nearestMember({ first, step, count }: Progression, target: number): number | null {
  if (count === 0) return null;
  const member = Math.round((target - first) / step);
  return first + Math.min(Math.max(member, 0), count - 1) * step;
}

/** Returns all members, ascending. */
export function membersOf({ first, step, count }: Progression): readonly number[] {
  return Array.from({ length: count }, (_, member) => first + member * step);
}

/** Returns the last member. Meaningless if the progression is empty. */
export function lastOf({ first, step, count }: Progression): number {
  return first + (count - 1) * step;
}
