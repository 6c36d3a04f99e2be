import type { Call } from '../../core/call.ts';
import { flatAt, indexAt } from '../../core/flatIndex.ts';
import type { Tensor } from '../../core/tensor.ts';
import { wordList } from '../../core/wordList.ts';
import type { HalfFormat } from '../../rounding/formats.ts';
import { rounderTo } from '../../rounding/roundTo.ts';
import { slicesFrom } from '../model/arrangements.ts';
import { inPlace, mappedLater, placesOf, rearrangedLater } from '../model/edits.ts';
import type { FixCode } from '../model/fixCode.ts';
import type { Hypothesis } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { afterwards, beforehand } from './code.ts';

// Mistakes that compute the call on another input or weight.

/** Returns a tensor whose planes are taken from other planes of it. */
function withPlanes(tensor: Tensor, plane: (p: number) => number): Tensor {
  const [height = 1, width = 1] = tensor.shape.slice(-2);
  return rearrangedLater(tensor, tensor.shape, plane, inPlace(height, width));
}

/** The ways to turn an image, and the axes of (N, C, H, W) that each reverses. */
const turns = [
  { how: 'upside down', axes: [2] },
  { how: 'mirrored', axes: [3] },
  { how: 'rotated by 180°', axes: [2, 3] },
] as const;

function* flipped({ call, geometry }: DiagnosisTarget): Iterable<Hypothesis> {
  const { outputShape } = geometry;
  for (const { how, axes } of turns) {
    const [isDown, isAcross] = [axes.some((axis) => axis === 2), axes.some((axis) => axis === 3)];
    const turned = (index: number, size: number, isTurned: boolean): number => (isTurned ? size - 1 - index : index);
    const flip = `flip(${axes.join(', ')})`;
    yield {
      detail: `the output is ${how}`,
      call,
      arranged: {
        shape: outputShape,
        source: (at) => {
          const index = indexAt(outputShape, at);
          const x = turned(index.pop() ?? 0, outputShape.at(-1) ?? 1, isAcross);
          const y = turned(index.pop() ?? 0, outputShape.at(-2) ?? 1, isDown);
          return flatAt(outputShape, [...index, y, x]);
        },
      },
      words: { what: 'output', yours: how, required: 'upright' },
      code: afterwards(`y = y.${flip}`),
    };
    const [height = 1, width = 1] = call.input.shape.slice(-2);
    const places = placesOf(height, width, (y, x) => turned(y, height, isDown) * width + turned(x, width, isAcross));
    yield {
      detail: `the input is ${how}`,
      call: { ...call, input: rearrangedLater(call.input, call.input.shape, (p) => p, places) },
      words: { what: 'input', yours: how, required: 'upright' },
      code: beforehand(`x = x.${flip}`),
    };
  }
}

/** The rows and columns at one end of the kernel. */
const kernelEdges = (['last', 'first'] as const).flatMap((end) => [
  { end, rows: 1, columns: 1, what: `the ${end} row and column` },
  { end, rows: 1, columns: 0, what: `the ${end} row` },
  { end, rows: 0, columns: 1, what: `the ${end} column` },
]);

function* kernelEdgeDropped({ call, geometry }: DiagnosisTarget): Iterable<Hypothesis> {
  const { weight } = call;
  const [kH, kW] = [geometry.h.kernelSize, geometry.w.kernelSize];
  for (const { end, rows, columns, what } of kernelEdges) {
    if (rows >= kH || columns >= kW) continue;
    const [top, left] = end === 'first' ? [rows, columns] : [0, 0];
    const isKept = (y: number, x: number): boolean =>
      y >= top && y < top + kH - rows && x >= left && x < left + kW - columns;
    const zeroed = placesOf(kH, kW, (y, x) => (isKept(y, x) ? y * kW + x : -1));
    const words = { what: 'kernel', yours: `without ${what}`, required: 'all of it' };
    const range = (count: number): string => (count === 0 ? ':' : end === 'first' ? '1:' : ':-1');
    const kept = `w[:, :, ${range(rows)}, ${range(columns)}]`;
    const pads = end === 'first' ? [columns, 0, rows, 0] : [0, columns, 0, rows];
    yield {
      detail: what,
      call: { ...call, weight: rearrangedLater(weight, weight.shape, (p) => p, zeroed) },
      words,
      code: beforehand(`w = F.pad(${kept}, (${pads.join(', ')}))`),
    };
    const smaller = placesOf(kH - rows, kW - columns, (y, x) => (y + top) * kW + x + left);
    const shape = [...weight.shape.slice(0, 2), kH - rows, kW - columns];
    yield {
      detail: `${what}, so that the output is smaller`,
      call: { ...call, weight: rearrangedLater(weight, shape, (p) => p, smaller) },
      words,
      code: beforehand(`w = ${kept}`),
    };
  }
}

function* firstGroup({ call, geometry }: DiagnosisTarget): Iterable<Hypothesis> {
  const { cin, cinPerGroup, coutPerGroup, outputShape } = geometry;
  if (call.params.groups === 1) return;
  const words = { what: 'group', yours: '0', required: 'g' };
  const kernels = cinPerGroup * coutPerGroup;
  yield {
    detail: 'every group has the kernels of the first one',
    call: { ...call, weight: withPlanes(call.weight, (p) => p % kernels) },
    words,
    code: beforehand('w = w[: len(w) // groups].repeat(groups, 1, 1, 1)'),
  };
  yield {
    detail: 'every group reads the input channels of the first one',
    call: { ...call, input: withPlanes(call.input, (p) => p - (p % cin) + (p % cinPerGroup)) },
    words,
    code: beforehand(`x = x[:, :${cinPerGroup}].repeat(1, groups, 1, 1)`),
  };
  yield {
    detail: 'every group is the output of the first one',
    call,
    arranged: slicesFrom(outputShape, -3, (c) => c % coutPerGroup),
    words,
    code: afterwards('y = y[:, : Cout // groups].repeat(1, groups, 1, 1)'),
  };
}

function* reversedChannels({ call, geometry }: DiagnosisTarget): Iterable<Hypothesis> {
  const { cin, coutPerGroup } = geometry;
  const words = (what: string) => ({ what, yours: 'last to first', required: 'first to last' });
  if (cin > 1)
    yield {
      detail: cin === 3 ? 'of the input, as BGR for RGB' : 'of the input',
      call: { ...call, input: withPlanes(call.input, (p) => p - (p % cin) + cin - 1 - (p % cin)) },
      words: words('input channels'),
      code: beforehand('x = x.flip(1)'),
    };
  if (coutPerGroup > 1)
    yield {
      detail: 'of the output, which keep their bias',
      call: {
        ...call,
        weight: withPlanes(call.weight, (p) => p - (p % coutPerGroup) + coutPerGroup - 1 - (p % coutPerGroup)),
      },
      words: words('kernels of the output channels'),
      code: beforehand('w = w.flip(1)'),
    };
}

/** A function that is applied to the input by mistake. */
interface Before {
  readonly detail: string;
  readonly code: string;
  readonly value: (value: number) => number;
}

const leaky = (slope: number): Before => ({
  detail: `leaky ReLU with slope ${slope}`,
  code: `x = F.leaky_relu(x, ${slope})`,
  value: (value) => (value < 0 ? slope * value : value),
});

const activationsBefore: readonly Before[] = [
  { detail: 'ReLU', code: 'x = F.relu(x)', value: (value) => (value < 0 ? 0 : value) },
  ...[0.01, 0.1, 0.2].map(leaky),
  { detail: 'the absolute value', code: 'x = x.abs()', value: Math.abs },
  { detail: 'sigmoid', code: 'x = torch.sigmoid(x)', value: (value) => 1 / (1 + Math.exp(-value)) },
  { detail: 'tanh', code: 'x = torch.tanh(x)', value: Math.tanh },
];

type Operand = 'input' | 'weight' | 'bias';
const operandLetters: Readonly<Record<Operand, string>> = { input: 'x', weight: 'w', bias: 'b' };

/** The operands that are rounded together, and to what. TF32, which is a precision, rounds input and weight as float16. */
const roundings: readonly { readonly operands: readonly Operand[]; readonly format: HalfFormat }[] = [
  { operands: ['weight'], format: 'float16' },
  { operands: ['weight'], format: 'bfloat16' },
  { operands: ['input'], format: 'float16' },
  { operands: ['input'], format: 'bfloat16' },
  { operands: ['input', 'weight'], format: 'bfloat16' },
  { operands: ['weight', 'bias'], format: 'float16' },
  { operands: ['weight', 'bias'], format: 'bfloat16' },
  { operands: ['input', 'weight', 'bias'], format: 'float16' },
  { operands: ['input', 'weight', 'bias'], format: 'bfloat16' },
];

function roundedCode(operands: readonly Operand[], format: string): FixCode {
  const lines = operands.map((operand) => {
    const letter = operandLetters[operand];
    return `${letter} = ${letter}.to(torch.${format}).to(${letter}.dtype)`;
  });
  return beforehand(lines.join('\n-'));
}

function* rounded({ call, rounding }: DiagnosisTarget): Iterable<Hypothesis> {
  // The operands of an emulated precision are rounded already.
  if (rounding !== undefined) return;
  for (const { operands, format } of roundings) {
    const round = rounderTo(format);
    const given = operands.flatMap((operand) => {
      const tensor = call[operand];
      return tensor === null ? [] : [[operand, mappedLater(tensor, round)] as const];
    });
    if (given.length < operands.length) continue;
    const changed: Partial<Record<Operand, Tensor>> = Object.fromEntries(given);
    yield {
      detail: `the ${wordList(operands)} to ${format}`,
      call: { ...call, ...changed } satisfies Call,
      words: { what: wordList(operands), yours: format, required: call.dtype },
      code: roundedCode(operands, format),
    };
  }
}

export const operandMistakes: readonly Mistake[] = [
  {
    id: 'image-flipped',
    title: 'An image is upside down or mirrored',
    means: 'rows or columns from last to first',
    place: 'input',
    known: [],
    fix: 'Keep the order of rows and columns: row 0 is the top one in input and output.',
    code: null,
    alone: true,
    hypotheses: flipped,
  },
  {
    id: 'kernel-edge-dropped',
    title: 'An edge of the kernel was not used',
    means: 'w without its last row or column',
    place: 'rotated',
    known: [],
    fix: 'Let the loop run over all kH rows and kW columns of the kernel.',
    code: null,
    alone: true,
    hypotheses: kernelEdgeDropped,
  },
  {
    id: 'first-group-for-all',
    title: 'Every group was computed from the first one',
    means: 'group g from group 0',
    place: 'kernel-matrix',
    known: [],
    fix: 'Advance for each group: the input by Cin/groups channels, the weight by Cin/groups rows, the output by Cout/groups channels.',
    code: null,
    alone: true,
    hypotheses: firstGroup,
  },
  {
    id: 'channels-reversed',
    title: 'Channels were taken in reverse order',
    means: 'channel C − 1 − c for c',
    place: 'input',
    known: [],
    fix: 'Give the channels in the order of the weight: input channel c meets weight[c].',
    code: null,
    alone: true,
    hypotheses: reversedChannels,
  },
  {
    id: 'activation-before',
    title: 'An activation was applied to the input',
    means: 'f(x) in place of x',
    place: 'input',
    known: [],
    fix: 'Give the call the values before the activation, or compare with the call on the activated input.',
    code: null,
    alone: true,
    *hypotheses({ call }) {
      for (const { detail, code, value } of activationsBefore)
        yield {
          detail,
          call: { ...call, input: mappedLater(call.input, value) },
          words: { what: 'input', yours: detail, required: 'as it is' },
          code: beforehand(code),
        };
    },
  },
  {
    id: 'operands-rounded',
    title: 'Operands were rounded to half precision',
    means: 'w stored as float16',
    place: 'rotated',
    known: [],
    fix: 'Keep the operands in the dtype of the call, or round them in the reference as well: the sums are right.',
    code: null,
    alone: true,
    general: true,
    hypotheses: rounded,
  },
];
