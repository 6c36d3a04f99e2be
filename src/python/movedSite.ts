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
  return {
    ...site,
    range: range(site.range),
    callee: range(site.callee),
    arguments: argumentsOf(site.arguments),
    following: following(site.following),
    uses: site.uses.map(use),
  };
}
