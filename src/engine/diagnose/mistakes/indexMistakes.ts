import type { Call, Pair } from '../../core/call.ts';
import { isSameShape } from '../../core/tensor.ts';
import type { AxisGeometry } from '../../geometry/geometry.ts';
import { gatheredLater, placesOf, rearrangedLater, rereadLater, withPadding, withParams } from '../model/edits.ts';
import type { Hypothesis, OtherCall } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { beforehand } from './code.ts';
import { isRightOutput } from './looksLike.ts';
import { inputProbe, type InputReading } from './inputProbe.ts';
import { rowAlignments } from './rowAlignments.ts';

// Mistakes in the index of the input element that a tap of an output element meets: i = (o + padding − k·dilation) ÷ stride.

/** A wrong way from v = o + padding − k·dilation to the index of the input. */
interface IndexRule {
  readonly detail: string;
  /** Returns the index of the input; negative, or its size or more, for none. */
  readonly index: (v: number, axis: AxisGeometry) => number;
  /** True if it differs from the right one only where the stride is larger than 1. */
  readonly isForStrides: boolean;
}

/**
 * Applies a rule to the indices that are whole; there is no element for the others. With `isInside`, there is none for an
 * index outside of the input either.
 */
const whole =
  (rule: (i: number, size: number) => number, isInside = false): IndexRule['index'] =>
  (v, { stride, inputSize }) => {
    const i = v / stride;
    const isElement = v % stride === 0 && (!isInside || (i >= 0 && i < inputSize));
    return isElement ? rule(i, inputSize) : -1;
  };

const rules: readonly IndexRule[] = [
  { detail: 'rounded towards 0', index: (v, { stride }) => Math.trunc(v / stride), isForStrides: true },
  { detail: 'rounded down', index: (v, { stride }) => Math.floor(v / stride), isForStrides: true },
  { detail: 'rounded up', index: (v, { stride }) => Math.ceil(v / stride), isForStrides: true },
  { detail: 'rounded to the nearest', index: (v, { stride }) => Math.floor(v / stride + 0.5), isForStrides: true },
  {
    detail: 'a negative one counted from the end',
    index: whole((i, size) => (i < 0 ? i + size : i)),
    isForStrides: false,
  },
  {
    detail: 'clamped to the input',
    index: whole((i, size) => Math.min(size - 1, Math.max(0, i))),
    isForStrides: false,
  },
  {
    detail: 'wrapped around the input',
    index: whole((i, size) => ((i % size) + size) % size),
    isForStrides: false,
  },
  {
    detail: 'reflected at the edge',
    index: whole((i, size) => (i < 0 ? -i : i >= size ? 2 * (size - 1) - i : i)),
    isForStrides: false,
  },
  {
    detail: 'reflected, the edge included',
    index: whole((i, size) => (i < 0 ? -1 - i : i >= size ? 2 * size - 1 - i : i)),
    isForStrides: false,
  },
  { detail: 'one further on', index: whole((i, size) => Math.min(size - 1, i + 1), true), isForStrides: false },
  {
    detail: 'one further on, from the last to the first',
    index: whole((i, size) => (i + 1) % size, true),
    isForStrides: false,
  },
  { detail: 'one before', index: whole((i) => Math.max(0, i - 1), true), isForStrides: false },
  {
    detail: 'one before, from the first to the last',
    index: whole((i, size) => (i + size - 1) % size, true),
    isForStrides: false,
  },
  { detail: 'always the first', index: whole(() => 0, true), isForStrides: false },
  { detail: 'always the last', index: whole((_, size) => size - 1, true), isForStrides: false },
  {
    detail: 'the last but one for the last',
    index: whole((i, size) => Math.min(size - 2, i), true),
    isForStrides: false,
  },
  { detail: 'every second one twice', index: whole((i) => i - (i % 2), true), isForStrides: false },
];

/** The axes on which a rule is followed. */
const axesOf = ['both axes', 'the rows', 'the columns'] as const;
type RuleAxes = (typeof axesOf)[number];

/** Returns the index rules of the rows and the columns; undefined for a right one. */
function readingOf({ geometry: { h, w } }: OtherCall, { index }: IndexRule, axes: RuleAxes): InputReading {
  return {
    ...(axes === 'the columns' ? {} : { row: (v: number) => index(v, h) }),
    ...(axes === 'the rows' ? {} : { column: (v: number) => index(v, w) }),
  };
}

const reachOf = ({ kernelSize, dilation }: AxisGeometry): number => dilation * (kernelSize - 1);

/** Lists the input indices for every o + padding − k·dilation along an axis, in rising order; −1 for none. */
function indicesOf(axis: AxisGeometry, rule: InputReading['row']): readonly number[] {
  const { stride, inputSize } = axis;
  return Array.from({ length: axis.outputSize + reachOf(axis) }, (_, t) => {
    const v = t + axis.padding - reachOf(axis);
    const i = rule?.(v) ?? (v % stride === 0 ? v / stride : -1);
    return i >= 0 && i < inputSize ? i : -1;
  });
}

/** Returns the call, with stride 1, of the input that stands at given indices. */
function gathered({ call, geometry: { h, w } }: OtherCall, rows: readonly number[], columns: readonly number[]): Call {
  const places = placesOf(rows.length, columns.length, (y, x) => {
    const [i, j] = [rows[y] as number, columns[x] as number];
    return i < 0 || j < 0 ? -1 : i * w.inputSize + j;
  });
  const shape = [...call.input.shape.slice(0, -2), rows.length, columns.length];
  const input = rearrangedLater(call.input, shape, (plane) => plane, places);
  const padding: Pair = [reachOf(h), reachOf(w)];
  return withParams(withPadding({ ...call, input }, padding), { stride: [1, 1], outputPadding: [0, 0] });
}

/** The most indices that are written as code. */
const mostInCode = 64;

function indexed(other: OtherCall, rule: IndexRule, axes: RuleAxes): Hypothesis {
  const detail = `${rule.detail}${axes === 'both axes' ? '' : `, along ${axes}`}`;
  const { row, column } = readingOf(other, rule, axes);
  const { h, w } = other.geometry;
  const [rows, columns] = [indicesOf(h, row), indicesOf(w, column)];
  const places = `x = F.pad(x, (0, 1, 0, 1))[:, :, [${rows.join(', ')}]][:, :, :, [${columns.join(', ')}]]`;
  return {
    detail,
    call: gathered(other, rows, columns),
    // The call only expresses the mistake: its input is enlarged.
    arranged: { shape: other.geometry.outputShape, source: (at) => at },
    words: { what: 'index of the input', yours: detail, required: 'only if it is whole and inside' },
    // The zeros that are padded have the index −1.
    code:
      Math.max(rows.length, columns.length) > mostInCode
        ? null
        : beforehand(`${places}\n-sH, sW, pH, pW, opH, opW = 1, 1, ${reachOf(h)}, ${reachOf(w)}, 0, 0`),
    again: (another) => indexed(another, rule, axes),
  };
}

function* otherIndices(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { geometry, actual, reference } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  // Of a right output, every variant is an example.
  const mayBe = isRightOutput(target) ? () => true : inputProbe(target);
  for (const rule of rules) {
    for (const axes of axesOf) {
      const own = axes === 'both axes' ? [geometry.h, geometry.w] : axes === 'the rows' ? [geometry.h] : [geometry.w];
      if (rule.isForStrides && own.every(({ stride }) => stride === 1)) continue;
      if (mayBe(readingOf(target, rule, axes))) yield indexed(target, rule, axes);
    }
  }
  for (const axes of uncheckedAxes) if (mayBe(uncheckedReading(target, axes))) yield unchecked(target, axes);
}

/** Which indices are not checked: beyond the end of a row comes the next one, beyond that of a plane the next plane. */
const uncheckedAxes = ['the columns', 'the rows', 'rows and columns'] as const;
type Unchecked = (typeof uncheckedAxes)[number];

/** Returns the reading of an input whose indices are not checked: the element at the index in memory, wherever it is. */
function uncheckedReading({ call, geometry }: OtherCall, axes: Unchecked): InputReading {
  const { h, w, cin } = geometry;
  const { length } = call.input.data;
  const indexOf =
    ({ stride, inputSize }: AxisGeometry, isChecked: boolean) =>
    (v: number): number => {
      const i = v / stride;
      return v % stride !== 0 || (isChecked && (i < 0 || i >= inputSize)) ? NaN : i;
    };
  return {
    isUnchecked: true,
    row: indexOf(h, axes === 'the columns'),
    column: indexOf(w, axes === 'the rows'),
    flat: (image, channel, row, column) => {
      const at = ((image * cin + channel) * h.inputSize + row) * w.inputSize + column;
      return at >= 0 && at < length ? at : -1;
    },
  };
}

function unchecked(other: OtherCall, axes: Unchecked): Hypothesis {
  const { call, geometry } = other;
  const { h, w } = geometry;
  const { row, column, flat } = uncheckedReading(other, axes);
  const indices = (axis: AxisGeometry, rule: InputReading['row']): readonly number[] =>
    Array.from({ length: axis.outputSize + reachOf(axis) }, (_, t) => rule?.(t + axis.padding - reachOf(axis)) ?? NaN);
  const [rows, columns] = [indices(h, row), indices(w, column)];
  const planes = call.input.shape.slice(0, -2);
  const shape = [...planes, rows.length, columns.length];
  const area = rows.length * columns.length;
  const input = gatheredLater(call.input, shape, (at) => {
    const [plane, place] = [Math.floor(at / area), at % area];
    const [i, j] = [rows[Math.floor(place / columns.length)] as number, columns[place % columns.length] as number];
    return flat?.(0, plane, i, j) ?? NaN;
  });
  const detail = `not checked along ${axes}: beyond an end it reads what is next in memory`;
  return {
    detail,
    call: withParams(withPadding({ ...call, input }, [reachOf(h), reachOf(w)]), {
      stride: [1, 1],
      outputPadding: [0, 0],
    }),
    arranged: { shape: geometry.outputShape, source: (at) => at },
    words: { what: 'index of the input', yours: detail, required: 'only if it is whole and inside' },
    code: null,
    again: (another) => unchecked(another, axes),
  };
}

/** How the input is read from other places in memory than its own. */
interface MemoryReading {
  /** The variant, whatever the sizes of the call. */
  readonly key: string;
  readonly detail: string;
  /** The flat index that is read for the element at flat index `at`, as an expression of PyTorch. */
  readonly code: string;
  /** Returns that index; outside of the input for a 0. */
  readonly from: (at: number) => number;
}

function memoryReadings({ geometry }: OtherCall): readonly MemoryReading[] {
  const { h, w, cin, cout, cinPerGroup, n } = geometry;
  const [height, width] = [h.inputSize, w.inputSize];
  const area = height * width;
  const lengths: readonly (readonly [key: string, length: number])[] = [
    ...[-1, 1, -2, 2, -3, 3, -4, 4].map((by) => [`W + ${by}`, width + by] as const),
    ...rowAlignments.map((to) => [`multiple of ${to}`, Math.ceil(width / to) * to] as const),
    ['H', height],
    ['Ho', h.outputSize],
    ['Wo', w.outputSize],
    ['2·W', 2 * width],
    ['Cin', cin],
  ];
  const rowLengths = lengths
    .filter(([, length]) => length > 0 && length !== width && height > 1)
    .flatMap(([key, length]): readonly MemoryReading[] => [
      {
        key: `${key} in each plane`,
        detail: `rows of ${length} elements in place of ${width}, in each plane`,
        code: `at // ${area} * ${area} + at % ${area} // ${width} * ${length} + at % ${width}`,
        from: (at) => {
          const place = at % area;
          return at - place + Math.floor(place / width) * length + (place % width);
        },
      },
      {
        key: `${key} in each plane alone`,
        detail: `rows of ${length} elements in place of ${width}, in each plane, zeros after it`,
        code: `torch.where(at % ${area} // ${width} * ${length} + at % ${width} < ${area}, at // ${area} * ${area} + at % ${area} // ${width} * ${length} + at % ${width}, -1)`,
        from: (at) => {
          const place = at % area;
          const from = Math.floor(place / width) * length + (place % width);
          return from < area ? at - place + from : -1;
        },
      },
      {
        key,
        detail: `rows of ${length} elements in place of ${width}`,
        code: `at // ${width} * ${length} + at % ${width}`,
        from: (at) => Math.floor(at / width) * length + (at % width),
      },
    ]);
  const steps: readonly (readonly [number, string])[] = [
    [1, '1 element'],
    [2, '2 elements'],
    [width, '1 row'],
    ...(n * cin > 1 ? [[area, '1 plane'] as const] : []),
    ...(n > 1 ? [[area * cin, '1 image'] as const] : []),
  ];
  const starts = steps.flatMap(([step, name]): readonly MemoryReading[] => [
    { key: `+ ${name}`, detail: `from ${name} further on`, code: `at + ${step}`, from: (at) => at + step },
    { key: `- ${name}`, detail: `from ${name} before its beginning`, code: `at - ${step}`, from: (at) => at - step },
  ]);
  const next = (by: number, detail: string, code: string): MemoryReading => ({
    key: detail,
    detail,
    code,
    from: (at) => {
      const channel = Math.floor(at / area) % cin;
      return at + (((channel + by + cin) % cin) - channel) * area;
    },
  });
  const image = cin * area;
  const turned = (by: number): string => `at // ${image} * ${image} + (at % ${image} + ${by}) % ${image}`;
  const channels =
    cin < 2
      ? []
      : [
          next(1, 'every channel from the next one, the last from the first', turned(area)),
          next(-1, 'every channel from the one before, the first from the last', turned(image - area)),
        ];
  // Planes and images that lie as far apart as others do: aligned planes, an image of one channel or of one group.
  const apart = (key: string, unit: number, distance: number): readonly MemoryReading[] =>
    distance === unit || unit * 2 > n * image
      ? []
      : [
          {
            key,
            detail: `${key} ${distance} elements apart in place of ${unit}`,
            code: `at // ${unit} * ${distance} + at % ${unit}`,
            from: (at) => Math.floor(at / unit) * distance + (at % unit),
          },
        ];
  const distances = [
    ...[4, 8, 16, 32].flatMap((to) => apart(`planes aligned to ${to},`, area, Math.ceil(area / to) * to)),
    ...(cin > 1 ? apart('images as if of one channel,', image, area) : []),
    ...(cinPerGroup > 1 && cinPerGroup < cin ? apart('images as if of one group,', image, cinPerGroup * area) : []),
    ...(cin === cout ? [] : apart('images as if of the output’s channels,', image, cout * area)),
  ];
  return [...rowLengths, ...starts, ...channels, ...distances];
}

function readFrom({ call }: OtherCall, { key, detail, code, from }: MemoryReading): Hypothesis {
  const { input } = call;
  return {
    detail,
    call: { ...call, input: rereadLater(input, from) },
    fitted: 1,
    words: { what: 'input in memory', yours: detail, required: 'its own rows, from its first element on' },
    code: beforehand(
      `at = torch.arange(x.numel()).reshape(x.shape)\n-at = ${code}\n-x = x.flatten()[at.clamp(0, x.numel() - 1)] * ((at >= 0) & (at < x.numel()))`,
    ),
    again: (other) => {
      const same = memoryReadings(other).find((reading) => reading.key === key);
      return same === undefined ? null : readFrom(other, same);
    },
  };
}

function* otherMemory(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { actual, reference, geometry } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  const mayBe = isRightOutput(target) ? () => true : inputProbe(target);
  const { h, w, cin } = geometry;
  for (const reading of memoryReadings(target)) {
    const flat = (image: number, channel: number, row: number, column: number): number =>
      reading.from(((image * cin + channel) * h.inputSize + row) * w.inputSize + column);
    if (mayBe({ flat })) yield readFrom(target, reading);
  }
}

export const indexMistakes: readonly Mistake[] = [
  {
    id: 'input-index-other',
    title: 'The index of the input was rounded, clamped or shifted',
    means: 'i = ⌊(o + p − k·d)/s⌋, or clamped',
    place: 'padded',
    known: [],
    fix: 'Take input i = (o + padding − k·dilation) ÷ stride. Skip the tap unless i is whole and from 0 to the size of the input − 1; check before dividing, as division of negative integers differs between languages.',
    code: null,
    alone: true,
    fromOutput: true,
    general: true,
    alternatives: () => rules.length * axesOf.length + uncheckedAxes.length,
    hypotheses: otherIndices,
  },
  {
    id: 'input-memory',
    title: 'The input was read from other places in memory',
    means: 'wrong length of a row, or wrong start',
    place: 'input',
    known: [],
    fix: 'Element (n, c, i, j) is at ((n·Cin + c)·H + i)·W + j. If rows are filled up to a multiple, advance by their length in memory, not by W.',
    code: null,
    alone: true,
    fromOutput: true,
    general: true,
    alternatives: (target) => memoryReadings(target).length,
    hypotheses: otherMemory,
  },
];
