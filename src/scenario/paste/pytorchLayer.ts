import { defaultParams, type Pair, type Params } from '../../engine/core/call.ts';
import { type Argument, ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { didYouMean } from '../text/nearestWord.ts';
import { type DTypeText, readDType } from './dtypeText.ts';
import { type LayerText, sourceText } from './layerText.ts';
import { type PythonArgument, readPythonArguments } from './pythonCall.ts';
import { placeIn } from './textScanner.ts';

/** The arguments of PyTorch's functions, in order. */
const signatures = {
  ConvTranspose2d: [
    ...['in_channels', 'out_channels', 'kernel_size', 'stride', 'padding', 'output_padding', 'groups', 'bias'],
    ...['dilation', 'padding_mode', 'device', 'dtype'],
  ],
  LazyConvTranspose2d: [
    ...['out_channels', 'kernel_size', 'stride', 'padding', 'output_padding', 'groups', 'bias', 'dilation'],
    ...['padding_mode', 'device', 'dtype'],
  ],
  conv_transpose2d: ['input', 'weight', 'bias', 'stride', 'padding', 'output_padding', 'groups', 'dilation'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
type FunctionName = keyof typeof signatures;

const callPattern = /(?:\b(?:[A-Za-z_]\w*\.)+)?\b(ConvTranspose2d|LazyConvTranspose2d|conv_transpose2d)\s*\(/;
/** Functions that look alike, and what they are. */
const others: readonly (readonly [RegExp, string])[] = [
  [/\b(?:Lazy)?ConvTranspose[13]d\s*\(|\bconv_transpose[13]d\s*\(/, 'is a transposed convolution of one or three axes'],
  [/\bConv2d\s*\(|\bconv2d\s*\(/, 'is a convolution, not a transposed one'],
  [/\bConv2DTranspose\s*\(|\bconv2d_transpose\s*\(/, 'belongs to Keras and TensorFlow'],
  [/\b(?:nn\.|lax\.|nnx\.)?(?:ConvTranspose|conv_transpose)\s*\(/, 'belongs to JAX and Flax'],
];
const readable = 'Only torch.nn.ConvTranspose2d, F.conv_transpose2d and ONNX attributes can be read.';

/** The longest text in which a call is looked for. */
const longest = 20_000;

/**
 * Reads the first `nn.ConvTranspose2d(…)`, printed module or `F.conv_transpose2d(…)` in a text, or its keyword arguments
 * alone. Only constants are read: for another expression, the call keeps its value, and a note says so. Returns null if
 * the text has no such call.
 */
export function readPyTorchLayer(text: string): Result<LayerText> | null {
  if (text.length > longest) return null;
  const call = callPattern.exec(text);
  if (call === null) return readArgumentsAlone(text) ?? refuseOther(text);
  const name = call[1] as FunctionName;
  const open = call.index + call[0].length - 1;
  const read = readPythonArguments(text, open);
  if ('problem' in read) return refuse('scenario', `${name}, ${placeIn(text, read.at)}: ${read.problem}`);
  const names: readonly string[] = signatures[name];
  const given = new Map<string, PythonArgument>();
  if (read.positional.length > names.length)
    return refuse(
      'scenario',
      `${name} has ${read.positional.length} positional arguments; it takes at most ${names.length}.`,
    );
  for (const [index, argument] of read.positional.entries()) given.set(names[index] ?? '', argument);
  for (const [key, argument] of read.keywords) {
    if (!names.includes(key))
      return refuse(
        'scenario',
        `${name} has no argument ${key}.${didYouMean(key, names) || ` Its arguments are ${names.join(', ')}.`}`,
      );
    if (given.has(key)) return refuse('scenario', `${name} has the argument ${key} twice.`);
    given.set(key, argument);
  }
  const missing = names.slice(0, names.indexOf('kernel_size') + 1).find((key) => !given.has(key));
  if (missing !== undefined) return refuse('scenario', `${name} lacks the argument ${missing}.`);
  const repeated = callPattern.exec(text.slice(read.end)) !== null;
  return layerOf(name, given, text.slice(call.index, read.end), repeated ? ['Only the first call was read.'] : []);
}

/** Reads "stride=2, padding=1": the parameters of a call without the call. Those left out stay. */
function readArgumentsAlone(text: string): Result<LayerText> | null {
  if (!/^\s*[a-z_]+\s*=(?!=)/.test(text)) return null;
  const read = readPythonArguments(text, null);
  if ('problem' in read || read.positional.length > 0) return null;
  const names: readonly string[] = signatures.ConvTranspose2d;
  if (!read.keywords.every(([name]) => names.includes(name))) return null;
  return layerOf(null, new Map(read.keywords), text, []);
}

function refuseOther(text: string): Result<LayerText> | null {
  for (const [pattern, what] of others) {
    const found = pattern.exec(text)?.[0].replace(/\s*\($/, '');
    if (found !== undefined) return refuse('scenario', `${found} ${what}. ${readable}`);
  }
  return null;
}

/** The parameters that are pairs, by their names in PyTorch. */
const pairs = {
  stride: 'stride',
  padding: 'padding',
  output_padding: 'outputPadding',
  dilation: 'dilation',
} as const;

/** Reads the arguments of a call; `name` is null for arguments alone, whose missing ones stay as they are. */
function layerOf(
  name: FunctionName | null,
  given: ReadonlyMap<string, PythonArgument>,
  source: string,
  remarks: readonly string[],
): Result<LayerText> {
  const kept = new Map<string, string>();
  const integerAt = (key: Argument | 'in_channels' | 'out_channels'): Result<number | null> => {
    const argument = given.get(key);
    if (argument === undefined) return ok(null);
    if (argument.kind === 'integer') return ok(argument.value);
    if (argument.kind !== 'other' || isNumber(argument.source))
      return refuse('scenario', `${key} = ${argument.source} must be one whole number.`);
    kept.set(key, argument.source);
    return ok(null);
  };
  const pairAt = (key: Argument): Result<Pair | null> => {
    const argument = given.get(key);
    if (argument === undefined) return ok(null);
    if (argument.kind === 'integer') return ok([argument.value, argument.value]);
    if (argument.kind === 'integers') {
      const [height, width] = argument.values;
      if (height !== undefined && argument.values.length === 1) return ok([height, height]);
      if (height !== undefined && width !== undefined && argument.values.length === 2) return ok([height, width]);
    }
    if (argument.kind === 'string' && key === 'padding')
      return refuse(
        'padding',
        `padding = ${argument.source} exists for nn.Conv2d only; a transposed convolution needs a number, or (height, width).`,
      );
    if (argument.kind !== 'other' || isNumber(argument.source))
      return refuse(key, `${key} = ${argument.source} must be one whole number, or (height, width).`);
    kept.set(key, argument.source);
    return ok(null);
  };
  const [cin, cout, kernel, groups] = [
    integerAt('in_channels'),
    integerAt('out_channels'),
    pairAt('kernel_size'),
    integerAt('groups'),
  ];
  if (!cin.ok) return cin;
  if (!cout.ok) return cout;
  if (!kernel.ok) return kernel;
  if (!groups.ok) return groups;
  const read: Partial<Record<(typeof pairs)[keyof typeof pairs], Pair>> = {};
  for (const key of Object.keys(pairs) as (keyof typeof pairs)[]) {
    const pair = pairAt(key);
    if (!pair.ok) return pair;
    if (pair.value !== null) read[pairs[key]] = pair.value;
  }
  const mode = given.get('padding_mode');
  if (mode?.kind === 'string' && mode.value !== 'zeros')
    return refuse('padding', `padding_mode = ${mode.source} exists for nn.Conv2d only; ConvTranspose2d has "zeros".`);
  const dtype = dtypeOf(given.get('dtype'));
  if (!dtype.ok) return dtype;
  const bias = biasOf(name, given.get('bias'));
  const notes = [...kept].map(([key, written]) => `${key} stays: ${sourceText(written)} is not a constant.`);
  return ok({
    source: sourceText(source),
    cin: cin.value,
    cout: cout.value,
    kernel: kernel.value,
    bias,
    dtype: dtype.value,
    params: (current) => ok(paramsOf(name, read, groups.value, kept, current)),
    notes: [...remarks, ...notes],
  });
}

/** Returns the parameters: as given, as they are for names that cannot be read, else PyTorch's defaults. */
function paramsOf(
  name: FunctionName | null,
  read: Partial<Params>,
  groups: number | null,
  kept: ReadonlyMap<string, string>,
  current: Params,
): Params {
  const stay = (key: string): boolean => name === null || kept.has(key);
  // PyTorch pads both ends equally.
  const { paddingEnd, ...symmetric } = current;
  const padding = read.padding ?? (stay('padding') ? current.padding : defaultParams.padding);
  return {
    ...(paddingEnd !== undefined && read.padding === undefined && stay('padding') ? current : symmetric),
    padding,
    stride: read.stride ?? (stay('stride') ? current.stride : defaultParams.stride),
    outputPadding: read.outputPadding ?? (stay('output_padding') ? current.outputPadding : defaultParams.outputPadding),
    dilation: read.dilation ?? (stay('dilation') ? current.dilation : defaultParams.dilation),
    groups: groups ?? (stay('groups') ? current.groups : defaultParams.groups),
  };
}

/** A layer has a bias unless it says otherwise; the function has none unless it is given one. */
function biasOf(name: FunctionName | null, argument: PythonArgument | undefined): boolean | null {
  if (argument === undefined) return name === null ? null : name !== 'conv_transpose2d';
  if (argument.kind === 'boolean') return argument.value;
  if (argument.kind === 'none') return false;
  return name === 'conv_transpose2d' ? true : null;
}

function dtypeOf(argument: PythonArgument | undefined): Result<DTypeText | null> {
  if (argument === undefined) return ok(null);
  const dtype = readDType(argument.source);
  if (dtype === null || dtype.kind === 'precision') return ok(dtype);
  return refuse(
    'dtype',
    `dtype = ${argument.source} is no precision of a call. Use float16, bfloat16, float32 or float64.`,
  );
}

function isNumber(source: string): boolean {
  return /^[+-]?(\d|\.\d)[\w.]*$/.test(source);
}
