import type { MistakeEntry } from '../../../src/scenario/breaking/brokenCall.ts';

/** The mistakes of a group that match a search. */
export interface ListedGroup {
  readonly title: string;
  readonly entries: readonly MistakeEntry[];
}

/**
 * Returns the mistakes whose title, effect or id contains every word of a search, in groups. Mistakes that make
 * no difference for the call come last in their group.
 */
export function listedGroups(entries: readonly MistakeEntry[], search: string): readonly ListedGroup[] {
  const words = search.toLowerCase().split(/\s+/);
  const found = entries.filter(({ title, means, id }) => {
    const text = `${title} ${means} ${id}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const titles = [...new Set(found.map(({ group }) => group))];
  return titles.map((title) => {
    const own = found.filter(({ group }) => group === title);
    const makesDifference = ({ variants }: MistakeEntry): boolean => variants.length > 0;
    return { title, entries: [...own.filter(makesDifference), ...own.filter((entry) => !makesDifference(entry))] };
  });
}
