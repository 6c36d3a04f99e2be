/**
 * The indices first, first + step, … (`count` of them, step ≥ 1). Along one axis, everything that
 * one element reaches or is reached by has this form.
 */
export interface Progression {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

/** Its members within 0 … size − 1; count 0 if there are none. */
export function clipProgression({ first, step, count }: Progression, size: number): Progression {
  const low = Math.max(0, Math.ceil(-first / step));
  const high = Math.min(count - 1, Math.floor((size - 1 - first) / step));
  return { first: first + low * step, step, count: Math.max(0, high - low + 1) };
}

/** The member nearest to `target` (the larger of two equally near ones); null if there is none. */
export function nearestMember({ first, step, count }: Progression, target: number): number | null {
  if (count === 0) return null;
  const member = Math.round((target - first) / step);
  return first + Math.min(Math.max(member, 0), count - 1) * step;
}

/** All its members, rising. */
export function membersOf({ first, step, count }: Progression): readonly number[] {
  return Array.from({ length: count }, (_, member) => first + member * step);
}

/** Its last member; meaningless if there is none. */
export function lastOf({ first, step, count }: Progression): number {
  return first + (count - 1) * step;
}
