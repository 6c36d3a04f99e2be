import assert from 'node:assert/strict';
import { type Api, type Constant, positionalParameters, pythonValue } from '../../src/dialects/api.ts';
import type { Dialect } from '../../src/dialects/dialect.ts';
import { dialects } from '../../src/dialects/dialects.ts';
import type { DialectId, Layer } from '../../src/dialects/layer.ts';
import type { Value } from '../../src/dialects/value.ts';

/** A call that was read from text. */
export interface ParsedCall {
  readonly dialect: Dialect;
  readonly api: Api;
  readonly args: ReadonlyMap<string, Value>;
  readonly layer: Layer;
}

/**
 * Reads a call of constants and names, such as "nn.ConvTranspose2d(cin, 8, 3, stride=2)". `known` gives values to
 * names: a list for a tensor's shape.
 */
export function parseCall(id: DialectId, text: string, known: Readonly<Record<string, Constant>> = {}): ParsedCall {
  const open = text.indexOf('(');
  const name = text.slice(0, open);
  const dialect = dialects[id];
  const own = dialect.apis.filter(({ shown }) => name === shown || name === `keras.${shown}`);
  const [api] = own;
  assert.ok(api !== undefined, `${name} is no API of ${id}`);
  const args = new Map<string, Value>();
  const given = split(text.slice(open + 1, text.lastIndexOf(')'))).map((part) => {
    const [, keyword, value = part] = /^([A-Za-z_]\w*)=([^]*)$/.exec(part) ?? [];
    return { keyword, value: valueIn(value, known) };
  });
  const values = given.filter(({ keyword }) => keyword === undefined).map(({ value }) => value);
  for (const [at, { keyword, value }] of given.entries()) {
    const parameter = keyword ?? positionalParameters(api, values)[at]?.name;
    assert.ok(parameter !== undefined, `${name} has no argument ${at}`);
    args.set(parameter, value);
  }
  return { dialect, api, args, layer: dialect.readLayer(api, args) };
}

function valueIn(text: string, known: Readonly<Record<string, Constant>>): Value {
  const own = known[text];
  if (own !== undefined) return pythonValue(own);
  if (/^[([]/.test(text)) return { kind: 'list', items: split(text.slice(1, -1)).map((item) => valueIn(item, known)) };
  if (/^-?\d+$/.test(text)) return pythonValue(Number(text));
  if (/^'[^']*'$/.test(text)) return pythonValue(text.slice(1, -1));
  if (text === 'None') return pythonValue(null);
  if (text === 'True' || text === 'False') return pythonValue(text === 'True');
  return { kind: 'unknown', source: text };
}

/** Splits at the commas outside brackets. */
function split(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const char of text) {
    if ('([{'.includes(char)) depth++;
    if (')]}'.includes(char)) depth--;
    if (char === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += char;
  }
  if (part.trim() !== '') parts.push(part.trim());
  return parts;
}
