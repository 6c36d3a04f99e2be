import { findApi } from '../dialects/dialects.ts';
import { constantFormula, numberOf, sizeOfFormula, symbolFormula } from '../dialects/formula.ts';
import type { Layer } from '../dialects/layer.ts';
import { axisLetter } from '../dialects/layerSizes.ts';
import { withOutputSize } from '../dialects/pytorch.ts';
import type { Value } from '../dialects/value.ts';
import type { CallSite, FollowingLayer, SiteArgument, SiteShape, SiteUse, TextRange } from './callSite.ts';
import type { UnitResult } from './evaluation/unit.ts';
import { carriedOutput } from './evaluation/carriedOutput.ts';
import { findFoldApi, foldingOf, withOwnImageLetters } from './layers/folding.ts';
import { movedSite } from './movedSite.ts';
import { type KnownPlaces, type LineWords, SitePlaces } from './sitePlaces.ts';
import type { Chunk } from './syntax/chunk.ts';
import type { PythonSource } from './syntax/pythonSource.ts';
import type { CallExpression } from './syntax/tree.ts';
import type { Application, Dimensions, GivenArgument, ReachedCall } from './values/abstract.ts';
import { layerOfReach } from './values/layerOfReach.ts';
import { assumedOf } from './values/make.ts';
import { entriesIn, valueOfArgument } from './values/toValue.ts';

/** The results of the units of a source. */
type Results = readonly { readonly chunks: readonly Chunk[]; readonly result: UnitResult }[];

/** More uses of one call are not told apart. */
const mostUses = 32;

/** Makes the sites of a source of what its units found: one for each call, with the uses that differ. */
export function sitesOf(source: PythonSource, results: Results, lineOf: LineWords): readonly CallSite[] {
  const found = new Map<CallExpression, { readonly reaches: ReachedCall[]; readonly spare: ReachedCall[] }>();
  const entered = new Map<Chunk, number>();
  for (const { result } of results)
    for (const chunk of result.entered) entered.set(chunk, (entered.get(chunk) ?? 0) + 1);
  for (const { chunks, result } of results) {
    // What a class says by itself gives way to what the code says that makes objects of it.
    const [root] = chunks;
    const isCalledElsewhere =
      chunks.length === 1 && root !== undefined && (entered.get(root) ?? 0) > (result.entered.has(root) ? 1 : 0);
    for (const reach of result.reaches) {
      const group = found.get(reach.node) ?? { reaches: [], spare: [] };
      found.set(reach.node, group);
      (isCalledElsewhere && root.isDefinition ? group.spare : group.reaches).push(reach);
    }
  }
  const sites = [...found.values()].flatMap(({ reaches, spare }) => {
    const all = reaches.length > 0 ? reaches : spare;
    const called = all.filter(({ isCalled }) => isCalled);
    const site = siteAgain(source, called.length > 0 ? called : all, lineOf);
    return site === null ? [] : [site];
  });
  return sites.sort((a, b) => a.range.from - b.range.from || b.range.to - a.range.to);
}

/** A site as it was made of reaches, with its places in the version of the source at that time, and where it is now. */
interface Made {
  readonly reaches: readonly ReachedCall[];
  readonly site: CallSite | null;
  readonly places: KnownPlaces;
  readonly moved: number;
  readonly current: CallSite | null;
}

/** The site that was last made of reaches, by the first of them. */
const made = new WeakMap<ReachedCall, Made>();
const everywhere: TextRange = { from: -Infinity, to: Infinity };

/** Makes a site of reaches; if the version before had the same ones, moves its site to where they are now. */
function siteAgain(source: PythonSource, reaches: readonly ReachedCall[], lineOf: LineWords): CallSite | null {
  const [first] = reaches;
  if (first === undefined) return null;
  const places = new SitePlaces(source, lineOf);
  const before = made.get(first);
  if (before?.reaches.length === reaches.length && before.reaches.every((reach, at) => reach === reaches[at])) {
    const moved = places.movedFrom(before.places);
    if (moved === before.moved) return before.current;
    if (moved !== null) {
      const current = before.site === null ? null : movedSite(before.site, moved, everywhere);
      made.set(first, { ...before, moved, current });
      return current;
    }
  }
  const site = siteOf(places, reaches);
  made.set(first, { reaches, site, places: places.known, moved: 0, current: site });
  return site;
}

function siteOf(places: SitePlaces, found: readonly ReachedCall[]): CallSite | null {
  const reaches = found.map(withOwnImageLetters);
  const [first] = reaches;
  if (first === undefined) return null;
  const used = reaches.flatMap((reach) => usesOf(places, reach).map((use) => ({ reach, use })));
  const distinct = withoutRepetitions(used);
  const [only] = distinct;
  if (only === undefined) return null;
  const merged = distinct.length === 1 ? only.reach : mergedReach(reaches);
  const uses = distinct.map(({ use }) => use);
  const input = same(uses.map((use) => use.input));
  const start = places.startOf(first.chunk);
  const shared = {
    range: { from: start + first.node.from, to: start + first.node.to },
    callee: { from: start + first.node.callee.from, to: start + first.node.callee.to },
    resolvedName: first.api,
    arguments: distinct.length === 1 ? only.use.arguments : argumentsOf(places, merged),
    path: first.path,
    input,
    inputFrom: input === null ? null : same(uses.map((use) => use.inputFrom)),
    output: same(uses.map((use) => use.output)),
    following: same(uses.map((use) => use.following)) ?? [],
    isComplete: first.node.isComplete,
    hasUnknownArguments: merged.isOpen,
    uses,
  };
  const fold = findFoldApi(first.api);
  if (fold !== null) {
    const folding = foldingOf(fold, merged.arguments, merged.applications[0]?.input ?? null);
    return { ...shared, kind: fold.kind, axes: folding.axes, unfolded: shapeOf(folding.unfolded) };
  }
  const layer = layerOfReach(merged);
  return layer === null
    ? null
    : { ...shared, kind: 'transposed', dialect: layer.dialect, layer: withSizesOf(uses, layer) };
}

/** Returns a layer as an application of it makes it, whose `output_size` may decide the output's sizes. */
function appliedLayer(layer: Layer, { hasOutputSize, output }: Application): Layer {
  if (hasOutputSize !== true || output === null) return layer;
  const items = output.map((size): Value => {
    const known = sizeOfFormula(size);
    return typeof known === 'number' ? { kind: 'number', number: known } : { kind: 'unknown', source: known.source };
  });
  return withOutputSize(layer, { kind: 'list', items });
}

/** Gives a layer the output sizes that its uses have; those that differ are `output_size`. */
function withSizesOf(uses: readonly SiteUse[], layer: Layer): Layer {
  const axes = layer.axes.map((axis, at) => {
    const sizes = uses.map((use) => use.layer?.axes[at]?.outputSize ?? null);
    if (layer.dialect !== 'pytorch' || sizes.every((size) => size === null)) return axis;
    return { ...axis, outputPadding: 0, outputSize: same(sizes) ?? { source: 'output_size' } };
  });
  return { ...layer, axes };
}

/** Returns the reach whose arguments are those that all reaches agree on. */
function mergedReach(reaches: readonly ReachedCall[]): ReachedCall {
  const [first] = reaches;
  if (first === undefined) throw new Error('A site has at least one reach.');
  const names = new Set(reaches.flatMap((reach) => [...reach.arguments.keys()]));
  const merged = new Map<string, GivenArgument>();
  for (const name of names) {
    const given = reaches.map((reach) => reach.arguments.get(name)).filter((each) => each !== undefined);
    const [one] = given;
    if (one === undefined) continue;
    merged.set(name, mergedArgument(one, given));
  }
  return { ...first, arguments: merged, isOpen: reaches.some(({ isOpen }) => isOpen), applications: [] };
}

/** Returns an argument of which only that is known on which all its values agree; of a list, the entries on which they do. */
function mergedArgument(one: GivenArgument, given: readonly GivenArgument[]): GivenArgument {
  const texts = new Set(given.map((each) => JSON.stringify(valueOfArgument(each))));
  if (texts.size === 1) return one;
  const { value, source } = one;
  const lists = given.flatMap((each) => (each.value.kind === 'list' && !each.value.isOpen ? [each.value.items] : []));
  if (value.kind !== 'list' || lists.length < given.length || lists.some(({ length }) => length !== value.items.length))
    return { ...one, value: { kind: 'unknown', source } };
  const parts = entriesIn(source);
  const items = value.items.map((item, at) => {
    const part = parts?.[at] ?? `${source}[${at}]`;
    const each = lists.map((list) => ({ ...one, value: list[at] ?? item, source: part }));
    return mergedArgument({ ...one, value: item, source: part }, each).value;
  });
  return { ...one, value: { ...value, items } };
}

function usesOf(places: SitePlaces, reach: ReachedCall): readonly SiteUse[] {
  const values = argumentsOf(places, reach);
  const layer = layerOfReach(reach);
  if (reach.applications.length === 0) return [unapplied(reach, values)];
  return reach.applications.map((application) => ({
    arguments: values,
    layer: layer === null ? null : appliedLayer(layer, application),
    input: shapeOf(application.input),
    inputFrom: wordsOf(places, application),
    output: shapeOf(application.output),
    following: followingOf(places, application),
  }));
}

/** Returns the use of a layer whose application was not seen: with letters for the sizes, and the channels if known. */
function unapplied(reach: ReachedCall, values: ReadonlyMap<string, SiteArgument>): SiteUse {
  const layer = layerOfReach(reach);
  const input = layer === null ? null : lettersFor(layer);
  const output = layer === null || input === null ? null : carriedOutput(layer, input, reach.arguments);
  return {
    arguments: values,
    layer,
    input: shapeOf(input),
    inputFrom: null,
    output: shapeOf(output),
    following: [],
  };
}

function lettersFor(layer: Layer): Dimensions {
  const { cin } = layer;
  const channels = typeof cin === 'number' ? constantFormula(cin) : symbolFormula(cin?.source ?? 'C');
  const batch = symbolFormula('N');
  const spatial = layer.axes.map((_, axis) => axisLetter(layer, axis));
  return layer.channels === 'first' ? [batch, channels, ...spatial] : [batch, ...spatial, channels];
}

function shapeOf(shape: Dimensions): SiteShape | null {
  return (
    shape?.map((size) => (size.some(({ symbols }) => symbols.includes('?')) ? { source: '?' } : sizeOfFormula(size))) ??
    null
  );
}

function wordsOf(places: SitePlaces, { origin, input }: Application): string | null {
  // Letters, and channels that the layer itself says, come from nowhere.
  if (origin === null || input === null || input.filter((size) => numberOf(size) !== null).length < 2) return null;
  const { words, chunk, at } = origin;
  return chunk === null ? words : words.replace('#', places.lineOf(chunk, at));
}

function followingOf(places: SitePlaces, { following }: Application): readonly FollowingLayer[] {
  return following.map((each) => {
    const start = places.startOf(each.chunk);
    const { given } = each;
    return {
      kind: each.kind,
      resolvedName: each.api,
      range: { from: start + each.from, to: start + each.to },
      isDirect: each.isDirect,
      takes: each.takes === null ? null : sizeOfFormula(each.takes),
      takesArgument: each.takesArgument,
      takesRange: rangeOf(given, start),
      receives: each.receives === null ? null : sizeOfFormula(each.receives),
    };
  });
}

function rangeOf(given: GivenArgument | null, start: number): TextRange | null {
  const from = given?.from ?? null;
  return given === null || from === null ? null : { from: start + from, to: start + given.to };
}

function argumentsOf(places: SitePlaces, reach: ReachedCall): ReadonlyMap<string, SiteArgument> {
  const start = places.startOf(reach.chunk);
  const api = findApi(reach.api)?.api;
  const args = new Map<string, SiteArgument>();
  const given = (argument: GivenArgument): SiteArgument => ({
    value: valueOfArgument(argument),
    range: rangeOf(argument, start),
    isFixed: argument.isFixed === true,
    assumed: assumedOf(argument.value) ?? null,
  });
  if (api === undefined) {
    for (const [name, argument] of reach.arguments) args.set(name, given(argument));
    return args;
  }
  for (const { name, absent } of api.parameters) {
    const argument = reach.arguments.get(name);
    if (argument !== undefined) args.set(name, given(argument));
    else if (absent !== null) {
      const assumed = reach.isOpen ? `${name} may be among the arguments that cannot be read` : null;
      args.set(name, { value: absent, range: null, isFixed: false, assumed });
    }
  }
  return args;
}

function withoutRepetitions<T extends { readonly use: SiteUse }>(used: readonly T[]): readonly T[] {
  if (used.length < 2) return used;
  const seen = new Map<string, T>();
  for (const each of used) {
    const { input, output, following } = each.use;
    const values = [...each.use.arguments].map(([name, { value }]): readonly [string, Value] => [name, value]);
    // Uses whose letters only have other numbers, such as H₂ and H₅, are the same to a reader.
    const key = JSON.stringify([values, input, output, following]).replace(/[₀-₉]+/g, '');
    if (seen.size < mostUses && !seen.has(key)) seen.set(key, each);
  }
  const all = [...seen.values()];
  // A use of which no application was seen says nothing beside one of the same arguments that was.
  const applied = all.filter(({ use }) => use.inputFrom !== null);
  return applied.length > 0 &&
    applied.length < all.length &&
    all.every(({ use }) => use.inputFrom !== null || sameArguments(use, applied))
    ? applied
    : all;
}

function sameArguments(use: SiteUse, applied: readonly { readonly use: SiteUse }[]): boolean {
  const key = (each: SiteUse): string => JSON.stringify([...each.arguments].map(([name, { value }]) => [name, value]));
  return applied.some((each) => key(each.use) === key(use));
}

/** Returns what all of several values are; null if they differ. */
function same<T>(values: readonly T[]): T | null {
  const [first] = values;
  if (first === undefined) return null;
  if (values.length === 1) return first;
  const text = JSON.stringify(first);
  return values.every((value) => JSON.stringify(value) === text) ? first : null;
}
