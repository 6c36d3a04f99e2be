import type { Call } from '../../core/call.ts';
import { type FixCode, unfoldCode } from '../model/fixCode.ts';
import { inPlace, placesOf, rearranged, withFlippedWeight } from '../model/edits.ts';
import type { Mistake } from '../model/mistake.ts';
import { kernelMatrixLine } from './code.ts';

/** The kernels' axes in the other order: (Cin, Cout/groups, kW, kH). */
function withSwappedKernel(call: Call): Call {
  const [cin = 0, cout = 0, kH = 0, kW = 0] = call.weight.shape;
  const places = placesOf(kW, kH, (row, column) => column * kW + row);
  return { ...call, weight: rearranged(call.weight, [cin, cout, kW, kH], (p) => p, places) };
}

/** The weight's memory read as (Cout/groups, Cin/groups, kH, kW), group by group. */
export function withSwappedChannels(call: Call): Call {
  const { shape } = call.weight;
  const [cin = 0, cout = 0, kH = 0, kW = 0] = shape;
  const perGroup = cin / call.params.groups;
  const plane = (p: number): number => {
    const [i, o] = [Math.floor(p / cout), p % cout];
    return (i - (i % perGroup)) * cout + o * perGroup + (i % perGroup);
  };
  return { ...call, weight: rearranged(call.weight, shape, plane, inPlace(kH, kW)) };
}

/** The kernel is flipped along one axis, the other one is forgotten. */
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
    fix: 'Flip the kernel along both spatial axes, or along none: w.flip(2, 3).',
    code: null,
    *hypotheses({ call }) {
      yield { detail: 'the height is the wrong way round', call: withFlippedWeight(call, [2]), code: flipCode(3) };
      yield { detail: 'the width is the wrong way round', call: withFlippedWeight(call, [3]), code: flipCode(2) };
    },
  },
  {
    id: 'kernel-axes-swapped',
    title: 'Height and width of the kernel were swapped',
    means: 'taps are read in (kx, ky) order',
    place: 'weight',
    known: [],
    fix: 'Read the weight as (Cin, Cout/groups, kH, kW): w.transpose(2, 3) is one transpose too many.',
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
    means: 'w is read as (Cout, Cin, kH, kW)',
    place: 'kernel-matrix',
    known: ['imedslab/pytorch_bn_fusion#6', 'google/flax#3137'],
    fix: 'A transposed convolution’s weight is (Cin, Cout/groups, kH, kW), a convolution’s (Cout, Cin/groups, kH, kW): transpose its first two axes.',
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
