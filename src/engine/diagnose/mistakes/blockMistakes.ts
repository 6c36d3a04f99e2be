import { isSameShape } from '../../core/tensor.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { rereadLater } from '../model/edits.ts';
import type { FixCode } from '../model/fixCode.ts';
import type { Hypothesis, OtherCall } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { afterwards, beforehand } from './code.ts';
import { inputProbe } from './inputProbe.ts';
import { isRightOutput, looksLike } from './looksLike.ts';
import { weightProbe, flatWeightIndex } from './weightProbe.ts';

// Channels that are in blocks in memory (NC4HW4 of MNN and ncnn, nChw8c and nChw16c of oneDNN, fsv16 of OpenVINO), read as
// if they were not, or the other way round.

const blockSizes = [2, 4, 8, 16, 32];

/** A tensor whose memory was written as some axes and read as others. */
interface Blocked {
  readonly of: 'output' | 'input' | 'weight';
  readonly detail: string;
  /** The sizes into which the tensor's own axes are cut, and the order in which they are in memory. */
  readonly sizes: readonly number[];
  readonly order: readonly number[];
  /** True if memory in this order was read as plain; false if plain memory was read in this order. */
  readonly isWritten: boolean;
  /** What stays the same for a call of other sizes. */
  readonly key: string;
}

/** Returns, for a flat index in a tensor of `sizes`, the flat index of the same element if its axes are in another order. */
function placeIn(sizes: readonly number[], order: readonly number[]): (at: number) => number {
  const steps = sizes.map(() => 1);
  for (let i = sizes.length - 1; i >= 0; i--) steps[i] = (steps[i + 1] ?? 1) * (sizes[i + 1] ?? 1);
  return (at) =>
    order.reduce((flat, axis) => {
      const size = sizes[axis] as number;
      return flat * size + (Math.floor(at / (steps[axis] as number)) % size);
    }, 0);
}

/** Returns the order that undoes another one. */
const inverse = (order: readonly number[]): readonly number[] => order.map((_, axis) => order.indexOf(axis));

/** Returns the flat index from which the element at a flat index was taken. */
function sourceOf({ sizes, order, isWritten }: Blocked): (at: number) => number {
  // Plain memory read as blocks: an element is where the blocks would have it.
  if (!isWritten) return placeIn(sizes, order);
  const written = order.map((axis) => sizes[axis] as number);
  return placeIn(written, inverse(order));
}

/** Lists the blockings of the channels of a tensor (N, C, H, W). */
function ofPlanes(of: 'output' | 'input', n: number, c: number, area: number): readonly Blocked[] {
  return blockSizes
    .filter((block) => c % block === 0 && block < c)
    .flatMap((block) =>
      [true, false].map((isWritten) => ({
        of,
        key: `${of} ${block} ${isWritten}`,
        detail: isWritten
          ? `the ${of} is in blocks of ${block} channels (NC${block}HW${block}) and was read as NCHW`
          : `the ${of} is NCHW and was read in blocks of ${block} channels (NC${block}HW${block})`,
        sizes: [n, c / block, block, area],
        order: [0, 1, 3, 2],
        isWritten,
      })),
    );
}

/** Lists the blockings of the channels of a weight (I, O/g, kH, kW), read as plain. */
function ofWeight({ cin, coutPerGroup, taps }: Geometry): readonly Blocked[] {
  return blockSizes.flatMap((block) => {
    const [i, o] = [cin % block === 0, coutPerGroup % block === 0];
    const sizes = [i ? cin / block : cin, i ? block : 1, o ? coutPerGroup / block : coutPerGroup, o ? block : 1, taps];
    const orders: readonly (readonly [boolean, string, readonly number[]])[] = [
      [o, `O in blocks of ${block}`, [0, 1, 2, 4, 3]],
      [i, `I in blocks of ${block}`, [0, 2, 3, 4, 1]],
      [i && o, `I and O in blocks of ${block}, I within O`, [0, 2, 4, 3, 1]],
      [i && o, `I and O in blocks of ${block}, O within I`, [0, 2, 4, 1, 3]],
      [i && o, `O and I in blocks of ${block}, I within O`, [2, 0, 4, 3, 1]],
      [i && o, `O and I in blocks of ${block}, O within I`, [2, 0, 4, 1, 3]],
    ];
    return orders.flatMap(([isWhole, name, order]) =>
      isWhole && block > 1
        ? [
            {
              of: 'weight' as const,
              key: `weight ${name}`,
              detail: `the weight has ${name} and was read as (I, O/g, kH, kW)`,
              sizes,
              order,
              isWritten: true,
            },
          ]
        : [],
    );
  });
}

function blockings({ geometry }: OtherCall): readonly Blocked[] {
  const { n, cin, cout, h, w, columns } = geometry;
  return [
    ...ofPlanes('output', n, cout, columns),
    ...ofPlanes('input', n, cin, h.inputSize * w.inputSize),
    ...ofWeight(geometry),
  ];
}

/** Returns the code that reads a tensor as it was misread. */
function codeOf({ of, sizes, order, isWritten }: Blocked): FixCode {
  const name = { output: 'y', input: 'x', weight: 'w' }[of];
  const axes = isWritten ? sizes : order.map((axis) => sizes[axis] as number);
  const line = `${name} = ${name}.reshape(${axes.join(', ')}).permute(${(isWritten ? order : inverse(order)).join(', ')}).reshape(${name}.shape)`;
  return of === 'output' ? afterwards(line) : beforehand(line);
}

function misread(other: OtherCall, blocked: Blocked): Hypothesis {
  const { call, geometry } = other;
  const { of, detail, key } = blocked;
  const source = sourceOf(blocked);
  return {
    detail,
    ...(of === 'output'
      ? { call, arranged: { shape: geometry.outputShape, source } }
      : { call: { ...call, [of]: rereadLater(call[of], source) } }),
    words: { what: `${of} in memory`, yours: detail, required: 'all in one order' },
    code: codeOf(blocked),
    again: (another) => {
      const same = blockings(another).find((each) => each.key === key);
      return same === undefined ? null : misread(another, same);
    },
  };
}

function* inBlocks(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { actual, reference, call, geometry } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  const isExample = isRightOutput(target);
  const looksAsInput = inputProbe(target);
  const looksAsWeight = weightProbe(target);
  const weightIndex = flatWeightIndex(geometry);
  const { h, w, cin } = geometry;
  for (const blocked of blockings(target)) {
    const source = sourceOf(blocked);
    const mayBe = {
      output: () => looksLike({ source }, target),
      input: () => looksAsInput({ flat: (n, c, i, j) => source(((n * cin + c) * h.inputSize + i) * w.inputSize + j) }),
      weight: () => looksAsWeight((...index) => call.weight.data[source(weightIndex(...index))] as number),
    }[blocked.of];
    if (isExample || mayBe()) yield misread(target, blocked);
  }
}

export const blockMistakes: readonly Mistake[] = [
  {
    id: 'layout-blocked',
    title: 'Channels are in blocks in memory',
    means: 'NC4HW4, nChw8c, OIhw4i4o, … read as plain',
    place: 'output',
    known: [],
    fix: 'Bring a tensor whose channels are in blocks into (N, C, H, W) before its memory is read, and a weight into (Cin, Cout/groups, kH, kW).',
    code: null,
    fromOutput: true,
    general: true,
    alone: true,
    alternatives: (target) => blockings(target).length,
    hypotheses: inBlocks,
  },
];
