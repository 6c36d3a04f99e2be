import { extentOf } from './axisCrop.ts';
import { kerasNotes } from './kerasCrop.ts';
import type { LayerAxis } from './layer.ts';
import { cropsAsSame, cropsAsValid } from './namedPadding.ts';
import {
  pythonCallText,
  cropWords,
  keywordText,
  partText,
  perAxis,
  programText,
  sizeText,
  tupleText,
} from './pythonText.ts';
import { inputCode, weightCode } from './tensorCode.ts';
import type { PortableAxis, PortableCall, WrittenCall, Writing } from './writing.ts';

/** A padding and output_padding that crop what the call crops; null as output_padding leaves it to Keras. */
interface KerasPadding {
  readonly padding: 'valid' | 'same';
  readonly outputPadding: readonly number[] | null;
}

/**
 * Writes a call as keras.layers.Conv1DTranspose or Conv2DTranspose. If the layer cannot crop so, the nearest way crops
 * with another layer; groups become a layer for each.
 */
export function writeKeras(call: PortableCall): Writing {
  const { axes, groups } = call;
  const isSpread = axes.some(({ stride }) => stride > 1) && axes.some(({ dilation }) => dilation > 1);
  if (isSpread)
    return {
      kind: 'impossible',
      because: 'strides and dilation_rate are not both allowed to be greater than 1.',
      nearest: null,
    };
  const exact = exactPadding(axes);
  const padding = exact ?? { padding: 'valid', outputPadding: addedLines(axes) };
  const cropping = exact === null ? croppingAfter(axes, padding) : null;
  const isPossible = exact !== null || cropping !== null;
  const nearest = isPossible ? written(call, padding, cropping) : null;
  if (groups > 1)
    return { kind: 'impossible', because: `the layer has no groups, and the call has ${groups}.`, nearest };
  if (exact !== null && nearest !== null) return { kind: 'written', written: nearest };
  const because = axes.some(({ start }) => start < 0)
    ? "lines are added in front of the result, and padding is only 'valid' or 'same'."
    : `padding is only 'valid' or 'same', and neither crops ${cropWords(axes)}.`;
  return { kind: 'impossible', because, nearest };
}

/** What 'valid' adds at the end: lines up to the stride where the kernel is smaller. */
function validLines(axis: PortableAxis): number {
  return Math.max(0, axis.stride - extentOf(axis));
}

function exactPadding(axes: readonly PortableAxis[]): KerasPadding | null {
  if (axes.every(cropsAsSame)) return { padding: 'same', outputPadding: null };
  if (axes.every(cropsAsValid)) return { padding: 'valid', outputPadding: null };
  if (axes.every(({ start, end, stride }) => start === 0 && end <= 0 && -end < stride))
    return { padding: 'valid', outputPadding: axes.map(({ end }) => 0 - end) };
  // output_padding with 'same' counts from a result of which extent − extent mod 2 lines are cropped.
  const same = axes.map((axis) => extentOf(axis) - (extentOf(axis) % 2) - (axis.start + axis.end));
  const fits = axes.every(({ start, end, stride }, at) => {
    const outputPadding = same[at] ?? 0;
    return outputPadding >= 0 && outputPadding < stride && start === Math.max(0, Math.floor((start + end) / 2));
  });
  return fits ? { padding: 'same', outputPadding: same } : null;
}

/** The output_padding of 'valid' that leaves at least as many lines as wanted; null if Keras's own does. */
function addedLines(axes: readonly PortableAxis[]): readonly number[] | null {
  return axes.every((axis) => -axis.end <= validLines(axis)) ? null : axes.map(({ end }) => Math.max(0, -end));
}

/** The lines that are cropped from a 'valid' result; null if lines would have to be added. */
function croppingAfter(
  axes: readonly PortableAxis[],
  { outputPadding }: KerasPadding,
): readonly (readonly number[])[] | null {
  const cropping = axes.map((axis, at) => [axis.start, axis.end + (outputPadding?.[at] ?? validLines(axis))] as const);
  const isTooLarge = axes.some(({ stride }, at) => (outputPadding?.[at] ?? 0) >= stride);
  return isTooLarge || cropping.flat().some((count) => count < 0) ? null : cropping;
}

function written(
  call: PortableCall,
  { padding, outputPadding }: KerasPadding,
  cropping: readonly (readonly number[])[] | null,
): WrittenCall {
  const { axes, groups, bias, cin, cout } = call;
  const rank = axes.length;
  const each = (size: PortableCall['cin']): string => partText(sizeText(size), groups);
  const layer = pythonCallText(`keras.layers.Conv${rank}DTranspose`, [
    each(cout),
    perAxis(axes.map(({ kernel }) => kernel)),
    keywordText('strides', perAxis(axes.map(({ stride }) => stride)), '1'),
    `padding='${padding}'`,
    outputPadding === null ? null : `output_padding=${perAxis(outputPadding)}`,
    keywordText('dilation_rate', perAxis(axes.map(({ dilation }) => dilation)), '1'),
    "data_format='channels_last'",
    bias ? null : 'use_bias=False',
  ]);
  const weight = weightCode(call, { order: 'HWOI', isRotated: false });
  const crop =
    cropping === null
      ? ''
      : `keras.layers.Cropping${rank}D(${rank === 1 ? tupleText(cropping[0] ?? []) : tupleText(cropping.map(tupleText))})`;
  const applied = (result: string): string => (crop === '' ? result : `${crop}(${result})`);
  const input = inputCode(call, 'last');
  const build = `.build((${['None', ...axes.map(({ input: size }) => size ?? 'None'), each(cin)].join(', ')}))`;
  const body =
    groups === 1
      ? [
          `layer = ${layer}`,
          `layer${build}`,
          `layer.set_weights([${weight.name}${bias ? ', b' : ''}])`,
          `y = ${applied(`layer(${input})`)}`,
        ]
      : [
          'parts = []',
          `for part, kernel_part${bias ? ', bias_part' : ''} in zip(`,
          `    np.split(${input}, ${groups}, axis=-1), np.split(${weight.name}, ${groups}, axis=-1)${bias ? `, np.split(b, ${groups})` : ''}`,
          '):',
          `    layer = ${layer}`,
          `    layer${build}`,
          `    layer.set_weights([kernel_part${bias ? ', bias_part' : ''}])`,
          '    parts.append(layer(part))',
          `y = ${applied('keras.ops.concatenate(parts, axis=-1)')}`,
        ];
  const program = programText(['import keras'], [...weight.lines, ...body]);
  const layerAxes = axes.map((axis, at): LayerAxis => ({
    ...axis,
    padding: { kind: 'named', name: padding === 'same' ? 'SAME' : 'VALID' },
    outputPadding: outputPadding?.[at] ?? null,
    outputSize: null,
  }));
  return { call: layer, weight: weight.lines, program, notes: kerasNotes(layerAxes) };
}
