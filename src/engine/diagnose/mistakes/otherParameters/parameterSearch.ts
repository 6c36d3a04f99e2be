import type { Call, Pair } from '../../../core/call.ts';
import type { AxisGeometry } from '../../../geometry/geometry.ts';
import type { DiagnosisTarget } from '../../model/mistake.ts';
import { SampledElement } from '../sampledElement.ts';
import { type AxisCandidate, axisCandidates, type Landings, landingsAt } from './axisCandidates.ts';

/** Elements of the output that choose among all numbers of both axes. */
const mostPlaces = 12;
/** The output that other numbers would give: its channels, hence its groups, and its plane. */
export interface Wanted {
  readonly groups: number;
  readonly bias: Call['bias'];
  readonly size: Pair;
  readonly heights: readonly AxisCandidate[];
  readonly widths: readonly AxisCandidate[];
}

/** Returns the candidates of both axes for the output's shape; null if no numbers give its batch or its channels. */
export function wantedOf({
  call,
  geometry,
  actual,
}: Pick<DiagnosisTarget, 'call' | 'geometry' | 'actual'>): Wanted | null {
  const { shape } = actual;
  const { outputShape, coutPerGroup, cin } = geometry;
  if (shape.length !== outputShape.length || (geometry.batched && shape[0] !== outputShape[0])) return null;
  const [cout = 0, height = 0, width = 0] = shape.slice(-3);
  if (height === 0 || width === 0) return null;
  const groups = cout / coutPerGroup;
  if (!Number.isInteger(groups) || groups < 1 || cin % groups !== 0) return null;
  const { bias } = call;
  return {
    groups,
    // PyTorch refuses a bias of another length.
    bias: bias !== null && bias.data.length !== cout ? null : bias,
    size: [height, width],
    heights: axisCandidates(geometry.h, geometry.w, height),
    widths: axisCandidates(geometry.w, geometry.h, width),
  };
}

/** The axis numbers that give the same landings at one element, and the landings. */
interface Same {
  readonly landings: Landings;
  readonly numbers: readonly AxisCandidate[];
}

function grouped(numbers: readonly AxisCandidate[], axis: AxisGeometry, o: number): readonly Same[] {
  const byKey = new Map<string, { landings: Landings; numbers: AxisCandidate[] }>();
  for (const one of numbers) {
    const landings = landingsAt(axis, one, o);
    const key = landings.join();
    const same = byKey.get(key);
    if (same === undefined) byKey.set(key, { landings, numbers: [one] });
    else same.numbers.push(one);
  }
  return [...byKey.values()];
}

export type Candidate = readonly [height: AxisCandidate, width: AxisCandidate];

/** Returns the flat indices of elements that tell numbers apart: within the plane and away from 0 first, then anywhere. */
function tellingPlaces({ actual: { data, shape } }: DiagnosisTarget): readonly number[] {
  const [height = 1, width = 1] = shape.slice(-2);
  const area = height * width;
  const planes = data.length / area;
  const places = new Set<number>();
  for (let i = 0; places.size < mostPlaces && i < 4 * mostPlaces; i++) {
    // The golden ratio spreads the places over the middle half of the plane, then over all of it.
    const spread = ((i + 1) * 0.618034) % 1;
    const inner = i < mostPlaces / 2 ? 0.25 + spread / 2 : spread;
    const other = ((i + 1) * 0.414214) % 1;
    const y = Math.min(height - 1, Math.floor(inner * height));
    const x = Math.min(width - 1, Math.floor((i < mostPlaces / 2 ? 0.25 + other / 2 : other) * width));
    const at = (i % planes) * area + y * width + x;
    if (Number.isFinite(data[at])) places.add(at);
  }
  return [...places].sort((a, b) => Number(data[a] === 0) - Number(data[b] === 0));
}

/** Returns a function that computes its result for a key once. */
function remembered<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}

/** Finds the numbers of both axes that explain some telling elements; fewest changes first. */
export function candidatesOf(target: DiagnosisTarget, wanted: Wanted): readonly Candidate[] {
  const { h, w } = target.geometry;
  let left: Candidate[] | null = null;
  for (const at of tellingPlaces(target)) {
    const element = new SampledElement(target, wanted, at);
    if (left === null) {
      left = [];
      const across = grouped(wanted.widths, w, element.x);
      for (const down of grouped(wanted.heights, h, element.y)) {
        const isExplainedBy = element.explainerOf(down.landings);
        for (const columns of across) {
          if (!isExplainedBy(columns.landings)) continue;
          for (const one of down.numbers) for (const other of columns.numbers) left.push([one, other]);
        }
      }
    } else {
      // The candidates are pairs of far fewer numbers of an axis.
      const explainerOf = remembered((one: AxisCandidate) => element.explainerOf(landingsAt(h, one, element.y)));
      const columnsOf = remembered((other: AxisCandidate) => landingsAt(w, other, element.x));
      left = left.filter(([one, other]) => explainerOf(one)(columnsOf(other)));
    }
    if (left.length === 0) return [];
  }
  const changes = ([one, other]: Candidate): number => one.changes + other.changes;
  const distance = ([one, other]: Candidate): number => one.distance + other.distance;
  return (left ?? []).sort((a, b) => changes(a) - changes(b) || distance(a) - distance(b));
}
