import type { CallSite, FollowingLayer, SiteArgument, SiteUse, TextRange } from './callSite.ts';

/** Returns a site whose ranges are moved by a number of code units. */
export function movedSite(site: CallSite, by: number): CallSite {
  const range = ({ from, to }: TextRange): TextRange => ({ from: from + by, to: to + by });
  const argumentsOf = (given: ReadonlyMap<string, SiteArgument>): ReadonlyMap<string, SiteArgument> =>
    new Map(
      [...given].map(([name, each]) => [name, each.range === null ? each : { ...each, range: range(each.range) }]),
    );
  const following = (layers: readonly FollowingLayer[]): readonly FollowingLayer[] =>
    layers.map((layer) => ({
      ...layer,
      range: range(layer.range),
      takesRange: layer.takesRange === null ? null : range(layer.takesRange),
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
