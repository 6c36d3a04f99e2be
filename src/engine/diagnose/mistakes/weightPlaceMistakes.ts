import { assertNever } from '../../core/assertNever.ts';
import type { Call } from '../../core/call.ts';
import { isSameShape } from '../../core/tensor.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { weightPlane } from '../../geometry/planeOffsets.ts';
import { outputOffset } from '../../provenance/offsets.ts';
import { mappedLater } from '../model/edits.ts';
import { largestFinite } from '../../rounding/largestFactors.ts';
import type { Hypothesis, OtherCall } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { beforehand } from './code.ts';
import { isRightOutput } from './looksLike.ts';
import { type Equations, kernelEquations } from '../where/kernelEquations.ts';

// Weights that were read from other places of the weight. The weights that give an output are found by least squares; a
// search for their values in the call's weight says where each was read.

/** The fewest elements of a channel for each of its weights. */
const elementsPerWeight = 1.5;
/** The share of the variance of a channel that its fitted weights may leave. */
const explainedShare = 1e-5;
/** The most channels, and how far a fitted weight may be from its value, as a share of the largest weight. */
const mostChannels = 64;
const weightTolerance = 2e-3;

/** Returns the weight, in the call's shape, that gives an output; null if none does or too few elements tell. */
function fittedWeight(target: DiagnosisTarget): Float64Array | null {
  const { call, geometry, actual } = target;
  const { cout, coutPerGroup, cinPerGroup, columns, taps } = geometry;
  if (cout > mostChannels) return null;
  const made = new Float64Array(call.weight.data.length);
  const equations = new Map<number, Equations | null>();
  for (let c = 0; c < cout; c++) {
    const group = Math.floor(c / coutPerGroup);
    if (!equations.has(group)) equations.set(group, kernelEquations(target, c, elementsPerWeight));
    const own = equations.get(group) ?? null;
    if (own?.isDetermined !== true) return null;
    const valueAt = (place: number): number => {
      const n = Math.floor(place / columns);
      return actual.data[outputOffset(geometry, { n, c, y: 0, x: 0 }) + (place % columns)] as number;
    };
    const left = own.unexplained(valueAt);
    if (left === null || left > explainedShare) return null;
    const weights = own.weights(valueAt);
    for (let ci = 0; ci < cinPerGroup; ci++) {
      const plane = weightPlane(geometry, group * cinPerGroup + ci, c % coutPerGroup);
      for (let tap = 0; tap < taps; tap++) made[plane + tap] = weights[ci * taps + tap] as number;
    }
  }
  return made;
}

/** The marker of a weight that is 0 in place of a weight of the call. */
const noWeight = -1;

/** Where the weights of some kind of place were read: the taps of every kernel, or whole kernels. */
interface WeightMap {
  readonly of: 'taps' | 'input channels' | 'output channels' | 'kernels' | 'memory' | 'weights';
  /** For every place the one that was read; a number of elements for `memory`. */
  readonly from: readonly number[];
}

/** Returns the flat index in the weight that a map gives for another flat index; negative for a 0. */
function sourceOf({ of, from }: WeightMap, { taps, coutPerGroup }: Geometry, total: number): (at: number) => number {
  const [kernels, inputs] = [taps * coutPerGroup, taps];
  const swapped = (at: number, own: number, size: number): number => {
    const source = from[own] as number;
    return source < 0 ? noWeight : at + (source - own) * size;
  };
  switch (of) {
    case 'taps':
      return (at) => swapped(at, at % taps, 1);
    case 'output channels':
      return (at) => swapped(at, Math.floor(at / inputs) % coutPerGroup, inputs);
    case 'input channels':
      return (at) => swapped(at, Math.floor(at / kernels), kernels);
    case 'kernels':
      return (at) => swapped(at, Math.floor(at / taps), taps);
    case 'memory':
      return (at) => {
        const source = at + (from[0] as number);
        return source >= 0 && source < total ? source : noWeight;
      };
    case 'weights':
      return (at) => from[at] as number;
    default:
      return assertNever(of, 'places');
  }
}

/** Finds the maps that give fitted weights, those with few entries first. */
function* mapsOf({ call, geometry }: DiagnosisTarget, fitted: Float64Array): Iterable<WeightMap> {
  const { data } = call.weight;
  const { taps, coutPerGroup, cin } = geometry;
  const largest = largestFinite(call.weight, 0, data.length);
  const isLike = (at: number, source: number): boolean =>
    Math.abs((fitted[at] as number) - (source < 0 ? 0 : (data[source] as number))) <= weightTolerance * largest;
  const places = Array.from(data, (_, at) => at);
  /** Returns the map of places that lie `size` apart, `count` of them; null if one of them has no source. */
  const mapped = (
    of: WeightMap['of'],
    count: number,
    indexOf: (at: number) => number,
    size: number,
  ): WeightMap | null => {
    const members: number[][] = Array.from({ length: count }, () => []);
    for (const at of places) members[indexOf(at)]?.push(at);
    const from: number[] = [];
    for (const [own, all] of members.entries()) {
      const isFrom = (other: number): boolean =>
        all.every((at) => isLike(at, other < 0 ? noWeight : at + (other - own) * size));
      let source = isFrom(own) ? own : noWeight;
      if (source !== own && !isFrom(noWeight)) source = places.findIndex((other) => other < count && isFrom(other));
      if (source === noWeight && !isFrom(noWeight)) return null;
      from.push(source);
    }
    return { of, from };
  };
  const inMemory = (): WeightMap | null => {
    for (let by = 1; by < Math.min(data.length, mostOffset); by++) {
      for (const step of [by, -by]) {
        const isInside = (at: number): boolean => at + step >= 0 && at + step < data.length;
        if (places.every((at) => isLike(at, isInside(at) ? at + step : noWeight)))
          return { of: 'memory', from: [step] };
      }
    }
    return null;
  };
  const found = [
    () => mapped('taps', taps, (at) => at % taps, 1),
    () => mapped('output channels', coutPerGroup, (at) => Math.floor(at / taps) % coutPerGroup, taps),
    () => mapped('input channels', cin, (at) => Math.floor(at / (taps * coutPerGroup)), taps * coutPerGroup),
    inMemory,
    () => mapped('kernels', data.length / taps, (at) => Math.floor(at / taps), taps),
    () => mapped('weights', data.length, (at) => at, 1),
  ];
  for (const find of found) {
    const map = find();
    if (map !== null) yield map;
  }
}

/** The most elements by which the start of the weight is looked for elsewhere. */
const mostOffset = 1024;

/** The most places that are named. */
const mostNamed = 6;

/** Names a place of a map. */
function placeName({ of }: WeightMap, { h, w, coutPerGroup, taps }: Geometry): (place: number) => string {
  const width = w.kernelSize;
  switch (of) {
    case 'taps':
      return (tap) => `(${Math.floor(tap / width)}, ${tap % width})`;
    case 'kernels':
      return (kernel) => `w[${Math.floor(kernel / coutPerGroup)}, ${kernel % coutPerGroup}]`;
    case 'weights':
      return (at) => {
        const [kernel, tap] = [Math.floor(at / taps), at % (h.kernelSize * width)];
        return `w[${Math.floor(kernel / coutPerGroup)}, ${kernel % coutPerGroup}, ${Math.floor(tap / width)}, ${tap % width}]`;
      };
    default:
      return String;
  }
}

/** Says where weights were read: "output channel 1 has the kernels of 0", "tap (0, 0) has the weight of (0, 1)". */
function mapWords(map: WeightMap, geometry: Geometry): string {
  const { of, from } = map;
  if (of === 'memory') {
    const [by = 0] = from;
    const count = Math.abs(by);
    const kernels = count % geometry.taps === 0 ? count / geometry.taps : 0;
    const size =
      kernels > 0 ? `${kernels} kernel${kernels === 1 ? '' : 's'}` : `${count} element${count === 1 ? '' : 's'}`;
    return `all from ${size} ${by > 0 ? 'further on' : 'before'} in memory`;
  }
  const name = placeName(map, geometry);
  const one = {
    taps: 'tap ',
    'output channels': 'output channel ',
    'input channels': 'input channel ',
    kernels: '',
    weights: '',
  }[of];
  const moved = from.flatMap((source, place) => (source === place ? [] : [place]));
  const [first] = from;
  const has = of === 'taps' ? 'the weight of ' : of === 'kernels' || of === 'weights' ? '' : 'the kernels of ';
  const ofSource = (source: number): string =>
    source < 0 ? (of === 'weights' || of === 'taps' ? '0' : 'zeros') : `${has}${name(source)}`;
  const is = of === 'kernels' || of === 'weights' ? 'is' : 'has';
  if (first !== undefined && from.length > 2 && from.every((source) => source === first))
    return `every ${one === '' ? 'one' : one.trim()} ${is} ${ofSource(first)}`;
  const texts = moved
    .slice(0, mostNamed)
    .map((place) => `${one}${name(place)} ${is} ${ofSource(from[place] as number)}`);
  return texts.join(', ') + (moved.length > mostNamed ? ', …' : '');
}

/** The most places that are written as code. */
const mostInCode = 64;

/** Returns the mapped weight as an expression of PyTorch; a padded zero has the index −1. */
function mapCode({ of, from }: WeightMap): string {
  const list = `[${from.join(', ')}]`;
  const [by = 0] = from;
  switch (of) {
    case 'taps':
      return `F.pad(w.flatten(2), (0, 1))[:, :, ${list}].reshape(w.shape)`;
    case 'output channels':
      return `F.pad(w, (0, 0, 0, 0, 0, 1))[:, ${list}]`;
    case 'input channels':
      return `F.pad(w, (0, 0, 0, 0, 0, 0, 0, 1))[${list}]`;
    case 'kernels':
      return `F.pad(w.flatten(0, 1), (0, 0, 0, 0, 0, 1))[${list}].reshape(w.shape)`;
    case 'weights':
      return `F.pad(w.flatten(), (0, 1))[${list}].reshape(w.shape)`;
    case 'memory':
      return by > 0
        ? `F.pad(w.flatten(), (0, ${by}))[${by}:].reshape(w.shape)`
        : `F.pad(w.flatten(), (${-by}, 0))[: w.numel()].reshape(w.shape)`;
    default:
      return assertNever(of, 'places');
  }
}

/** Returns the map for another call; null if it has other places, or none that are read elsewhere. */
function resizedMap(map: WeightMap, { call, geometry }: OtherCall): WeightMap | null {
  const { of, from } = map;
  const { cin, coutPerGroup, taps } = geometry;
  const total = call.weight.data.length;
  if (of === 'memory') return Math.abs(from[0] as number) < total ? map : null;
  const count = { taps, 'input channels': cin, 'output channels': coutPerGroup, kernels: total / taps, weights: total }[
    of
  ];
  const isChannel = of === 'input channels' || of === 'output channels';
  if (count > from.length || (count < from.length && !isChannel)) return null;
  const own = from.slice(0, count);
  const isMoved = own.some((source, place) => source !== place);
  return isMoved && own.every((source) => source < count) ? { of, from: own } : null;
}

function readElsewhere({ call, geometry }: OtherCall, map: WeightMap): Hypothesis {
  const { weight } = call;
  const source = sourceOf(map, geometry, weight.data.length);
  const detail = mapWords(map, geometry);
  const made: Call = { ...call, weight: mappedLater(weight, (_, at) => weight.data[source(at)] ?? 0) };
  return {
    detail,
    call: made,
    fitted: map.of === 'memory' ? 1 : map.from.filter((from, place) => from !== place).length,
    words: { what: 'weights', yours: detail, required: 'each its own' },
    code: map.from.length > mostInCode ? null : beforehand(`w = ${mapCode(map)}`),
    again: (other) => {
      const own = resizedMap(map, other);
      return own && readElsewhere(other, own);
    },
  };
}

function* weightsElsewhere(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { actual, reference, call } = target;
  if (!isSameShape(actual.shape, reference.shape) || call.weight.data.length > mostWeights) return;
  if (isRightOutput(target)) {
    yield readElsewhere(target, { of: 'memory', from: [1] });
    return;
  }
  const fitted = fittedWeight(target);
  if (fitted === null) return;
  for (const map of mapsOf(target, fitted)) if (!isOnlyZeroed(map)) yield readElsewhere(target, map);
}

/** Returns true if single weights are 0 and the others their own: those were changed, not read from another place. */
function isOnlyZeroed({ of, from }: WeightMap): boolean {
  return of === 'weights' && from.every((source, place) => source < 0 || source === place);
}

/** The most weights whose places are looked for. */
const mostWeights = 2 ** 12;

export const weightPlaceMistakes: readonly Mistake[] = [
  {
    id: 'weights-elsewhere',
    title: 'Weights were read from other places of the kernels',
    means: 'w[ci, co, ky, kx] from another index',
    place: 'kernel-matrix',
    known: [],
    fix: 'Weight (ci, co, ky, kx) is at ((ci·Cout/groups + co)·kH + ky)·kW + kx; no index is shifted, clamped or left at 0.',
    code: null,
    fromOutput: true,
    measures: true,
    alone: true,
    general: true,
    hypotheses: weightsElsewhere,
  },
];
