import type { CallSite } from '../../python/callSite.ts';
import type { LocatedCall } from './locatedCall.ts';

/** A call before and after a change. If it was added or removed, one of them is null. */
export type CallPair =
  | { readonly before: LocatedCall; readonly after: LocatedCall }
  | { readonly before: null; readonly after: LocatedCall }
  | { readonly before: LocatedCall; readonly after: null };

/** The least similarity with which a call that stands elsewhere is the same call, moved. */
const leastSimilarity = 0.6;

/** Calls in the same place are paired even if they have nothing in common. */
const leastWeight = 0.05;
/** The same place in a list decides between equally similar calls. */
const samePathWeight = 0.02;

/** The most calls on one side that are compared each with each. */
const mostCompared = 1000;

/**
 * Finds which call of a file's later version is which of the earlier one. First those that stand in the same place (the
 * same name in the same function; in a list, such as `nn.Sequential`, the most similar ones in their order), then those
 * that were moved or whose surroundings were renamed, if they are of the same API and most of their arguments agree.
 * Returns the pairs in the order of the later version; calls that were removed come last.
 */
export function matchCalls(before: readonly LocatedCall[], after: readonly LocatedCall[]): readonly CallPair[] {
  const partners = new Map<LocatedCall, LocatedCall>();
  const places = grouped(before);
  for (const [place, calls] of grouped(after)) {
    for (const [old, now] of aligned(places.get(place) ?? [], calls)) partners.set(now, old);
  }
  const taken = new Set(partners.values());
  for (const [old, now] of movedPairs(
    before.filter((call) => !taken.has(call)),
    after.filter((call) => !partners.has(call)),
  )) {
    partners.set(now, old);
    taken.add(old);
  }
  return [
    ...after.map((call) => pairOf(partners.get(call) ?? null, call)),
    ...before.filter((call) => !taken.has(call)).map((call) => ({ before: call, after: null })),
  ];
}

function pairOf(before: LocatedCall | null, after: LocatedCall): CallPair {
  return before === null ? { before, after } : { before, after };
}

/**
 * Pairs calls that were removed from one place with calls that were added in another, the most similar first. Of equally
 * similar ones, the first is the first.
 */
export function movedPairs(
  removed: readonly LocatedCall[],
  added: readonly LocatedCall[],
): readonly (readonly [before: LocatedCall, after: LocatedCall])[] {
  if (removed.length > mostCompared || added.length > mostCompared) return [];
  const candidates = removed.flatMap((old, i) =>
    added.flatMap((now, j) => {
      const similarity = similarityOf(old, now);
      return similarity >= leastSimilarity ? [{ old, now, similarity, order: Math.abs(i - j) }] : [];
    }),
  );
  candidates.sort((a, b) => b.similarity - a.similarity || a.order - b.order);
  const taken = new Set<LocatedCall>();
  const pairs: (readonly [LocatedCall, LocatedCall])[] = [];
  for (const { old, now } of candidates) {
    if (taken.has(old) || taken.has(now)) continue;
    taken.add(old).add(now);
    pairs.push([old, now]);
  }
  return pairs;
}

/** Groups calls by what they are and where they stand, without their place in a list. */
function grouped(calls: readonly LocatedCall[]): ReadonlyMap<string, readonly LocatedCall[]> {
  const groups = new Map<string, LocatedCall[]>();
  for (const call of calls) {
    const key = `${familyOf(call.site)} ${ownerOf(call.site.path)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [call]);
    else group.push(call);
  }
  return groups;
}

/** Calls of different families are never the same call. */
function familyOf({ kind }: CallSite): string {
  return kind === 'transposed' ? 'transposed' : 'fold';
}

/** Returns a path without the numbers of places in lists: "Net.__init__ › self.up[3]" → "Net.__init__ › self.up". */
function ownerOf(path: string): string {
  return path.replace(/(?:\s*›\s*|\.)\d+(?=\s*(?:›|$))|\[\d+\]|\s*#\d+$|\s*\(\d+\)$/g, '');
}

/**
 * Pairs two lists in their order, so that as many calls as possible have a partner and the partners are as similar as
 * possible: the longest common subsequence, weighted.
 */
function aligned(
  before: readonly LocatedCall[],
  after: readonly LocatedCall[],
): readonly (readonly [LocatedCall, LocatedCall])[] {
  const [rows, columns] = [before.length, after.length];
  if (rows * columns > mostCompared * mostCompared) return [];
  // best[i][j] is the weight of the best pairing of before[i…] with after[j…].
  const best = Array.from({ length: rows + 1 }, () => new Float64Array(columns + 1));
  const weight = (i: number, j: number): number => {
    const [old, now] = [before[i] as LocatedCall, after[j] as LocatedCall];
    return leastWeight + agreementOf(old, now) + (old.site.path === now.site.path ? samePathWeight : 0);
  };
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0;
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      (best[i] as Float64Array)[j] = Math.max(at(i + 1, j), at(i, j + 1), weight(i, j) + at(i + 1, j + 1));
    }
  }
  const pairs: (readonly [LocatedCall, LocatedCall])[] = [];
  for (let [i, j] = [0, 0]; i < rows && j < columns;) {
    if (at(i, j) === weight(i, j) + at(i + 1, j + 1))
      pairs.push([before[i++] as LocatedCall, after[j++] as LocatedCall]);
    else if (at(i, j) === at(i + 1, j)) i++;
    else j++;
  }
  return pairs;
}

/** Returns how similar two calls in different places are, 0 to 1. */
function similarityOf(a: LocatedCall, b: LocatedCall): number {
  if (familyOf(a.site) !== familyOf(b.site)) return 0;
  const agreement = agreementOf(a, b);
  // The same name elsewhere, such as self.up in a class that was renamed, speaks for the same call.
  const isSameName = lastName(a.site.path) === lastName(b.site.path) && placeOf(a) !== placeOf(b);
  return isSameName ? (1 + agreement) / 2 : agreement * 0.95;
}

/** Returns the share of the arguments that two calls of the same API have in common; 0 for different APIs. */
function agreementOf(a: LocatedCall, b: LocatedCall): number {
  if (a.site.resolvedName !== b.site.resolvedName) return 0;
  const [left, right] = [writtenArguments(a), writtenArguments(b)];
  const names = new Set([...left.keys(), ...right.keys()]);
  if (names.size === 0) return 1;
  let agreeing = 0;
  for (const name of names) if (left.get(name) === right.get(name)) agreeing += 1;
  return agreeing / names.size;
}

function placeOf({ file, site }: LocatedCall): string {
  return `${file} ${ownerOf(site.path)}`;
}

function lastName(path: string): string {
  return ownerOf(path).split('›').at(-1)?.trim() ?? '';
}

const written = new WeakMap<LocatedCall, ReadonlyMap<string, string>>();

/** Returns the arguments of a call as they are written, without white space. */
function writtenArguments(call: LocatedCall): ReadonlyMap<string, string> {
  const known = written.get(call);
  if (known !== undefined) return known;
  const texts = new Map<string, string>();
  for (const [name, { range }] of call.site.arguments) {
    if (range !== null) texts.set(name, call.source.slice(range.from, range.to).replace(/\s+/g, ''));
  }
  written.set(call, texts);
  return texts;
}
