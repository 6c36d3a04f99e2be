import { defaultParams, type Pair, type Params } from '../../engine/core/call.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { LayerNode } from '../common/layerNode.ts';
import { decodeUtf8 } from '../common/utf8.ts';
import type { TensorEntry } from '../common/tensorFile.ts';
import type { ZipArchive } from '../zip/openArchive.ts';
import type { CollectedTensors } from './collectTensors.ts';
import { type DescribedLayer, layerOfTensors } from './layerOfTensors.ts';
import { pickledAttribute, pickleClassOf } from './pickleMembers.ts';
import { argumentsOf, type ScriptClass, scriptClassesOf } from './scriptCode.ts';

/** The most code that is searched, in bytes: that of one file, and of all. */
const maxFile = 1 << 22;
const maxCode = 1 << 26;

/** The most layers that are listed. */
const maxLayers = 10_000;

/**
 * Returns the transposed convolutions in the code of a TorchScript archive, for each module whose class has the code. Their
 * parameters are literals in the code (a trace, a frozen model) or constants of the class (a scripted ConvTranspose2d). The
 * code is searched as text.
 */
export async function scriptLayers(
  archive: ZipArchive,
  folder: string,
  modules: CollectedTensors['modules'],
  entries: readonly TensorEntry[],
  file: string,
): Promise<Result<readonly LayerNode[]>> {
  const classes = new Map<string, ScriptClass>();
  let total = 0;
  for (const [path, member] of archive) {
    if (!path.startsWith(folder) || !path.endsWith('.py') || member.size > maxFile) continue;
    total += member.size;
    if (total > maxCode) break;
    const bytes = await member.read(0, member.size);
    if (!bytes.ok) return bytes;
    const text = decodeUtf8(new Uint8Array(bytes.value)) ?? '';
    if (!/conv_transpose2d|_convolution|conv_transpose[13]d/.test(text)) continue;
    const module = path.slice(folder.length, -'.py'.length).replaceAll('/', '.');
    for (const found of scriptClassesOf(text)) classes.set(`${module}.${found.name}`, found);
  }
  if (classes.size === 0) return ok([]);
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const layers: LayerNode[] = [];
  for (const [key, module] of modules) {
    const code = classes.get(pickleClassOf(module));
    if (code === undefined || layers.length >= maxLayers) continue;
    // A module without bias has None under its name.
    const hasNoBias = pickledAttribute(module, 'bias') === null;
    layers.push(...codeLayers(code, key, hasNoBias).map((layer) => layerOfTensors(layer, byKey, file)));
  }
  return ok(layers);
}

/** Returns the transposed convolutions in the code of the module `key`; `hasNoBias` is true if its own bias is None. */
export function codeLayers(code: ScriptClass, key: string, hasNoBias: boolean): readonly DescribedLayer[] {
  const calls = code.methods.flatMap(({ lines, self }) =>
    lines.flatMap((line) => layersOn(line, code, { lines, self }, key)),
  );
  return calls.map((call, i) => {
    const isBiasNone = hasNoBias && call.bias === (key === '' ? 'bias' : `${key}.bias`);
    const name = calls.length > 1 && call.name === key ? `${key}${key === '' ? '' : ' '}(${i + 1})` : call.name;
    return { ...call, name: name === '' ? 'ConvTranspose2d' : name, bias: isBiasNone ? null : call.bias };
  });
}

interface Method {
  readonly lines: readonly string[];
  readonly self: string;
}

/** Returns the transposed convolutions that a line of code calls. */
function layersOn(line: string, code: ScriptClass, method: Method, key: string): readonly DescribedLayer[] {
  const found: DescribedLayer[] = [];
  for (const { function: called, args } of argumentsOf(
    line,
    /\btorch\.(conv_transpose([123])d|_convolution(?:_mode)?)\(/g,
  )) {
    if (called === '_convolution' && args[6] !== 'True') continue;
    if (called === '_convolution_mode') continue;
    const weight = keyOf(args[1] ?? '', method, key);
    // A weight that is computed has no key; it is named as the code names it.
    found.push({
      name: weight?.replace(/\.?weight$/, '') ?? key,
      weight: weight ?? args[1] ?? '',
      bias: args[2] === undefined || args[2] === 'None' ? null : keyOf(args[2], method, key),
      params: weight === null ? `its weight ${args[1] ?? ''} is computed` : paramsOf(called, args, code),
    });
  }
  return found;
}

function paramsOf(called: string, args: readonly string[], code: ScriptClass): Params | string {
  // conv_transpose2d(input, weight, bias, stride, padding, output_padding, groups, dilation)
  // _convolution(input, weight, bias, stride, padding, dilation, transposed, output_padding, groups, …)
  const isPlain = called !== '_convolution';
  const given = {
    stride: args[3],
    padding: args[4],
    output_padding: isPlain ? args[5] : args[7],
    groups: isPlain ? args[6] : args[8],
    dilation: isPlain ? args[7] : args[5],
  };
  const problems: string[] = [];
  const isFlat = called === 'conv_transpose1d' || (!isPlain && integersOf(args[3] ?? '')?.length === 1);
  const pair = (name: keyof typeof given, byDefault: Pair): Pair => {
    const text = given[name];
    if (text === undefined) return byDefault;
    const literal = integersOf(text) ?? integersOf(code.constants.get(name) ?? '');
    const [first, second] = literal ?? [];
    // A 1-D layer is run as one of height 1.
    const [height, width] = isFlat ? [byDefault[0], first] : [first, second ?? first];
    if (height !== undefined && width !== undefined && (literal?.length ?? 0) <= 2) return [height, width];
    if (literal !== null && literal.length > 2)
      problems.push(`${literal.length}-D: only 1-D and 2-D transposed convolutions can be run`);
    else problems.push(`its ${name} is computed`);
    return byDefault;
  };
  const params = {
    stride: pair('stride', defaultParams.stride),
    padding: pair('padding', defaultParams.padding),
    outputPadding: pair('output_padding', defaultParams.outputPadding),
    dilation: pair('dilation', defaultParams.dilation),
  };
  const groups =
    given.groups === undefined
      ? 1
      : (integersOf(given.groups)?.[0] ?? integersOf(code.constants.get('groups') ?? '')?.[0]);
  if (groups === undefined) problems.push('its groups is computed');
  return problems[0] ?? { ...params, groups: groups ?? 1 };
}

/** Reads "[2, 2]", "(2, 2)" or "2". */
function integersOf(text: string): readonly number[] | null {
  const inner = /^[[(]?([\d, ]+)[\])]?$/.exec(text.trim())?.[1];
  const integers =
    inner
      ?.split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map(Number) ?? [];
  return integers.length > 0 && integers.every(Number.isSafeInteger) ? integers : null;
}

/** The most names that lead from an argument to a tensor. */
const maxNames = 16;

/**
 * Returns the key of the tensor that an expression names: "CONSTANTS.c3", or attributes of the module by way of local
 * names. Null if it is computed.
 */
function keyOf(expression: string, { lines, self }: Method, key: string): string | null {
  let path = expression;
  for (let i = 0; i < maxNames; i++) {
    if (/^CONSTANTS\.c\d+$/.test(path)) return path;
    if (!/^[A-Za-z_]\w*(\.\w+)*$/.test(path)) return null;
    const [first = '', ...rest] = path.split('.');
    if (first === self) return [...(key === '' ? [] : [key]), ...rest].join('.');
    const assigned = lines
      .map((line) => new RegExp(`^\\s*${first} = (.*)$`).exec(line)?.[1])
      .find((each) => each !== undefined);
    if (assigned === undefined) return null;
    // Attributes whose names are no identifiers are read with getattr.
    const plain = assigned
      .replace(/getattr\((\w+(?:\.\w+)*), "(\w+)"\)/g, '$1.$2')
      .replace(/^unchecked_cast\(Tensor, (.*)\)$/, '$1');
    path = [plain, ...rest].join('.');
  }
  return null;
}
