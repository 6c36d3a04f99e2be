import { pythonCallText, cropWords, keywordText, perAxis, programText, sizeText, tupleText } from './pythonText.ts';
import { inputCode, weightCode } from './tensorCode.ts';
import type { PortableAxis, PortableCall, WrittenCall, Writing } from './writing.ts';

/** Writes a call as torch.nn.ConvTranspose1d or 2d. If PyTorch cannot express its crop, the nearest way slices or pads. */
export function writePyTorch(call: PortableCall): Writing {
  const { axes } = call;
  const reason = axes.map(reasonAgainst).find((each) => each !== null) ?? null;
  if (reason === null) {
    const padding = keywordText('padding', perAxis(axes.map(({ start }) => start)), '0');
    const outputPadding = keywordText('output_padding', perAxis(axes.map(({ start, end }) => start - end)), '0');
    return { kind: 'written', written: written(call, [padding, outputPadding], call.bias, '') };
  }
  if (axes.every(({ start, end }) => start >= 0 && end >= 0)) {
    const ranges = axes.map(({ start, end }) => `${start === 0 ? '' : start}:${end === 0 ? '' : -end}`);
    return {
      kind: 'impossible',
      because: reason,
      nearest: written(call, [], call.bias, `[..., ${ranges.join(', ')}]`),
    };
  }
  return { kind: 'impossible', because: reason, nearest: padded(call) };
}

function reasonAgainst({ start, end, stride, dilation }: PortableAxis): string | null {
  if (start < 0) return `${lines(-start)} added in front of the result, and padding must be at least 0.`;
  const less = start - end;
  if (less < 0)
    return `it crops ${cropWords([{ start, end }])}, and padding crops as much at the end as at the start; output_padding only makes it crop less at the end.`;
  const most = Math.max(stride, dilation) - 1;
  if (less <= most) return null;
  return `it needs an output_padding of ${less}, which must be smaller than either stride = ${stride} or dilation = ${dilation}.`;
}

function lines(count: number): string {
  return count === 1 ? '1 line is' : `${count} lines are`;
}

/** The layer without its bias; its result is padded with zeros and cropped, and only then gets the bias. */
function padded(call: PortableCall): WrittenCall {
  const sides = [...call.axes].reverse().flatMap(({ start, end }) => [-start, -end]);
  const one = call.axes.map(() => 'None').join(', ');
  const bias = call.bias ? ` + torch.from_numpy(b)[:, ${one}]` : '';
  return written(call, [], false, `, ${tupleText(sides)})${bias}`, 'F.pad(');
}

function written(
  call: PortableCall,
  paddings: readonly (string | null)[],
  hasBias: boolean,
  behind: string,
  before = '',
): WrittenCall {
  const { cin, cout, groups, axes } = call;
  const layer = pythonCallText(`nn.ConvTranspose${axes.length}d`, [
    sizeText(cin),
    sizeText(cout),
    perAxis(axes.map(({ kernel }) => kernel)),
    keywordText('stride', perAxis(axes.map(({ stride }) => stride)), '1'),
    ...paddings,
    keywordText('dilation', perAxis(axes.map(({ dilation }) => dilation)), '1'),
    keywordText('groups', String(groups), '1'),
    hasBias ? null : 'bias=False',
  ]);
  const weight = weightCode(call, { order: 'IOHW', isRotated: false });
  const program = programText(
    ['import torch', ...(before === '' ? [] : ['import torch.nn.functional as F']), 'from torch import nn'],
    [
      ...weight.lines,
      `layer = ${layer}`,
      'with torch.no_grad():',
      // A rotated array has negative strides, which torch.from_numpy does not take.
      `    layer.weight.copy_(torch.from_numpy(${weight.name}${call.given.isRotated ? '.copy()' : ''}))`,
      ...(hasBias ? ['    layer.bias.copy_(torch.from_numpy(b))'] : []),
      `    y = ${before}layer(torch.from_numpy(${inputCode(call, 'first', false)}))${behind}`,
    ],
  );
  return { call: layer, weight: weight.lines, program, notes: [] };
}
