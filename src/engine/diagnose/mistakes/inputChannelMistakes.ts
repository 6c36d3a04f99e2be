import type { Call } from '../../core/call.ts';
import { isSameShape, type Tensor } from '../../core/tensor.ts';
import { axisLandings } from '../../geometry/landings.ts';
import { firstInputChannel, inputPlane, weightPlane } from '../../geometry/planeOffsets.ts';
import { largestFinite } from '../../rounding/largestFactors.ts';
import { outputAt } from '../../provenance/offsets.ts';
import { mappedLater } from '../model/edits.ts';
import type { Hypothesis } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { nearby, shortNumber } from '../model/shortNumber.ts';
import { beforehand } from './code.ts';
import { precisionTolerance } from './looksLike.ts';
import { LeastSquares } from '../where/leastSquares.ts';

// A mistake that gives each input channel a factor and an offset of its own.

/** The most numbers that are fitted for the channels of a group. */
const mostFitted = 128;
/** How many equations there are for each number, and the fewest in addition. */
const equationsPerNumber = 4;
const spareEquations = 16;
/** The fewest weights of an input channel that a factor and an offset have to explain. */
const fewestWeights = 5;
/** How far, relative to its size, a fitted number may be from a short one that stands for it. */
const shortTolerance = 1e-5;
/** How far a fitted factor may be from a whole number. */
const countTolerance = 1e-3;
/** The most channels whose numbers are written out. */
const mostListed = 4;

/** The factor and the offset of every input channel. */
export interface ChannelScales {
  readonly factors: readonly number[];
  readonly offsets: readonly number[];
}

/** Returns, for an output element, the products' sum of every input channel of its group, and that for an input of ones. */
function sumsReader({ call, geometry }: Pick<DiagnosisTarget, 'call' | 'geometry'>) {
  const { h, w, cinPerGroup, coutPerGroup } = geometry;
  const [down, across] = [axisLandings(h), axisLandings(w)];
  return (flat: number): readonly [sums: Float64Array, ones: Float64Array] => {
    const { n, c, y, x } = outputAt(geometry, flat);
    const [rows, columns] = [down[y] ?? [], across[x] ?? []];
    const first = firstInputChannel(geometry, c);
    const [sums, ones] = [new Float64Array(cinPerGroup), new Float64Array(cinPerGroup)];
    for (let ci = 0; ci < cinPerGroup; ci++) {
      const source = inputPlane(geometry, n, first + ci);
      const kernel = weightPlane(geometry, first + ci, c % coutPerGroup);
      let [sum, one] = [0, 0];
      for (let i = 0; i < rows.length; i += 2) {
        for (let j = 0; j < columns.length; j += 2) {
          const weight = call.weight.data[
            kernel + (rows[i + 1] as number) * w.kernelSize + (columns[j + 1] as number)
          ] as number;
          one += weight;
          sum +=
            weight * (call.input.data[source + (rows[i] as number) * w.inputSize + (columns[j] as number)] as number);
        }
      }
      sums[ci] = sum;
      ones[ci] = one;
    }
    return [sums, ones];
  };
}

/**
 * Fits a factor, and if `hasOffsets` an offset, to every input channel. Returns null if no numbers give the elements that
 * are looked at, or if these are too few.
 */
function fittedScales(target: DiagnosisTarget, hasOffsets: boolean): ChannelScales | null {
  const { call, actual, geometry } = target;
  const { cin, cinPerGroup, coutPerGroup, columns, cout, n } = geometry;
  const size = hasOffsets ? 2 * cinPerGroup : cinPerGroup;
  // Of so few weights, any others are a multiple.
  if (coutPerGroup * geometry.h.kernelSize * geometry.w.kernelSize < fewestWeights) return null;
  const inGroup = n * coutPerGroup * columns;
  const wanted = equationsPerNumber * size + spareEquations;
  if (size > mostFitted || inGroup < size + spareEquations) return null;
  const read = sumsReader(target);
  const [factors, offsets] = [new Float64Array(cin), new Float64Array(cin)];
  for (let group = 0; group < call.params.groups; group++) {
    const equations: Float64Array[] = [];
    const values: number[] = [];
    let largest = 0;
    for (let i = 0; i < Math.min(wanted, inGroup); i++) {
      // The golden ratio spreads the elements over images, channels, rows and columns.
      const within = inGroup <= wanted ? i : Math.floor((((i + 1) * 0.618033988749895) % 1) * inGroup);
      const image = Math.floor(within / (coutPerGroup * columns));
      const at = image * cout * columns + group * coutPerGroup * columns + (within % (coutPerGroup * columns));
      const channel = Math.floor(at / columns) % cout;
      const [sums, ones] = read(at);
      equations.push(hasOffsets ? Float64Array.of(...sums, ...ones) : sums);
      values.push((actual.data[at] as number) - (call.bias?.data[channel] ?? 0));
      largest = Math.max(largest, Math.abs(values[i] as number));
    }
    const system = new LeastSquares(equations);
    if (!system.isDetermined) return null;
    const solution = system.solution(values);
    for (let i = 0; i < cinPerGroup; i++) {
      const factor = nearby(solution[i] as number, shortTolerance);
      const offset = hasOffsets ? (solution[cinPerGroup + i] as number) : 0;
      factors[group * cinPerGroup + i] = factor;
      offsets[group * cinPerGroup + i] = Math.abs(offset) < shortTolerance * largest ? 0 : offset;
    }
    const isNear = equations.every((equation, row) => {
      const made = equation.reduce((sum, value, k) => sum + value * (solution[k] as number), 0);
      return Math.abs(made - (values[row] as number)) <= precisionTolerance(target) * largest;
    });
    if (!isNear) return null;
  }
  return { factors: [...factors], offsets: [...offsets] };
}

/** Returns the hypothesis that input channel c was x[c]·factors[c] + offsets[c]; `slack` is allowed in every element. */
export function scaledChannelsBy(call: Call, { factors, offsets }: ChannelScales, slack = 0): Hypothesis {
  const [c = 1, height = 1, width = 1] = call.input.shape.slice(-3);
  const area = height * width;
  const channelOf = (at: number): number => Math.floor(at / area) % c;
  const input: Tensor = mappedLater(
    call.input,
    (x, at) => x * (factors[channelOf(at)] as number) + (offsets[channelOf(at)] as number),
  );
  const isShifted = offsets.some((offset) => offset !== 0);
  const shown = factors.slice(0, mostListed).map((factor, channel) => {
    const offset = offsets[channel] as number;
    const added = isShifted ? ` ${offset < 0 ? '−' : '+'} ${shortNumber(Math.abs(offset))}` : '';
    return `channel ${channel} · ${shortNumber(factor)}${added}`;
  });
  const list = (values: readonly number[]): string => `torch.tensor([${values.join(', ')}]).reshape(-1, 1, 1)`;
  return {
    detail: shown.join(', ') + (factors.length > mostListed ? ', …' : ''),
    call: { ...call, input },
    following: ({ value, bound }) => ({ value, bound: bound + slack }),
    fitted: isShifted ? 2 * factors.length : factors.length,
    words: { what: 'factor of an input channel', yours: factors, required: factors.map(() => 1) },
    code:
      factors.length > 4 * mostListed
        ? null
        : beforehand(`x = x * ${list(factors)}${isShifted ? ` + ${list(offsets)}` : ''}`),
    again: ({ call: other, geometry }) =>
      geometry.cin === factors.length ? scaledChannelsBy(other, { factors, offsets }) : null,
  };
}

/** Returns true for a number of times that a loop may add something. */
const isCount = (factor: number): boolean => factor > -0.5 && Math.abs(factor - Math.round(factor)) < countTolerance;

function* scaledChannels(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { call, actual, reference, geometry, rounding } = target;
  if (!isSameShape(actual.shape, reference.shape) || geometry.cinPerGroup < 2) return;
  if (!actual.data.every(Number.isFinite)) return;
  for (const hasOffsets of [false, true]) {
    const scales = fittedScales(target, hasOffsets);
    if (scales === null) continue;
    // Channels that are left out or counted several times are a loop's mistake.
    if (!hasOffsets && scales.factors.every(isCount)) return;
    // The numbers are as exact as the output that gave them.
    const largest = largestFinite(actual, 0, actual.data.length);
    yield scaledChannelsBy(call, scales, 2 * (rounding?.roundoff ?? 2 ** -24) * largest);
    return;
  }
}

/** The id of the mistake whose variants are {@link scaledChannelsBy}. */
export const scaledChannelsId = 'input-channels-scaled';

export const inputChannelMistakes: readonly Mistake[] = [
  {
    id: scaledChannelsId,
    title: 'Every input channel was scaled or shifted by its own numbers',
    means: 'a[ci] · x[ci] + m[ci], or the weight scaled along Cin',
    place: 'input',
    known: ['imedslab/pytorch_bn_fusion#6'],
    fix: 'A batch norm after the layer belongs to the output channels: fold it into axis 1 of the weight (Cin, Cout/groups, kH, kW), not into axis 0. If the input was normalized per channel, normalize it in both programs.',
    code: null,
    fromOutput: true,
    measures: true,
    general: true,
    alone: true,
    hypotheses: scaledChannels,
  },
];
