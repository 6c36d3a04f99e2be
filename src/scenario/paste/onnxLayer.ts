import { type Constant, pythonValue } from '../../dialects/api.ts';
import { readOnnxAttributes } from '../../dialects/onnx.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
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
  const given = new Map<string, Constant>(
    found.map(([, name = '', word, numbers = '']) => {
      const integers = (numbers.match(/-?\d+/g) ?? []).map(Number);
      return [name, word ?? (name === 'group' ? (integers[0] ?? 1) : integers)];
    }),
  );
  if (given.size < 2 && !(given.size === 1 && text.includes('ConvTranspose'))) return null;
  if (/\bConv\b/.test(text) && !text.includes('ConvTranspose'))
    return refuse('scenario', 'These are the attributes of Conv, not of ConvTranspose.');
  const shape = given.get('kernel_shape');
  if (Array.isArray(shape) && shape.length > 2)
    return refuse(
      'kernel_size',
      `kernel_shape = [${shape.join(', ')}] has ${shape.length} axes; only 1-D and 2-D transposed convolutions are computed.`,
    );
  const attributes = new Map([...given].map(([name, value]) => [name, pythonValue(value)]));
  const layer = readOnnxAttributes(attributes, null);
  if (layer.refused !== null) return refuse('scenario', `The ONNX attributes are wrong: ${layer.refused.message}`);
  const [h = null, w = null] = layer.axes.map(({ kernel }) => (typeof kernel === 'number' ? kernel : null));
  return ok({
    source: 'ONNX attributes',
    cin: null,
    cout: null,
    kernel: h === null ? null : layer.axes.length === 1 ? [1, h] : w === null ? null : [h, w],
    bias: null,
    dtype: null,
    layer,
    notes: [],
  });
}
