import type { Api } from '../../dialects/api.ts';
import { dialects, findApi } from '../../dialects/dialects.ts';
import type { Layer } from '../../dialects/layer.ts';
import type { Value } from '../../dialects/value.ts';
import type { Pair } from '../../engine/core/call.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { TransposedSite } from '../../python/callSite.ts';
import { findCalls } from '../../python/findCalls.ts';
import { mayHaveTransposed } from '../../python/mayHaveCalls.ts';
import { PythonSource } from '../../python/syntax/pythonSource.ts';
import { type DTypeText, readDType } from './dtypeText.ts';
import { type LayerText, sourceText } from './layerText.ts';
import { mayBeCode } from './mayBeCode.ts';

/** Where a call begins in a text that is no Python as a whole, such as a printed module. */
const callPattern =
  /(?:\b[A-Za-z_]\w*\.)*\b(?:Lazy)?(?:ConvTranspose(?:[12]d)?|Conv[12]DTranspose|conv_transpose(?:[12]d)?|conv[12]d_transpose)\s*\(/g;

/**
 * Reads the first transposed convolution in Python source of PyTorch, Keras, TensorFlow, JAX or Flax, in a printed module,
 * or keyword arguments of PyTorch's alone. Nothing is run: for a value that the text does not determine, the call keeps
 * its own, and a note says so. Returns null if the text has no such call.
 */
export function readPythonLayer(text: string): Result<LayerText> | null {
  if (!mayBeCode(text)) return null;
  if (!mayHaveTransposed(text)) return readArgumentsAlone(text);
  const source = withoutIndentation(text);
  const [site, another] = sitesIn(source);
  if (site !== undefined) return layerOfSite(site, source.slice(site.range.from, site.range.to), another !== undefined);
  for (const { index } of source.matchAll(callPattern)) {
    const rest = source.slice(index);
    const [found, next] = sitesIn(rest);
    const isRepeated = next !== undefined || [...rest.matchAll(callPattern)].length > 1;
    if (found !== undefined) return layerOfSite(found, rest.slice(found.range.from, found.range.to), isRepeated);
  }
  return null;
}

function sitesIn(text: string): readonly TransposedSite[] {
  return findCalls(PythonSource.of(text)).filter((site) => site.kind === 'transposed');
}

/** Removes the white space that all lines begin with: a part of a class is no program otherwise. */
function withoutIndentation(text: string): string {
  const lines = text.split('\n');
  const used = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  // The first line may have been selected without its white space.
  const [first = 0, ...rest] = used;
  const common = Math.min(...(rest.length > 0 && first === 0 ? rest : used));
  return lines
    .map((line, index) =>
      index === 0 && first === 0 ? line : line.slice(Math.min(common, /^[ \t]*/.exec(line)?.[0].length ?? 0)),
    )
    .join('\n');
}

/** Reads "stride=2, padding=1": the parameters of a call without the call. Those left out stay. */
function readArgumentsAlone(text: string): Result<LayerText> | null {
  const [site] = sitesIn(`nn.ConvTranspose2d(${text}\n)`);
  const found = findApi('torch.nn.ConvTranspose2d');
  if (site === undefined || found === null || !site.isComplete || site.hasUnknownArguments) return null;
  const given = [...site.arguments].filter(([, { range }]) => range !== null);
  const written = text.match(/(?:^|[,(\n])\s*[a-z_]+\s*=(?!=)/g) ?? [];
  if (given.length !== written.length) return null;
  const values = new Map<string, Value>(given.map(([name, { value }]) => [name, value]));
  const refused = found.dialect.readLayer(found.api, withStandIns(found.api, values)).refused;
  if (refused !== null) return { ok: false, refusal: refused };
  for (const { name } of found.api.parameters) if (!values.has(name)) values.set(name, { kind: 'unknown', source: '' });
  return layerText(found.api, found.dialect.readLayer(found.api, values), values, sourceText(text), []);
}

/** Returns arguments with a 1 for each that is required and left out, so that the others can be checked. */
function withStandIns(api: Api, values: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  const absent = api.parameters.filter(({ name, absent: value }) => value === null && !values.has(name));
  return new Map([
    ...values,
    ...absent.map(({ name }) => [name, { kind: 'number', number: 1 } satisfies Value] as const),
  ]);
}

function layerOfSite(site: TransposedSite, source: string, isRepeated: boolean): Result<LayerText> {
  const { layer, isComplete } = site;
  if (!isComplete)
    return refuse('scenario', `${layer.api}: the call has no closing ")", or an argument cannot be read.`);
  // Of several uses the first stands for the call.
  const [use] = site.uses;
  const read = use === undefined || site.uses.length === 1 ? layer : layerWith(site, use.arguments);
  if (read.refused !== null) return { ok: false, refusal: read.refused };
  const api = findApi(site.resolvedName)?.api;
  if (api === undefined) return refuse('scenario', `${layer.api} cannot be read.`);
  const given = use?.arguments ?? site.arguments;
  const notes = [
    ...(isRepeated ? ['Only the first call was read.'] : []),
    ...new Set(
      [...given.values()].flatMap(({ assumed }) => (assumed === null ? [] : [`It is assumed that ${assumed}.`])),
    ),
  ];
  const values = new Map<string, Value>([...given].map(([name, { value }]) => [name, value]));
  return layerText(api, read, values, sourceText(source), notes);
}

function layerWith(site: TransposedSite, given: TransposedSite['arguments']): Layer {
  const found = findApi(site.resolvedName);
  if (found === null) return site.layer;
  return found.dialect.readLayer(found.api, new Map([...given].map(([name, { value }]) => [name, value])));
}

/** Parameters that no note speaks of: tensors, which the call has its own of, and what is said elsewhere or does not matter. */
const unmentioned = new Set([
  'input',
  'inputs',
  'weight',
  'kernel',
  'filters',
  'filter',
  'value',
  'lhs',
  'rhs',
  'bias',
  'use_bias',
  'rngs',
  'device',
  'dtype',
  'name',
]);

function layerText(
  api: Api,
  layer: Layer,
  values: ReadonlyMap<string, Value>,
  source: string,
  remarks: readonly string[],
): Result<LayerText> {
  const dtype = dtypeOf(values.get('dtype'));
  if (!dtype.ok) return dtype;
  const isFunction = api.kind === 'function';
  const kernel = layer.axes.map(({ kernel: size }) => (typeof size === 'number' ? size : null));
  const isKnown = kernel.every((size) => size !== null);
  const bias = values.get('bias');
  return ok({
    source,
    cin: typeof layer.cin === 'number' ? layer.cin : null,
    cout: typeof layer.cout === 'number' ? layer.cout : null,
    kernel: isKnown ? pairOf(kernel) : null,
    // A function that is given a bias by name has one, whatever its values.
    bias: layer.bias ?? (isFunction && bias?.kind === 'unknown' && bias.source !== '' ? true : null),
    dtype: dtype.value,
    layer,
    notes: [...remarks, ...keptNotes(values, layer), ...layoutNotes(layer)],
  });
}

/** Says which arguments stay as they are because the text does not determine them. */
function keptNotes(values: ReadonlyMap<string, Value>, layer: Layer): readonly string[] {
  return [...values].flatMap(([name, value]) => {
    const source = unknownIn(value);
    if (source === null || source === '' || unmentioned.has(name)) return [];
    if (name === 'output_shape' && layer.axes.every(({ outputSize }) => typeof outputSize === 'number')) return [];
    return [`${name} stays: ${sourceText(source)} is not a constant.`];
  });
}

function unknownIn(value: Value): string | null {
  if (value.kind === 'unknown') return value.source;
  if (value.kind !== 'list') return null;
  return value.items.map(unknownIn).find((source) => source !== null) ?? null;
}

/** Says how the weight that a framework stores differs from the call's. */
function layoutNotes(layer: Layer): readonly string[] {
  const { order, isRotated } = layer.weight;
  if (order === 'IOHW' && !isRotated) return [];
  const { title } = dialects[layer.dialect];
  const rotation = isRotated ? ', rotated by 180°' : '';
  return [
    `w is in PyTorch's order, (Cin, Cout, kH, kW); ${title} stores it as ${order.split('').join(', ')}${rotation}.`,
  ];
}

function pairOf(sizes: readonly (number | null)[]): Pair {
  const [first, second] = sizes;
  // A 1-D layer is a 2-D one whose kernel has one row.
  return second === undefined ? [1, first ?? 1] : [first ?? 1, second ?? 1];
}

function dtypeOf(value: Value | undefined): Result<DTypeText | null> {
  const source = value?.kind === 'unknown' ? value.source : value?.kind === 'text' ? value.text : null;
  if (source === null || source === '') return ok(null);
  const dtype = readDType(source);
  if (dtype === null || dtype.kind === 'precision') return ok(dtype);
  return refuse('dtype', `dtype = ${source} is not a precision of a call. Use float16, bfloat16, float32 or float64.`);
}
