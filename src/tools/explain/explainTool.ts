import type { CallShape } from '../../engine/core/call.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Shape } from '../../engine/core/tensor.ts';
import { bytesPerFactor, profileIds, type ProfileId } from '../../engine/precision/profiles.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import { denseMultiplyAdds, usefulMultiplyAdds } from '../../engine/geometry/multiplyAdds.ts';
import { validateCall } from '../../engine/validation/validateCall.ts';
import { wordList } from '../../engine/core/wordList.ts';
import { JsonReader } from '../../scenario/document/json/jsonReader.ts';
import { layerInput } from '../../scenario/document/layerScenario.ts';
import { scenarioShape } from '../../scenario/document/scenarioShape.ts';
import { readPastedText } from '../../scenario/paste/readPastedText.ts';
import { withPaste } from '../../scenario/paste/readPaste.ts';
import { checkerboardOf } from '../../scenario/report/checkerboard.ts';
import { callLines } from '../../scenario/report/diagnosisMarkdown.ts';
import { parametersReport } from '../../scenario/report/reportOf.ts';
import { formatBytes, formatInteger, formatShape } from '../../scenario/text/format.ts';
import { sizeFormula } from '../../scenario/text/sizeFormula.ts';
import { readPairInput, readParameterInput } from '../shared/inputReader.ts';
import { dtypeSchema, kernelSizeSchema, parameterKeys, parameterSchemas } from '../shared/schemas.ts';
import type { Tool, ToolAnswer } from '../shared/tool.ts';

const keys = [
  'call',
  'in_channels',
  'out_channels',
  'kernel_size',
  ...parameterKeys,
  'bias',
  'input_shape',
  'dtype',
] as const;

/** A call without its input. */
type Layer = Omit<CallShape, 'input'>;

/** A layer to explain, and the input that it is put on. */
interface Explained {
  /** The layer, or the text that describes it. */
  readonly layer: Layer | string;
  /** The input's shape; null if one has to be assumed. */
  readonly inputShape: Shape | null;
  readonly dtype: ProfileId;
}

const hint =
  'Pass the layer as text, such as nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1), or in_channels, out_channels and kernel_size.';

/** Explains a layer or a call by its sizes alone: nothing is computed, no file is read. */
export const explainTool: Tool = {
  name: 'explain_conv_transpose2d',
  title: 'Explain conv_transpose2d',
  description:
    'Explains a transposed convolution (PyTorch nn.ConvTranspose2d, F.conv_transpose2d, ONNX ConvTranspose): the output ' +
    'shape with the formula and its numbers, the weight shape, the size of the unfolded matrix U, multiply-adds, and ' +
    'whether it causes checkerboard artifacts (uneven overlap). Says which PyTorch rule an illegal call breaks. Use it ' +
    'before writing or reviewing such a layer. Pass the layer as text in `call`, or in_channels, out_channels and ' +
    'kernel_size; add input_shape to get exact sizes. It needs no tensors and reads no files.',
  inputSchema: {
    type: 'object',
    properties: {
      call: {
        type: 'string',
        description: 'The layer as source text, such as "nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1)".',
      },
      in_channels: { type: 'integer', minimum: 1 },
      out_channels: { type: 'integer', minimum: 1 },
      kernel_size: kernelSizeSchema,
      ...parameterSchemas,
      bias: { type: 'boolean', description: 'Default true.' },
      input_shape: {
        type: 'array',
        items: { type: 'integer', minimum: 0 },
        minItems: 3,
        maxItems: 4,
        description: '[N, Cin, H, W] or [Cin, H, W].',
      },
      dtype: dtypeSchema,
    },
    additionalProperties: false,
  },
  plan(input) {
    const explained = readExplained(input);
    if (!explained.ok) return explained;
    return ok({
      summary: 'Explaining a transposed convolution',
      files: [],
      run: () => answerOf(explained.value),
    });
  },
};

function readExplained(input: unknown): Result<Explained> {
  const reader = new JsonReader();
  const fields = reader.object(input, 'the tool’s input', keys);
  const dtype = fields.dtype === undefined ? 'float32' : reader.oneOf(fields.dtype, 'dtype', profileIds);
  const given =
    fields.input_shape === undefined
      ? null
      : reader.array(fields.input_shape, 'input_shape').map((size, i) => reader.natural(size, `input_shape[${i}]`));
  if (reader.problem !== null) return { ok: false, refusal: reader.problem };
  const layer = fields.call === undefined ? readLayer(reader, fields) : readText(fields.call);
  return layer.ok ? ok({ layer: layer.value, inputShape: given, dtype }) : layer;
}

function readText(call: unknown): Result<string> {
  return typeof call === 'string' ? ok(call) : refuse('scenario', `call is not a transposed convolution. ${hint}`);
}

/** Reads a layer from its text. */
async function layerOfText(call: string): Promise<Result<Layer>> {
  const pasted = await readPastedText(call, 'input');
  if (pasted?.ok === false) return refuse('scenario', `call: ${pasted.refusal.message} ${hint}`);
  if (pasted?.value.kind !== 'layer') return refuse('scenario', `call is not a transposed convolution. ${hint}`);
  const read = withPaste(null, pasted.value, 'input', null);
  return read.ok ? scenarioShape(read.value.scenario, new Map()) : read;
}

function readLayer(reader: JsonReader, fields: Readonly<Record<string, unknown>>): Result<Layer> {
  const missing = ['in_channels', 'out_channels', 'kernel_size'].find((key) => fields[key] === undefined);
  if (missing !== undefined) {
    return refuse(
      'scenario',
      `${missing} is missing. Pass in_channels, out_channels and kernel_size, or the layer as text in call, such as nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1).`,
    );
  }
  const cin = reader.integer(fields.in_channels, 'in_channels');
  const cout = reader.integer(fields.out_channels, 'out_channels');
  const kernel = readPairInput(reader, fields, 'kernel_size', [1, 1]);
  const params = readParameterInput(reader, fields);
  const bias = fields.bias === undefined || reader.boolean(fields.bias, 'bias');
  if (reader.problem !== null) return { ok: false, refusal: reader.problem };
  if (params.groups < 1 || cout % params.groups !== 0) {
    return refuse('groups', `groups = ${params.groups} does not divide the ${cout} output channels.`);
  }
  return ok({ weight: [cin, cout / params.groups, ...kernel], bias: bias ? [cout] : null, params });
}

async function answerOf({ layer: given, inputShape, dtype }: Explained): Promise<Result<ToolAnswer>> {
  const layer = typeof given === 'string' ? await layerOfText(given) : ok(given);
  if (!layer.ok) return layer;
  const shape = { ...layer.value, input: inputShape ?? layerInput(layer.value.weight) };
  const isAssumed = inputShape === null;
  const geometry = validateCall(shape);
  if (!geometry.ok) return refuse(geometry.refusal.argument, `PyTorch refuses this call: ${geometry.refusal.message}`);
  return ok({
    text: textOf(shape, geometry.value, dtype, isAssumed),
    json: jsonOf(shape, geometry.value, dtype, isAssumed),
  });
}

function textOf(shape: CallShape, geometry: Geometry, dtype: ProfileId, isAssumed: boolean): string {
  const { h, w, rows, columns, coutPerGroup } = geometry;
  const { groups, paddingEnd } = shape.params;
  const perGroup = groups > 1 ? ` for each of ${groups} groups` : '';
  const { even, interior } = checkerboardOf(geometry);
  const hasEnd = paddingEnd !== undefined;
  return [
    ...callLines(dtype, shape),
    `Output: ${formatShape(geometry.outputShape)}${isAssumed ? ` for an assumed input of ${formatShape(shape.input)}; pass input_shape for yours` : ''}.`,
    `Ho = (H−1)·stride − ${hasEnd ? 'padding − padding_end' : '2·padding'} + dilation·(kH−1) + output_padding + 1 = ${sizeFormula(h, hasEnd)}; Wo = ${sizeFormula(w, hasEnd)}.`,
    `In general Ho = ${linearText(h, 'H')}, Wo = ${linearText(w, 'W')}.`,
    `As a matrix product: K (${formatInteger(coutPerGroup)} × ${formatInteger(rows)}) times the unfolded input U (${formatInteger(rows)} × ${formatInteger(columns)}, ${formatBytes(bytesOfU(geometry, groups, dtype))})${perGroup}.`,
    `Multiply-adds: ${formatInteger(denseMultiplyAdds(geometry))} with the inserted zeros, ${formatInteger(usefulMultiplyAdds(geometry))} without.`,
    even
      ? `Overlap: even, ${interior.join()} taps reach each output element, so there is no checkerboard pattern.`
      : `Overlap: uneven, ${wordList(interior, 'or')} taps reach an output element, which causes checkerboard artifacts. Choose a kernel size that the stride divides, or resize and then convolve.`,
  ].join('\n');
}

/** Writes the output size as a function of the input size: "2·H", "2·H + 1", "H − 2". */
function linearText({ stride, inputSize, outputSize }: Geometry['h'], name: string): string {
  const constant = outputSize - stride * inputSize;
  const scaled = stride === 1 ? name : `${stride}·${name}`;
  if (constant === 0) return scaled;
  return constant > 0 ? `${scaled} + ${constant}` : `${scaled} − ${-constant}`;
}

function jsonOf(shape: CallShape, geometry: Geometry, dtype: ProfileId, isAssumed: boolean): object {
  const { rows, columns, coutPerGroup, outputShape } = geometry;
  const { even, interior, h, w } = checkerboardOf(geometry);
  const { groups } = shape.params;
  return {
    input_shape: shape.input,
    input_shape_assumed: isAssumed,
    weight_shape: shape.weight,
    bias_shape: shape.bias,
    parameters: parametersReport(shape.params),
    dtype,
    output_shape: outputShape,
    kernel_matrix: { rows: coutPerGroup, columns: rows, groups },
    unfolded: { rows, columns, groups, bytes: bytesOfU(geometry, groups, dtype) },
    multiply_adds: { with_zeros: denseMultiplyAdds(geometry), without_zeros: usefulMultiplyAdds(geometry) },
    overlap: { even, taps: interior, taps_along_height: h.interior, taps_along_width: w.interior },
  };
}

function bytesOfU({ rows, columns }: Geometry, groups: number, dtype: ProfileId): number {
  return rows * columns * groups * bytesPerFactor(dtype);
}
