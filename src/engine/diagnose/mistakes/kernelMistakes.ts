import type { Call } from '../../core/call.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { type FixCode, unfoldCode } from '../model/fixCode.ts';
import { inPlace, placesOf, rearrangedLater, withFlippedWeight } from '../model/edits.ts';
import type { Hypothesis } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { beforehand, kernelMatrixLine } from './code.ts';

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

/** Returns the greatest common divisor of two positive integers. */
const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

/** Lists, for every tap of an axis, the tap that takes its place if the taps of each stride phase are reversed. */
function reversedInPhases({ kernelSize, stride, dilation }: Geometry['h']): readonly number[] {
  // Taps that are so far apart land on the same phase.
  const period = stride / commonDivisor(stride, dilation);
  return Array.from({ length: kernelSize }, (_, k) => {
    const phase = k % period;
    const taps = Math.ceil((kernelSize - phase) / period);
    return phase + (taps - 1 - Math.floor(k / period)) * period;
  });
}

/** Yields the calls whose kernels are not rotated within each stride phase, along both axes or one. */
function* phasesNotRotated({ call, geometry }: DiagnosisTarget): Iterable<Hypothesis> {
  const { h, w } = geometry;
  const [down, across] = [reversedInPhases(h), reversedInPhases(w)];
  const isChanged = (taps: readonly number[]): boolean => taps.some((tap, k) => tap !== k);
  const isRotated = (taps: readonly number[]): boolean => taps.every((tap, k) => tap === taps.length - 1 - k);
  const kept = (taps: readonly number[]): readonly number[] => taps.map((_, k) => k);
  const variants = [
    { detail: '', rows: down, columns: across },
    { detail: 'along the height', rows: down, columns: kept(across) },
    { detail: 'along the width', rows: kept(down), columns: across },
  ];
  for (const [i, { detail, rows, columns }] of variants.entries()) {
    if (!isChanged(rows) && !isChanged(columns)) continue;
    // Along one axis if the other has something to reverse as well.
    if (i > 0 && !(isChanged(down) && isChanged(across))) continue;
    // That is the whole kernel, or one of its axes.
    const isWhole = (taps: readonly number[]): boolean => isRotated(taps) || !isChanged(taps);
    if (isWhole(rows) && isWhole(columns)) continue;
    const places = placesOf(h.kernelSize, w.kernelSize, (y, x) => (rows[y] ?? 0) * w.kernelSize + (columns[x] ?? 0));
    yield {
      detail,
      call: { ...call, weight: rearrangedLater(call.weight, call.weight.shape, (p) => p, places) },
      words: { what: 'taps of a phase', yours: 'as stored', required: 'from last to first' },
      code: beforehand(`w = w[:, :, [${rows.join(', ')}]][..., [${columns.join(', ')}]]`),
    };
  }
}

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
    id: 'subkernels-not-rotated',
    title: 'The kernels of the phases were not rotated',
    means: 'every stride-th tap in its stored order',
    place: 'rotated',
    known: ['fastmachinelearning/hls4ml#644'],
    fix: 'The kernel of a phase has every stride-th tap of w; as the taps of a convolution they are read from last to first: w[:, :, phase::stride].flip(2), and along the width alike.',
    code: null,
    alone: true,
    hypotheses: phasesNotRotated,
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
