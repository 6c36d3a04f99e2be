import assert from 'node:assert/strict';
import { findApi } from '../../src/dialects/dialects.ts';

import type { Value } from '../../src/dialects/value.ts';
import type { FollowingLayer, SiteArgument, SiteShape, TransposedSite } from '../../src/python/callSite.ts';

/** A constant of the code: null is None. */
type Constant = number | boolean | string | null;

/** A text with one call, and the call as it would be found there. */
export interface TextWithSite {
  readonly source: string;
  readonly site: TransposedSite;
}

const resolved: Readonly<Record<string, string>> = {
  'nn.': 'torch.nn.',
  'F.': 'torch.nn.functional.',
  'layers.': 'keras.layers.',
};

/**
 * Makes the site of the only call in a text such as `up = nn.ConvTranspose2d(64, 32, 3, stride=2)`. The call may span
 * lines; its arguments are literals, tuples and names, which are unknown.
 */
export function siteOf(
  source: string,
  given: Partial<Pick<TransposedSite, 'input' | 'inputFrom' | 'output' | 'following' | 'isComplete'>> & {
    readonly resolvedName?: string;
    /** The values of names. */
    readonly names?: Readonly<Record<string, Constant>>;
  } = {},
): TextWithSite {
  const call = /([\w.]+)\(/.exec(source);
  assert.ok(call, 'the text has a call');
  const [, callee = ''] = call;
  const open = call.index + callee.length;
  const close = closing(source, open);
  const prefix = Object.keys(resolved).find((each) => callee.startsWith(each)) ?? '';
  const resolvedName = given.resolvedName ?? `${resolved[prefix] ?? ''}${callee.slice(prefix.length)}`;
  const found = findApi(resolvedName);
  assert.ok(found, `${resolvedName} is an API`);
  const { api, dialect } = found;
  const ranges = new Map<string, { from: number; to: number }>();
  for (const [index, { from, to }] of split(source, open + 1, close).entries()) {
    if (source.startsWith('*', from)) continue;
    const keyword = /^(\w+)\s*=\s*/.exec(source.slice(from, to));
    const name = keyword?.[1] ?? api.parameters[index]?.name ?? '';
    ranges.set(name, { from: from + (keyword?.[0].length ?? 0), to });
  }
  const values = new Map<string, Value>();
  const args = new Map<string, SiteArgument>();
  for (const { name, absent } of api.parameters) {
    const range = ranges.get(name) ?? null;
    const value = range === null ? absent : literalOf(source.slice(range.from, range.to), given.names ?? {});
    if (value === null) continue;
    if (range !== null) values.set(name, value);
    args.set(name, { value, range, isFixed: false, assumed: null });
  }
  const input: SiteShape | null = given.input ?? null;
  const site: TransposedSite = {
    kind: 'transposed',
    dialect: dialect.id,
    range: { from: call.index, to: close + 1 },
    callee: { from: call.index, to: open },
    resolvedName,
    arguments: args,
    layer: dialect.readLayer(api, values),
    path: 'Net.__init__ › self.up',
    input,
    inputFrom: given.inputFrom ?? null,
    output: given.output ?? null,
    following: given.following ?? [],
    isComplete: given.isComplete ?? true,
    hasUnknownArguments: false,
    uses: [],
  };
  return { source, site };
}

/** A layer that follows a call, with what a test does not say left out. */
export function followingLayer(layer: Partial<FollowingLayer>): FollowingLayer {
  return {
    kind: 'other',
    resolvedName: 'torch.nn.Identity',
    range: { from: 0, to: 0 },
    isDirect: true,
    takes: null,
    takesArgument: null,
    takesRange: null,
    receives: null,
    ...layer,
  };
}

function closing(source: string, open: number): number {
  let depth = 0;
  for (let at = open; at < source.length; at++) {
    if ('([{'.includes(source.charAt(at))) depth++;
    if (')]}'.includes(source.charAt(at)) && --depth === 0) return at;
  }
  return source.length - 1;
}

function split(source: string, from: number, to: number): { from: number; to: number }[] {
  // Comments become spaces of the same length.
  const text = source.replace(/#[^\n]*/g, (comment) => ' '.repeat(comment.length));
  const parts: { from: number; to: number }[] = [];
  let [start, depth] = [from, 0];
  for (let at = from; at <= to; at++) {
    const character = text.charAt(at);
    if ('([{'.includes(character)) depth++;
    if (at < to && ')]}'.includes(character)) depth--;
    if (at < to && (character !== ',' || depth > 0)) continue;
    const part = text.slice(start, at);
    if (part.trim() !== '') {
      const lead = part.length - part.trimStart().length;
      parts.push({ from: start + lead, to: start + part.trimEnd().length });
    }
    start = at + 1;
  }
  return parts;
}

function literalOf(text: string, names: Readonly<Record<string, Constant>>): Value {
  if (/^[([]/.test(text)) {
    const items = text
      .slice(1, -1)
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
    return { kind: 'list', items: items.map((item) => literalOf(item, names)) };
  }
  if (/^-?\d+$/.test(text)) return valueOf(Number(text));
  if (text === 'True' || text === 'False') return valueOf(text === 'True');
  if (text === 'None') return valueOf(null);
  const quoted = /^['"](.*)['"]$/.exec(text);
  if (quoted !== null) return valueOf(quoted[1] ?? '');
  const named = names[text];
  return named === undefined ? { kind: 'unknown', source: text } : valueOf(named);
}

function valueOf(constant: Constant): Value {
  if (constant === null) return { kind: 'none' };
  if (typeof constant === 'number') return { kind: 'number', number: constant };
  if (typeof constant === 'boolean') return { kind: 'boolean', boolean: constant };
  return { kind: 'text', text: constant };
}
