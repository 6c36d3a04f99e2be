import type { MistakeChoice, MistakeEntry } from '../../../src/scenario/breaking/brokenCall.ts';

/** A mistake that was made without naming it, and the mistakes to choose from. */
export interface Riddle {
  readonly choice: MistakeChoice;
  readonly options: readonly MistakeEntry[];
}

/** Number of mistakes to choose from. */
const optionCount = 4;

/** Returns the mistakes whose outputs can be told apart by looking: those that change this call, without precisions. */
export function guessable(entries: readonly MistakeEntry[]): readonly MistakeEntry[] {
  return entries.filter(({ variants, isPrecision }) => variants.length > 0 && !isPrecision);
}

/**
 * Returns a riddle with a random mistake other than `before`, or null if there are fewer than two mistakes to choose
 * from. `random` returns numbers from 0 up to 1.
 */
export function riddleOf(entries: readonly MistakeEntry[], before: string | null, random: () => number): Riddle | null {
  const candidates = guessable(entries);
  if (candidates.length < 2) return null;
  const [answer, ...others] = shuffled(candidates, random).sort(
    (a, b) => Number(a.id === before) - Number(b.id === before),
  );
  if (answer === undefined) return null;
  const variant = answer.variants[Math.floor(random() * answer.variants.length)]?.number ?? 0;
  const options = shuffled([answer, ...others.slice(0, optionCount - 1)], random);
  return { choice: { id: answer.id, variant }, options };
}

/** Returns the items in a random order (Fisher–Yates). */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last--) {
    const at = Math.floor(random() * (last + 1));
    [mixed[last], mixed[at]] = [mixed[at] as T, mixed[last] as T];
  }
  return mixed;
}
