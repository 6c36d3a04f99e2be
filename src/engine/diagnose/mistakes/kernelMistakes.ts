import type { Call } from '../../core/call.ts';
import { type FixCode, unfoldCode } from '../model/fixCode.ts';
import { inPlace, placesOf, rearrangedLater, withFlippedWeight } from '../model/edits.ts';
import type { Mistake } from '../model/mistake.ts';
import { kernelMatrixLine } from './code.ts';

/** Returns the call with the kernels' axes swapped: (Cin, Cout/groups, kW, kH). */
function withSwappedKernel(call: Call): Call {
  const [cin = 0, cout = 0, kH = 0, kW = 0] = call.weight.shape;
  const places = placesOf(kW, kH, (row, column) => column * kW + row);
  return { ...call, weight: rearrangedLater(call.weight, [cin, cout, kW, kH], (p) => p, places) };
}

/** Returns the call with the weight's memory read as (Cout/groups, Cin/groups, kH, kW), group by group. */
export function withSwappedChannels(call: Call): Call {
  const { shape } = call.weight;
  const [cin = 0, cout = 0, kH = 0, kW = 0] = shape;
  const perGroup = cin / call.params.groups;
  const plane = (p: number): number => {
    const [i, o] = [Math.floor(p / cout), p % cout];
    return (i - (i % perGroup)) * cout + o * perGroup + (i % perGroup);
  };
  return { ...call, weight: rearrangedLater(call.weight, shape, plane, inPlace(kH, kW)) };
}

/** Returns the code of flipping the kernel along one axis only. */
const flipCode = (axis: 2 | 3): FixCode =>
  unfoldCode(`\
-rotated = w.flip(${axis})
+rotated = w.flip(2, 3)
 ${kernelMatrixLine}`);

export const kernelMistakes: readonly Mistake[] = [
  {
    id: 'kernel-not-rotated',
    title: 'The kernel was not rotated by 180°',
    means: 'K is built from w as stored',
    place: 'rotated',
    known: ['discuss.pytorch.org: ConvTranspose2d using unfold', 'google/flax#3137'],
    fix: 'Flip the kernel along both spatial axes before the multiplication: w.flip(2, 3).',
    code: unfoldCode(`\
-rotated = w
+rotated = w.flip(2, 3)
 ${kernelMatrixLine}
 Y = K @ U`),
    *hypotheses({ call }) {
      yield { detail: '', call: withFlippedWeight(call, [2, 3]) };
    },
  },
  {
    id: 'kernel-flipped-one-axis',
    title: 'The kernel was flipped along one axis only',
    means: 'flip(2) or flip(3), not flip(2, 3)',
    place: 'rotated',
    known: [],
    fix: 'Flip the kernel along both spatial axes: w.flip(2, 3).',
    code: null,
    *hypotheses({ call }) {
      yield { detail: 'not flipped along the height', call: withFlippedWeight(call, [2]), code: flipCode(3) };
      yield { detail: 'not flipped along the width', call: withFlippedWeight(call, [3]), code: flipCode(2) };
    },
  },
  {
    id: 'kernel-axes-swapped',
    title: 'Height and width of the kernel were swapped',
    means: 'taps read in (kx, ky) order',
    place: 'weight',
    known: [],
    fix: 'Read the weight as (Cin, Cout/groups, kH, kW); remove the extra w.transpose(2, 3).',
    code: unfoldCode(`\
 N, Cin, H, W = x.shape
-w = w.transpose(2, 3)
 kH, kW = w.shape[2:]`),
    *hypotheses({ call }) {
      yield { detail: '', call: withSwappedKernel(call) };
    },
  },
  {
    id: 'weight-in-out-swapped',
    title: 'Input and output channels of the weight were swapped',
    means: 'w read as (Cout, Cin, kH, kW)',
    place: 'kernel-matrix',
    known: ['imedslab/pytorch_bn_fusion#6', 'google/flax#3137'],
    fix: 'conv_transpose2d expects the weight as (Cin, Cout/groups, kH, kW), conv2d as (Cout, Cin/groups, kH, kW): transpose the first two axes.',
    code: unfoldCode(`\
 rotated = w.flip(2, 3)
-K = rotated.reshape(groups, Cout // groups, -1)
+${kernelMatrixLine}
 Y = K @ U`),
    *hypotheses({ call }) {
      yield { detail: '', call: withSwappedChannels(call) };
    },
  },
];
