import type { Argument } from '../engine/core/refusal.ts';
import { type Api, optional, required } from './api.ts';
import { along, ArgumentReader } from './argumentReader.ts';
import { type AxisCrop, cropBy, cropped, croppedTo, fullResultSize, type KnownAxis, refusedCrop } from './axisCrop.ts';
import { croppedFormula } from './axisFormulas.ts';
import type { Dialect } from './dialect.ts';
import type { Layer, LayerAxis, LayerPadding } from './layer.ts';
import { pythonText } from './pythonText.ts';
import { kinOf, pytorchKin, readKinBias, readKinChannels, readKinPadding, withOlderOrder } from './pytorchKin.ts';
import type { SourceSize, Value } from './value.ts';
import { writePyTorch } from './writePyTorch.ts';

/** The parameters of the layers after their channels: bias and dilation change places with the function's. */
const layerParameters = [
  required('kernel_size'),
  optional('stride', 1),
  optional('padding', 0),
  optional('output_padding', 0),
  optional('groups', 1),
  optional('bias', true),
  optional('dilation', 1),
  optional('padding_mode', 'zeros'),
  optional('device', null),
  optional('dtype', null),
];

const functionParameters = [
  required('input'),
  required('weight'),
  optional('bias', null),
  optional('stride', 1),
  optional('padding', 0),
  optional('output_padding', 0),
  optional('groups', 1),
  optional('dilation', 1),
];

/** The signatures of PyTorch 1.13 to 2.x. */
const apis: readonly Api[] = ([2, 1] as const).flatMap((rank) => {
  const shared = { rank, takesOtherKeywords: false, argumentNames: {} } as const;
  const layer = { ...shared, kind: 'class', input: null, weight: null } as const;
  return [
    {
      ...layer,
      name: `torch.nn.ConvTranspose${rank}d`,
      otherNames: [`torch.nn.modules.conv.ConvTranspose${rank}d`, `torch.nn.modules.ConvTranspose${rank}d`],
      shown: `nn.ConvTranspose${rank}d`,
      parameters: [required('in_channels'), required('out_channels'), ...layerParameters],
    },
    {
      ...layer,
      name: `torch.nn.LazyConvTranspose${rank}d`,
      otherNames: [`torch.nn.modules.conv.LazyConvTranspose${rank}d`, `torch.nn.modules.LazyConvTranspose${rank}d`],
      shown: `nn.LazyConvTranspose${rank}d`,
      parameters: [required('out_channels'), ...layerParameters],
    },
    {
      ...shared,
      kind: 'function',
      input: 'input',
      weight: 'weight',
      name: `torch.nn.functional.conv_transpose${rank}d`,
      otherNames: [`torch.conv_transpose${rank}d`],
      shown: `F.conv_transpose${rank}d`,
      parameters: functionParameters,
    },
  ];
});

/**
 * PyTorch: weight (Cin, Cout/groups, kH, kW), input (N, Cin, H, W); `padding` lines are cropped at both ends,
 * `output_padding` fewer at the end.
 */
export const pytorch: Dialect = {
  id: 'pytorch',
  title: 'PyTorch',
  apis: [...apis, ...pytorchKin.map(({ api }) => api)],
  documentMembers: ['kernel_size', 'stride', 'padding', 'output_padding', 'dilation', 'groups'],
  readLayer,
  writeCall: writePyTorch,
  cropDependsOnInput: (axis) => axis.outputSize !== null,
  axisCrop: (layer, axis, inputSize) => cropBy(rule, layer, axis, inputSize),
  sizeFormula: croppedFormula,
  notes: () => [],
};

/** PyTorch takes a list of one number as that number for all axes, except for the kernel: `stride=(2,)`. */
function withSinglesForAll(args: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  const expanded = ['stride', 'padding', 'output_padding', 'dilation'];
  return new Map(
    [...args].map(([name, value]) => {
      const [only] = value.kind === 'list' && value.items.length === 1 && expanded.includes(name) ? value.items : [];
      return [name, only ?? value];
    }),
  );
}

function readLayer(api: Api, args: ReadonlyMap<string, Value>): Layer {
  const kin = kinOf(api);
  const reader = new ArgumentReader(api, withSinglesForAll(kin === null ? args : withOlderOrder(kin, args)));
  const rank = api.rank ?? 2;
  const isFunction = api.kind === 'function';
  const has = (name: string): boolean => api.parameters.some((parameter) => parameter.name === name);
  const groups = has('groups') ? reader.size('groups', 1) : 1;
  const weight = isFunction ? reader.tensorShape('weight', rank + 2) : null;
  const cin = weight !== null ? along(weight, 0) : has('in_channels') ? reader.size('in_channels', 1) : null;
  const cout = weight !== null ? timesGroups(along(weight, 1), groups) : reader.size('out_channels', 1);
  const kernel = weight !== null ? weight.slice(2) : reader.sizes('kernel_size', rank, 1);
  const stride = reader.sizes('stride', rank, 1);
  const padding = kin === null ? readPadding(reader, rank) : readKinPadding(reader, rank);
  const outputPadding = reader.sizes('output_padding', rank, 0);
  const dilation = reader.sizes('dilation', rank, 1);
  if (!isFunction && kin === null) checkMode(reader, api);
  checkDivides(reader, groups, 'in_channels', cin);
  checkDivides(reader, groups, 'out_channels', cout);
  const axes = kernel.map((size, axis): LayerAxis => ({
    kernel: size,
    stride: along(stride, axis),
    dilation: along(dilation, axis),
    padding: along(padding, axis),
    outputPadding: along(outputPadding, axis),
    outputSize: null,
  }));
  if (kin === null) for (const [axis, each] of axes.entries()) checkOutputPadding(reader, each, axis);
  const layer: Layer = {
    dialect: 'pytorch',
    api: api.shown,
    axes,
    cin,
    cout,
    groups,
    bias: kin === null ? readBias(reader, isFunction) : readKinBias(reader, kin),
    channels: kin === null ? 'first' : readKinChannels(reader, kin),
    weight: kin === null ? { order: 'IOHW', isRotated: false } : kin.weight,
    refused: reader.problem,
  };
  return has('output_size') ? withOutputSize(layer, reader.value('output_size')) : layer;
}

/** Returns Cout/groups · groups. */
function timesGroups(perGroup: SourceSize, groups: SourceSize): SourceSize {
  if (typeof perGroup === 'number' && typeof groups === 'number') return perGroup * groups;
  if (groups === 1) return perGroup;
  const [left, right] = [perGroup, groups].map((size) => (typeof size === 'number' ? String(size) : size.source));
  return { source: `${left ?? ''} * ${right ?? ''}` };
}

function readPadding(reader: ArgumentReader, rank: number): readonly LayerPadding[] {
  const value = reader.value('padding');
  if (value.kind === 'text')
    reader.refuse(
      'padding',
      `padding = ${pythonText(value)} exists for convolutions only: a transposed convolution accepts it when it is made and fails when it is called. Give a number.`,
    );
  const sizes =
    value.kind === 'text'
      ? reader.sizesOf({ kind: 'number', number: 0 }, 'padding', rank, 0)
      : reader.sizes('padding', rank, 0);
  return sizes.map((size) => ({ kind: 'crop', start: size, end: size }));
}

function readBias(reader: ArgumentReader, isFunction: boolean): boolean | null {
  const value = reader.value('bias');
  if (!isFunction) return reader.boolean('bias');
  if (value.kind === 'none') return false;
  // A tensor, or a variable that may hold None.
  return value.kind === 'list' ? true : null;
}

function checkMode(reader: ArgumentReader, api: Api): void {
  const mode = reader.value('padding_mode');
  if (mode.kind === 'unknown' || (mode.kind === 'text' && mode.text === 'zeros')) return;
  reader.refuse('padding_mode', `padding_mode = ${pythonText(mode)} must be 'zeros': ${api.shown} has no other.`);
}

function checkDivides(reader: ArgumentReader, groups: SourceSize, name: string, channels: SourceSize | null): void {
  if (typeof groups !== 'number' || typeof channels !== 'number' || groups < 1 || channels % groups === 0) return;
  reader.refuse('groups', `groups = ${groups} must divide ${name} = ${channels}.`);
}

/** PyTorch: "output padding must be smaller than either stride or dilation". */
function checkOutputPadding(reader: ArgumentReader, axis: LayerAxis, at: number): void {
  const { stride, dilation, outputPadding } = axis;
  if (typeof stride !== 'number' || typeof dilation !== 'number' || typeof outputPadding !== 'number') return;
  if (outputPadding < Math.max(stride, dilation)) return;
  reader.refuse(
    'output_padding',
    `output_padding = ${outputPadding} must be smaller than either stride = ${stride} or dilation = ${dilation}.`,
    at,
  );
}

function rule(known: KnownAxis, inputSize: number, axis: 0 | 1): AxisCrop {
  const start = known.padding.kind === 'crop' ? known.padding.start : 0;
  const end = known.padding.kind === 'crop' ? known.padding.end : 0;
  if (known.outputSize === null) return cropped(known, inputSize, start, end - (known.outputPadding ?? 0));
  const least = fullResultSize(known, inputSize) - start - end;
  const most = least + known.stride - 1;
  if (known.outputSize >= least && known.outputSize <= most)
    return croppedTo(known, inputSize, start, known.outputSize);
  const argument: Argument = 'output_size';
  const message = `output_size = ${known.outputSize} is not possible: an input of ${inputSize} gives ${least} to ${most}.`;
  return refusedCrop(argument, message, axis);
}

/**
 * Returns a layer as `layer(x, output_size=…)` applies it: the output size of each axis, of which the last `rank` are
 * taken, in place of output_padding. None leaves the layer as it is.
 */
export function withOutputSize(layer: Layer, value: Value): Layer {
  if (value.kind === 'none') return layer;
  const sizes = layer.axes.map((_, axis): SourceSize => {
    if (value.kind !== 'list') return { source: value.kind === 'unknown' ? value.source : pythonText(value) };
    const item = value.items.at(axis - layer.axes.length);
    if (item?.kind === 'number') return item.number;
    return { source: item?.kind === 'unknown' ? item.source : pythonText(value) };
  });
  return {
    ...layer,
    axes: layer.axes.map((axis, at) => ({ ...axis, outputPadding: 0, outputSize: along(sizes, at) })),
  };
}
