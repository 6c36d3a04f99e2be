import { pythonCallText, programText } from './pythonText.ts';
import { inputCode, weightCode } from './tensorCode.ts';
import { paddingThatCrops } from './transposePads.ts';
import type { PortableAxis, PortableCall, Writing } from './writing.ts';

/** Writes a call as an ONNX node ConvTranspose, run by ONNX's reference evaluator. */
export function writeOnnx(call: PortableCall): Writing {
  const { axes, groups, bias } = call;
  if (axes.some(({ start }) => start < 0))
    return {
      kind: 'impossible',
      because: 'lines are added in front of the result, and pads must be at least 0.',
      nearest: null,
    };
  const paddings = axes.map(paddingThatCrops);
  if (paddings.some(({ outputPadding }, at) => isTooLarge(outputPadding, axes[at])))
    return {
      kind: 'impossible',
      because: 'lines are added after the result, and output_padding must be smaller than stride or dilation.',
      nearest: null,
    };
  const list = (values: readonly number[]): string => `[${values.join(', ')}]`;
  const pads = [...paddings.map(({ start }) => start), ...paddings.map(({ end }) => end)];
  const optional = (name: string, values: readonly number[], standard: number): string | null =>
    values.every((value) => value === standard) ? null : `${name}=${list(values)}`;
  const text = pythonCallText('helper.make_node', [
    "'ConvTranspose'",
    bias ? "['x', 'w', 'b']" : "['x', 'w']",
    "['y']",
    `kernel_shape=${list(axes.map(({ kernel }) => kernel))}`,
    optional(
      'strides',
      axes.map(({ stride }) => stride),
      1,
    ),
    optional('pads', pads, 0),
    optional(
      'output_padding',
      paddings.map(({ outputPadding }) => outputPadding),
      0,
    ),
    optional(
      'dilations',
      axes.map(({ dilation }) => dilation),
      1,
    ),
    groups === 1 ? null : `group=${groups}`,
  ]);
  const weight = weightCode(call, { order: 'IOHW', isRotated: false });
  const program = programText(
    ['from onnx import helper', 'from onnx.reference import ReferenceEvaluator'],
    [
      ...weight.lines,
      `node = ${text}`,
      `(y,) = ReferenceEvaluator(node).run(None, {'x': ${inputCode(call, 'first')}, 'w': ${weight.name}${bias ? ", 'b': b" : ''}})`,
    ],
  );
  return { kind: 'written', written: { call: text, weight: weight.lines, program, notes: [] } };
}

function isTooLarge(outputPadding: number, axis: PortableAxis | undefined): boolean {
  return axis !== undefined && outputPadding > 0 && outputPadding >= Math.max(axis.stride, axis.dilation);
}
