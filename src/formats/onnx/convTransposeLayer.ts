import { type Constant, pythonValue } from '../../dialects/api.ts';
import { toParams } from '../../dialects/engineCall.ts';
import type { Layer } from '../../dialects/layer.ts';
import { readOnnxAttributes } from '../../dialects/onnx.ts';
import type { SourceSize, Value } from '../../dialects/value.ts';
import type { Params } from '../../engine/core/call.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import { type LayerNode, nothingMissing } from '../common/layerNode.ts';
import { quoted } from '../common/quoted.ts';
import type { TensorEntry } from '../common/tensorFile.ts';
import { type FoldedValue, readIntegers } from './foldedValue.ts';
import { type Folded, type Folder, reasonText } from './foldTensor.ts';
import { attributesOf, type GraphNode } from './graph.ts';
import { operatorName } from './readGraph.ts';
import type { LayerSite } from './readModel.ts';
import type { NodeAttribute } from './readNode.ts';
import { mostIntegers } from './readParts.ts';

/** A tensor that is computed from stored ones, and its entry in the file. */
export interface FoldedTensor {
  readonly entry: TensorEntry;
  readonly constant: FoldedValue;
}

/** What is needed to make layers of the nodes of a model. */
export interface LayerMaker {
  readonly folder: Folder;
  readonly file: string;
  /** Returns a name that no other tensor of the file has. */
  readonly uniqueKey: (name: string) => string;
}

/** The operator of com.microsoft that takes the pads as its third input. */
const withDynamicPads = 'com.microsoft.ConvTransposeWithDynamicPads';

/**
 * Returns the transposed convolutions of a model, in the order of the file, and the tensors that their weights and biases
 * are folded to. Nodes with the same name are numbered: "up", "up (2)". Nodes in the body of a function have the name of
 * its call in front: "decoder/up".
 */
export async function convTransposeLayers(
  sites: readonly LayerSite[],
  maker: LayerMaker,
): Promise<Result<{ readonly layers: readonly LayerNode[]; readonly folded: readonly FoldedTensor[] }>> {
  const taken = new Set<string>();
  const repeats = new Map<string, number>();
  const folded = new Map<string, FoldedTensor>();
  const layers: LayerNode[] = [];
  for (const site of sites) {
    const { node, scope } = site;
    const plain = scope.path + (node.name === '' ? (node.outputs[0] ?? '') : node.name);
    let name = plain;
    for (let count = repeats.get(plain) ?? 1; taken.has(name);) {
      name = `${plain} (${++count})`;
      repeats.set(plain, count);
    }
    taken.add(name);
    const layer = await layerOf(site, name, maker, folded);
    if (!layer.ok) return layer;
    layers.push(layer.value);
  }
  return ok({ layers, folded: [...folded.values()] });
}

async function layerOf(
  { node, scope }: LayerSite,
  name: string,
  { folder, file, uniqueKey }: LayerMaker,
  folded: Map<string, FoldedTensor>,
): Promise<Result<LayerNode>> {
  const operator = operatorName(node.domain, node.opType);
  const hasPads = operator === withDynamicPads;
  if (operator !== 'ConvTranspose' && !hasPads) return ok(otherOperator(operator, name, file));
  const weight = await foldInput(node, 1);
  if (!weight.ok) return weight;
  const bias = await foldInput(node, hasPads ? 3 : 2);
  if (!bias.ok) return bias;
  const attributes = new Map(attributesOf(node, scope));
  const pads = hasPads ? await dynamicPads() : null;
  if (pads?.ok === false) return pads;
  if (pads !== null && typeof pads.value !== 'string') attributes.set('pads', pads.value);
  const shape = weight.value === null ? null : shapeOf(weight.value);
  const kernel = shape?.slice(2) ?? attributes.get('kernel_shape')?.integers ?? [];
  const read = (known: Shape | null): Layer => readOnnxAttributes(argumentsOf(attributes), known);
  const layer = kernel.length === 1 || kernel.length === 2 || kernel.length === 0 ? read(shape) : null;
  const refused =
    rankProblem(kernel, shape) ??
    (weight.value === null ? 'it has no weight.' : null) ??
    (typeof pads?.value === 'string' ? pads.value : null) ??
    layer?.refused?.message ??
    null;
  return ok({
    name,
    weight: keyOf(weight.value, node.inputs[1] ?? ''),
    bias: keyOf(bias.value, node.inputs[hasPads ? 3 : 2] ?? ''),
    missing: {
      weight: missing('weight', node.inputs[1], weight.value),
      bias: missing('bias', node.inputs[hasPads ? 3 : 2], bias.value),
    },
    weightShape: shape,
    refused,
    summary: [
      ...(operator === 'ConvTranspose' ? [] : [operator]),
      ...(layer === null || refused !== null
        ? [kernel.length > 0 ? `k ${kernel.join('×')}` : 'ConvTranspose']
        : [summaryOf(layer)]),
    ].join(', '),
    params: (input, given) =>
      refused === null
        ? paramsOf(read(given), input, given, `${file}: layer ${quoted(name)}`)
        : refuse('file', `${file}: layer ${quoted(name)} cannot be run: ${refused}`),
  });

  /** Folds an input of the node; null if the node does not have it. */
  async function foldInput(from: GraphNode, at: number): Promise<Result<Folded | null>> {
    const input = from.inputs[at] ?? '';
    return input === '' ? ok(null) : await folder.fold(input, scope);
  }

  async function dynamicPads(): Promise<Result<NodeAttribute | string>> {
    const given = await foldInput(node, 2);
    if (!given.ok) return given;
    const noPads = (why: string): string =>
      `its pads input ${why}; run its weight with --padding and --padding-end in place of the node.`;
    if (given.value?.kind === 'open') return ok(noPads(`${quoted(node.inputs[2] ?? '')} ${reasonText(given.value)}`));
    const integers = given.value === null ? ok([]) : await readIntegers(given.value.constant, mostIntegers);
    if (!integers.ok) return ok(noPads('cannot be read'));
    return ok({ ...noAttribute, name: 'pads', integers: integers.value });
  }

  /** Returns the key of a constant: its own, or that of the tensor that it is folded to. */
  function keyOf(found: Folded | null, input: string): string | null {
    if (found?.kind !== 'constant') return null;
    const { constant } = found;
    if (found.isStored) return constant.through;
    const { element, shape: sizes, through } = constant;
    const same = `${input}\0${scope.path}\0${through}`;
    const known = folded.get(same);
    if (known !== undefined) return known.entry.key;
    const entry = { key: uniqueKey(input), element, shape: sizes, through };
    folded.set(same, { entry, constant });
    return entry.key;
  }
}

/** Returns the layer of an operator of another domain, which is named and not run. */
function otherOperator(operator: string, name: string, file: string): LayerNode {
  const refused = `it is ${operator}, another operator than ConvTranspose, whose rules are not known.`;
  return {
    name,
    weight: null,
    bias: null,
    missing: nothingMissing,
    weightShape: null,
    refused,
    summary: operator,
    params: () => refuse('file', `${file}: layer ${quoted(name)} cannot be run: ${refused}`),
  };
}

const noAttribute: NodeAttribute = {
  name: '',
  range: { from: 0, to: 0 },
  integers: [],
  text: '',
  tensor: null,
  graphs: [],
  floats: 0,
  integerBytes: 0,
  isScalar: false,
  reference: '',
};

function shapeOf(folded: Folded): Shape | null {
  return folded.kind === 'constant' ? folded.constant.shape : folded.shape;
}

/** If the kernel does not have one axis or two, returns a text that says why the node cannot be run; otherwise null. */
function rankProblem(kernel: Shape, weightShape: Shape | null): string | null {
  if (kernel.length === 1 || kernel.length === 2 || (kernel.length === 0 && weightShape === null)) return null;
  if (kernel.length === 0)
    return `its weight of shape (${weightShape?.join(', ') ?? ''}) has no kernel; only 1-D and 2-D transposed convolutions can be run.`;
  return `${kernel.length}-D: kernel_shape ${kernel.join(' × ')}; only 1-D and 2-D transposed convolutions can be run.`;
}

/** Says why the user has to give a tensor that the node reads; null if the file has it, or the node reads none. */
function missing(what: string, name: string | undefined, folded: Folded | null): string | null {
  if (folded?.kind !== 'open') return null;
  const shape = folded.shape === null ? '' : ` of shape (${folded.shape.join(', ')})`;
  return `its ${what} ${quoted(name ?? '')}${shape} ${reasonText(folded)}`;
}

/** Returns a node's attributes as the arguments of ONNX's row of the dialects. */
function argumentsOf(attributes: ReadonlyMap<string, NodeAttribute>): ReadonlyMap<string, Value> {
  const value = ({ name, integers, text, isScalar }: NodeAttribute): Constant =>
    name === 'auto_pad' ? text : isScalar ? (integers[0] ?? 0) : integers;
  return new Map([...attributes].map(([name, attribute]) => [name, pythonValue(value(attribute))]));
}

function paramsOf(layer: Layer, input: Shape, weight: Shape, named: string): Result<Params> {
  const rank = layer.axes.length;
  // A 1-D input may have a height of 1.
  const isDrawn = rank === 1 && input.length === 4 && input[2] === 1;
  if (weight.length !== rank + 2 || input.length < rank + 1 || (input.length > rank + 2 && !isDrawn)) {
    const axes = rank === 1 ? '(N, Cin, L)' : '(N, Cin, H, W)';
    return refuse('file', `${named} needs an input of shape ${axes}, but the input has shape (${input.join(', ')}).`);
  }
  const params = toParams(layer, input.slice(-rank));
  return params.ok ? params : refuse('file', `${named}: ${params.refusal.message}`);
}

/** Writes the attributes in one line: "k 4×4, stride 2, pads 1 1 1 1, group 1". */
function summaryOf({ axes, groups }: Layer): string {
  const number = (size: SourceSize | null): string => (typeof size === 'number' ? String(size) : '?');
  const each = (sizes: readonly (SourceSize | null)[]): string => {
    const texts = sizes.map(number);
    return texts.every((text) => text === texts[0]) ? (texts[0] ?? '') : texts.join('×');
  };
  const kernel = axes.map((axis) => axis.kernel);
  const sizes = axes.map((axis) => axis.outputSize);
  const [first] = axes;
  const named = axes.find(({ padding }) => padding.kind === 'named' && padding.name !== 'NOTSET')?.padding;
  const auto = named?.kind === 'named' ? (named.name === 'SAME' ? 'SAME_UPPER' : named.name) : null;
  const pads = axes.every(({ padding }) => padding.kind === 'crop')
    ? (['start', 'end'] as const).flatMap((side) =>
        axes.map(({ padding }) => (padding.kind === 'crop' ? number(padding[side]) : '?')),
      )
    : null;
  return [
    ...(kernel.some((size) => typeof size === 'number') ? [`k ${kernel.map(number).join('×')}`] : []),
    `stride ${each(axes.map((axis) => axis.stride))}`,
    ...(sizes.every((size) => size === null)
      ? []
      : [`output_shape ${sizes.map((size) => (size === null ? '-1' : number(size))).join('×')}`]),
    ...(auto !== null ? [auto] : pads === null ? [] : [`pads ${pads.join(' ')}`]),
    ...(axes.some(({ outputPadding }) => outputPadding !== null && outputPadding !== 0)
      ? [`output_padding ${each(axes.map((axis) => axis.outputPadding ?? 0))}`]
      : []),
    ...(axes.some(({ dilation }) => dilation !== 1) ? [`dilation ${each(axes.map((axis) => axis.dilation))}`] : []),
    `group ${first === undefined ? '?' : number(groups)}`,
  ].join(', ');
}
