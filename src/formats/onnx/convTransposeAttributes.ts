import type { ConvTransposeAttributes } from '../../dialects/convTransposeParams.ts';
import type { AutoPad } from '../../dialects/transposePads.ts';
import type { Pair } from '../../engine/core/call.ts';
import { quoted } from '../common/quoted.ts';
import type { NodeAttribute } from './readNode.ts';

const autoPads: readonly AutoPad[] = ['NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID'];

/**
 * Reads the attributes of a node whose weight has a kernel of size `kernel`. If they are invalid, returns a text that
 * says what is wrong.
 */
export function readConvTransposeAttributes(
  attributes: readonly NodeAttribute[],
  kernel: Pair,
): ConvTransposeAttributes | string {
  const named = new Map(attributes.map((attribute) => [attribute.name, attribute]));
  const problems: string[] = [];
  const list = (name: string, count: number, min: number): readonly number[] | null => {
    const values = named.get(name)?.integers;
    if (values === undefined) return null;
    const isValid = values.length === count && values.every((value) => Number.isSafeInteger(value) && value >= min);
    if (!isValid)
      problems.push(
        `its attribute ${name} ${values.length > 0 ? `is ${values.join(' ')}` : 'is empty'}; it must be ${count} integer${count === 1 ? '' : 's'} of at least ${min}`,
      );
    return values;
  };
  const pair = (name: string, min: number): Pair | null => {
    const [height, width] = list(name, 2, min) ?? [];
    return height === undefined || width === undefined ? null : [height, width];
  };
  const text = named.get('auto_pad')?.autoPad ?? 'NOTSET';
  const autoPad = autoPads.find((each) => each === text);
  if (autoPad === undefined) return `its auto_pad is ${quoted(text)}; it must be one of ${autoPads.join(', ')}`;
  if (autoPad !== 'NOTSET' && named.has('pads'))
    return `it has both pads and auto_pad ${autoPad}; only one of them is allowed`;
  const declared = pair('kernel_shape', 1) ?? kernel;
  const [top = 0, left = 0, bottom = 0, right = 0] = list('pads', 4, 0) ?? [];
  const read: ConvTransposeAttributes = {
    kernel,
    strides: pair('strides', 1) ?? [1, 1],
    dilations: pair('dilations', 1) ?? [1, 1],
    group: list('group', 1, 1)?.[0] ?? 1,
    autoPad,
    pads: [top, left, bottom, right],
    outputPadding: pair('output_padding', 0) ?? [0, 0],
    outputShape: pair('output_shape', 1),
  };
  const [problem] = problems;
  if (problem !== undefined) return problem;
  if (declared.join() !== kernel.join())
    return `its kernel_shape is ${declared.join(' × ')}, but the kernel of its weight is ${kernel.join(' × ')}`;
  return read;
}

/** Writes the attributes in one line: "k 4×4, stride 2, pads 1 1 1 1, group 1". */
export function attributesText(attributes: ConvTransposeAttributes): string {
  const { kernel, strides, dilations, group, autoPad, pads, outputPadding, outputShape } = attributes;
  const each = ([height, width]: Pair): string => (height === width ? `${height}` : `${height}×${width}`);
  return [
    `k ${kernel.join('×')}`,
    `stride ${each(strides)}`,
    ...(outputShape === null ? [] : [`output_shape ${outputShape.join('×')}`]),
    ...(autoPad !== 'NOTSET' ? [autoPad] : outputShape === null ? [`pads ${pads.join(' ')}`] : []),
    ...(outputPadding.some((value) => value > 0) ? [`output_padding ${each(outputPadding)}`] : []),
    ...(dilations.some((value) => value > 1) ? [`dilation ${each(dilations)}`] : []),
    `group ${group}`,
  ].join(', ');
}
