import type { Scenario } from './scenario.ts';

/** Returns whether two scenarios are written as the same document. NaN equals NaN, and 0 differs from −0. */
export function isSameScenario(a: Scenario, b: Scenario): boolean {
  return isSame(a, b);
}

/** Compares plain data. A key whose value is undefined counts as absent. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((each, i) => isSame(each, b[i]));
  }
  const [mine, others] = [definedEntries(a), new Map(definedEntries(b))];
  return mine.length === others.size && mine.every(([key, value]) => others.has(key) && isSame(value, others.get(key)));
}

function definedEntries(fields: object): [string, unknown][] {
  return Object.entries(fields).filter((entry) => entry[1] !== undefined);
}
