import type { Pair } from '../../engine/core/call.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { type ConvTransposeAttributes, convTransposeParams } from '../../dialects/convTransposeParams.ts';
import { readConvTransposeAttributes } from '../../formats/onnx/convTransposeAttributes.ts';
import type { NodeAttribute } from '../../formats/onnx/readNode.ts';
import type { LayerText } from './layerText.ts';

/** The attributes of ONNX's ConvTranspose. */
const names = ['auto_pad', 'dilations', 'group', 'kernel_shape', 'output_padding', 'output_shape', 'pads', 'strides'];
const pattern = new RegExp(
  // The name, quoted or not, and the type that ONNX's text form and Netron add.
  `\\b(${names.join('|')})\\b["']?\\s*(?::\\s*(?:ints?|strings?|u?int64)(?:\\[\\])?\\s*)?[=:]?\\s*` +
    // A word, or integers with or without brackets, which do not continue on another line without a comma.
    `(?:["']?(NOTSET|SAME_UPPER|SAME_LOWER|VALID)\\b["']?|[[({]?\\s*(-?\\d+(?:(?:\\s*,\\s*|[ \\t]+)-?\\d+)*))`,
  'g',
);
/** The longest text in which attributes are looked for. */
const longest = 20_000;

/**
 * Reads the attributes of an ONNX node: "kernel_shape=[4,4] strides=[2,2]", ONNX's text form, or the list that Netron
 * shows, one name or value a line. Attributes left out have the specification's defaults; the kernel stays. Returns null
 * if the text has fewer than two of them.
 */
export function readOnnxLayer(text: string): Result<LayerText> | null {
  if (text.length > longest) return null;
  const found = [...text.matchAll(pattern)];
  const given = new Map(
    found.map(([, name = '', word, numbers = '']): [string, NodeAttribute] => [
      name,
      {
        name,
        integers: (numbers.match(/-?\d+/g) ?? []).map(Number),
        autoPad: word ?? '',
        tensor: null,
        isSparse: false,
      },
    ]),
  );
  if (given.size < 2 && !(given.size === 1 && text.includes('ConvTranspose'))) return null;
  if (/\bConv\b/.test(text) && !text.includes('ConvTranspose'))
    return refuse('scenario', 'These are the attributes of Conv, not of ConvTranspose.');
  const shape = given.get('kernel_shape')?.integers;
  if (shape !== undefined && shape.length !== 2)
    return refuse(
      'kernel_size',
      `kernel_shape = [${shape.join(', ')}] has ${shape.length} ${shape.length === 1 ? 'axis' : 'axes'}; only 2-D transposed convolutions are computed.`,
    );
  const kernel: Pair | null = shape === undefined ? null : [shape[0] ?? 1, shape[1] ?? 1];
  const attributesWith = (known: Pair): Result<ConvTransposeAttributes> => {
    const attributes = readConvTransposeAttributes([...given.values()], known);
    return typeof attributes === 'string'
      ? refuse('scenario', `The ONNX attributes are wrong: ${attributes.replace(/^its attribute |^its /, '')}.`)
      : ok(attributes);
  };
  const checked = attributesWith(kernel ?? [1, 1]);
  if (!checked.ok) return checked;
  return ok({
    source: 'ONNX attributes',
    cin: null,
    cout: null,
    kernel,
    bias: null,
    dtype: null,
    params: (_, input, known) => {
      const attributes = attributesWith(known);
      return attributes.ok ? convTransposeParams(attributes.value, input, 'The node') : attributes;
    },
    notes: [],
  });
}
