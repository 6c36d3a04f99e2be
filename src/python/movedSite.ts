import type { CallSite, FollowingLayer, SiteArgument, SiteUse, TextRange } from './callSite.ts';

/**
 * Returns a site whose ranges are moved by a number of code units. Layers after the call that end up outside `within` lose
 * their ranges.
 */
export function movedSite(site: CallSite, by: number, within: TextRange): CallSite {
  const range = ({ from, to }: TextRange): TextRange => ({ from: from + by, to: to + by });
  const moved = (each: TextRange | null): TextRange | null => {
    if (each === null) return null;
    const { from, to } = range(each);
    return from < within.from || to > within.to ? null : { from, to };
  };
  const argumentsOf = (given: ReadonlyMap<string, SiteArgument>): ReadonlyMap<string, SiteArgument> =>
    new Map(
      [...given].map(([name, each]) => [name, each.range === null ? each : { ...each, range: range(each.range) }]),
    );
  const following = (layers: readonly FollowingLayer[]): readonly FollowingLayer[] =>
    layers.map((layer) => ({
      ...layer,
      range: moved(layer.range),
      takesRange: moved(layer.takesRange),
    }));
  const use = (each: SiteUse): SiteUse => ({
    ...each,
    arguments: argumentsOf(each.arguments),
    following: following(each.following),
  });
  const given = once(() => argumentsOf(site.arguments));
  const layers = once(() => following(site.following));
  const uses = once(() => site.uses.map(use));
  return {
    ...site,
    range: range(site.range),
    callee: range(site.callee),
    // An edit moves every site after it, and few of them are looked at before the next one.
    get arguments() {
      return given();
    },
    get following() {
      return layers();
    },
    get uses() {
      return uses();
    },
  };
}

/** Returns a function that makes a value when it is first called. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
