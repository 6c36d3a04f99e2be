import { fullResultSize } from './axisCrop.ts';
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

/** The sizes of an output, and the lines that are cropped from it. */
interface Output {
  readonly padding: 'SAME' | 'VALID';
  readonly sizes: readonly number[];
  /** Null if nothing is cropped. */
  readonly kept: readonly (readonly [from: number, to: number])[] | null;
}

/**
 * Writes a call as tf.nn.conv1d_transpose or conv2d_transpose, which needs the size of its output. If neither SAME nor
 * VALID crops so, the nearest way slices the full result; groups are computed one by one.
 */
export function writeTensorFlow(call: PortableCall): Writing {
  const inputs = call.axes.map(({ input }) => input);
  if (inputs.includes(null))
    return {
      kind: 'impossible',
      because: 'output_shape must be given, and the size of the input is not known.',
      nearest: null,
    };
  const axes = call.axes.map((axis, at) => ({ ...axis, input: inputs[at] ?? 1 }));
  const exact = exactOutput(axes);
  const output = exact ?? slicedOutput(axes);
  const nearest = output === null ? null : written(call, output);
  if (call.groups > 1)
    return { kind: 'impossible', because: `the function has no groups, and the call has ${call.groups}.`, nearest };
  if (exact !== null && nearest !== null) return { kind: 'written', written: nearest };
  return {
    kind: 'impossible',
    because: `padding is only 'SAME' or 'VALID', and neither crops ${cropWords(axes)}.`,
    nearest,
  };
}

interface KnownInput extends PortableAxis {
  readonly input: number;
}

function sizeOf(axis: KnownInput): number {
  return fullResultSize(axis, axis.input) - axis.start - axis.end;
}

function exactOutput(axes: readonly KnownInput[]): Output | null {
  const sizes = axes.map(sizeOf);
  const isSame = axes.every((axis) => {
    const [size, full] = [sizeOf(axis), fullResultSize(axis, axis.input)];
    return Math.ceil(size / axis.stride) === axis.input && axis.start === Math.floor(Math.max(full - size, 0) / 2);
  });
  if (isSame) return { padding: 'SAME', sizes, kept: null };
  const isValid = axes.every(({ start, end, stride }) => start === 0 && end <= 0 && -end < stride);
  return isValid ? { padding: 'VALID', sizes, kept: null } : null;
}

/** A VALID output of which the wanted part is kept; null if lines would have to be added that VALID does not have. */
function slicedOutput(axes: readonly KnownInput[]): Output | null {
  if (axes.some(({ start, end, stride }) => start < 0 || -end >= stride)) return null;
  const sizes = axes.map((axis) => fullResultSize(axis, axis.input) + Math.max(0, -axis.end));
  return { padding: 'VALID', sizes, kept: axes.map((axis) => [axis.start, axis.start + sizeOf(axis)]) };
}

function written(call: PortableCall, { padding, sizes, kept }: Output): WrittenCall {
  const { axes, groups, cout, batch, bias } = call;
  const rank = axes.length;
  const weight = weightCode(call, { order: 'HWOI', isRotated: false });
  const channels = partText(sizeText(cout), groups);
  const images = call.isBatched ? (batch === null ? 'x.shape[0]' : String(batch)) : '1';
  const name = `tf.nn.conv${rank}d_transpose`;
  const makeCall = (x: string, filters: string): string =>
    pythonCallText(name, [
      x,
      filters,
      `output_shape=${tupleText([images, ...sizes, channels])}`,
      `strides=${perAxis(axes.map(({ stride }) => stride))}`,
      `padding='${padding}'`,
      keywordText('dilations', perAxis(axes.map(({ dilation }) => dilation)), '1'),
    ]);
  const input = inputCode(call, 'last');
  const text = makeCall(groups === 1 ? input : 'part', groups === 1 ? weight.name : 'filters');
  const body =
    groups === 1
      ? [`y = ${text}`]
      : [
          'parts = []',
          `for part, filters in zip(np.split(${input}, ${groups}, axis=-1), np.split(${weight.name}, ${groups}, axis=-1)):`,
          `    parts.append(${text})`,
          'y = tf.concat(parts, axis=-1)',
        ];
  const slice = kept === null ? [] : [`y = y[:, ${kept.map(([from, to]) => `${from}:${to}`).join(', ')}]`];
  const program = programText(
    ['import tensorflow as tf'],
    [...weight.lines, ...body, ...slice, ...(bias ? ['y = tf.nn.bias_add(y, b)'] : [])],
  );
  const notes = axes.some(({ dilation }) => dilation > 1) ? ['TensorFlow refuses dilations > 1 on the CPU.'] : [];
  return { call: text, weight: weight.lines, program, notes };
}
