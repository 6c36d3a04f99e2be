import type { Geometry } from '../../geometry/geometry.ts';
import { scatterIndex } from '../../geometry/indices.ts';
import { firstInputChannel, flatIndexOf, inputPlane, outputPlane, weightPlane } from '../../geometry/planeOffsets.ts';
import { largestFinite } from '../../rounding/largestFactors.ts';
import type { DiagnosisTarget } from '../model/mistake.ts';
import { distanceTo } from '../search/explained.ts';
import { LeastSquares } from '../where/leastSquares.ts';

// Finds the values of the weight or the input with which an output was computed, if few of them are not the call's. An
// error is Σ change · factor over the changed elements that reach it, so that changes are found by least squares.

export type OperandName = 'weight' | 'input';

/** An element that may have another value: the outputs that it reaches, and what it is multiplied by there. */
interface Footprint {
  readonly places: readonly number[];
  readonly factors: readonly number[];
}

/**
 * Outputs that share elements of an operand: those of an output channel, whose kernels no other one uses, or those of an
 * image and a group. An element is a `site`, a tap or a place of the input, of an input channel of the group.
 */
interface Block {
  /** The first outputs of the planes that the elements reach. */
  readonly planes: readonly number[];
  readonly sites: number;
  /** Returns the flat index of an element in its operand. */
  readonly element: (site: number, channel: number) => number;
  readonly footprint: (site: number, channel: number) => Footprint;
}

/** The changes of an operand's elements, by their flat index. */
export type ChangesByElement = ReadonlyMap<number, number>;

/** The most elements of a block whose changes are fitted together, and the most that are searched for one by one. */
const mostFitted = 256;
const mostSearched = 8;
/** The most sites of which each may reach most of the outputs. */
const fewSites = 64;
/** The least share of the squares of the errors that an element explains which is found one by one. */
const gainShare = 1 / 32;
/** The fewest equations that test fitted changes, beside one for each. */
const fewestTests = 12;
/** The most products that a search for one more element may take. */
const mostProducts = 2 ** 24;
/** The share of the largest value below which a difference is rounding, and of the outputs of an element that are wrong. */
const roundingShare = 2 ** -19;
const wrongShare = 1 / 2;

function weightBlocks({ call, geometry }: DiagnosisTarget): readonly Block[] {
  const { h, w, n, cout, coutPerGroup, taps } = geometry;
  const input = call.input.data;
  return Array.from({ length: cout }, (_, c): Block => {
    const first = firstInputChannel(geometry, c);
    return {
      planes: Array.from({ length: n }, (__, image) => outputPlane(geometry, image, c)),
      sites: taps,
      element: (tap, channel) => weightPlane(geometry, first + channel, c % coutPerGroup) + tap,
      footprint: (tap, channel) => {
        const [ky, kx] = [Math.floor(tap / w.kernelSize), tap % w.kernelSize];
        const [places, factors]: [number[], number[]] = [[], []];
        for (let i = 0; i < h.inputSize; i++) {
          const y = scatterIndex(h, i, ky);
          if (y < 0 || y >= h.outputSize) continue;
          for (let j = 0; j < w.inputSize; j++) {
            const x = scatterIndex(w, j, kx);
            if (x < 0 || x >= w.outputSize) continue;
            for (let image = 0; image < n; image++) {
              places.push(outputPlane(geometry, image, c) + flatIndexOf(w.outputSize, y, x));
              factors.push(
                input[inputPlane(geometry, image, first + channel) + flatIndexOf(w.inputSize, i, j)] as number,
              );
            }
          }
        }
        return { places, factors };
      },
    };
  });
}

function inputBlocks({ call, geometry }: DiagnosisTarget): readonly Block[] {
  const { h, w, n, cinPerGroup, coutPerGroup, taps } = geometry;
  const { groups } = call.params;
  const weight = call.weight.data;
  return Array.from({ length: n * groups }, (_, at): Block => {
    const [image, group] = [Math.floor(at / groups), at % groups];
    const first = group * cinPerGroup;
    return {
      planes: Array.from({ length: coutPerGroup }, (__, c) => outputPlane(geometry, image, group * coutPerGroup + c)),
      sites: h.inputSize * w.inputSize,
      element: (site, channel) => inputPlane(geometry, image, first + channel) + site,
      footprint: (site, channel) => {
        const [i, j] = [Math.floor(site / w.inputSize), site % w.inputSize];
        const [places, factors]: [number[], number[]] = [[], []];
        for (let tap = 0; tap < taps; tap++) {
          const y = scatterIndex(h, i, Math.floor(tap / w.kernelSize));
          const x = scatterIndex(w, j, tap % w.kernelSize);
          if (y < 0 || y >= h.outputSize || x < 0 || x >= w.outputSize) continue;
          for (let c = 0; c < coutPerGroup; c++) {
            places.push(outputPlane(geometry, image, group * coutPerGroup + c) + flatIndexOf(w.outputSize, y, x));
            factors.push(weight[weightPlane(geometry, first + channel, c) + tap] as number);
          }
        }
        return { places, factors };
      },
    };
  });
}

const blocksOf = (target: DiagnosisTarget, operand: OperandName): readonly Block[] =>
  operand === 'weight' ? weightBlocks(target) : inputBlocks(target);

/** Returns the number of elements of an operand that meet in a block. */
const sizeOf = ({ sites }: Block, { cinPerGroup }: Geometry): number => sites * cinPerGroup;

/** The errors of an output. */
class Errors {
  /** The largest difference that may be rounding. */
  readonly rounding: number;
  /** True if all values of the output are finite. */
  readonly isFinite: boolean;
  readonly #target: DiagnosisTarget;

  constructor(target: DiagnosisTarget) {
    const { actual, reference, rounding } = target;
    this.#target = target;
    const largest = Math.max(largestFinite(reference, 0, reference.data.length), Number.MIN_VALUE);
    this.rounding = Math.max(roundingShare, 4 * (rounding?.roundoff ?? 0)) * largest;
    this.isFinite = actual.data.every(Number.isFinite);
  }

  at(place: number): number {
    return (this.#target.actual.data[place] as number) - (this.#target.reference.data[place] as number);
  }

  isWrong(place: number): boolean {
    const { actual, reference } = this.#target;
    return distanceTo(actual.data[place] as number, reference.data[place] as number) > this.rounding;
  }

  /** Returns the share of the outputs of a block that are wrong. */
  shareIn({ planes }: Block): number {
    const { columns } = this.#target.geometry;
    let wrong = 0;
    for (const from of planes) for (let at = from; at < from + columns; at++) if (this.isWrong(at)) wrong += 1;
    return wrong / (planes.length * columns);
  }
}

/** Returns the changes of an operand that explain the errors of an output; null if there are none, or too many. */
export function operandChanges(target: DiagnosisTarget, operand: OperandName): ChangesByElement | null {
  const errors = new Errors(target);
  if (!errors.isFinite) return null;
  const changes = new Map<number, number>();
  for (const block of blocksOf(target, operand)) {
    const share = errors.shareIn(block);
    if (share === 0) continue;
    // A few elements reach few outputs, unless there are few.
    if (operand === 'input' && share > wrongShare && block.sites > fewSites) return null;
    const own = blockChanges(block, target.geometry, errors);
    if (own === null) return null;
    for (const [element, change] of own) changes.set(element, change);
  }
  return changes.size === 0 ? null : new Map([...changes].sort(([a], [b]) => a - b));
}

interface Candidate extends Footprint {
  readonly element: number;
}

function blockChanges(block: Block, geometry: Geometry, errors: Errors): ChangesByElement | null {
  const { cinPerGroup } = geometry;
  // Every input channel reaches the same outputs, so that the first one tells where something is wrong.
  const sites = Array.from({ length: block.sites }, (_, site) => site).filter((site) => {
    const { places } = block.footprint(site, 0);
    return places.length > 0 && places.filter((at) => errors.isWrong(at)).length >= wrongShare * places.length;
  });
  if (sites.length === 0) return null;
  const candidatesAt = (own: readonly number[]): readonly Candidate[] =>
    own.flatMap((site) =>
      Array.from({ length: cinPerGroup }, (_, channel) => ({
        element: block.element(site, channel),
        ...block.footprint(site, channel),
      })),
    );
  const together = sites.length * cinPerGroup <= mostFitted ? fittedChanges(candidatesAt(sites), errors) : null;
  return together ?? searchedChanges(block, sites, candidatesAt, geometry, errors);
}

/** Finds changed elements one by one: each explains most of what is left, among those that reach the largest error. */
function searchedChanges(
  block: Block,
  sites: readonly number[],
  candidatesAt: (sites: readonly number[]) => readonly Candidate[],
  { cinPerGroup, columns }: Geometry,
  errors: Errors,
): ChangesByElement | null {
  const left = new Map<number, number>();
  for (const from of block.planes) for (let at = from; at < from + columns; at++) left.set(at, errors.at(at));
  const chosen: Candidate[] = [];
  while (chosen.length < mostSearched) {
    let largest = block.planes[0] as number;
    for (const [at, error] of left) if (Math.abs(error) > Math.abs(left.get(largest) ?? 0)) largest = at;
    const reaching = sites.filter((site) => block.footprint(site, 0).places.includes(largest));
    const size = reaching.reduce((sum, site) => sum + block.footprint(site, 0).places.length, 0) * cinPerGroup;
    if (size === 0 || size > mostProducts) return null;
    let squares = 0;
    for (const error of left.values()) squares += error * error;
    let [best, most]: [Candidate | null, number] = [null, gainShare * squares];
    for (const candidate of candidatesAt(reaching)) {
      const gain = gainOf(candidate, left);
      if (gain > most && !chosen.some(({ element }) => element === candidate.element)) [best, most] = [candidate, gain];
    }
    if (best === null) return null;
    chosen.push(best);
    const changes = leastChanges(chosen, errors);
    if (changes === null) return null;
    for (const at of left.keys()) left.set(at, errors.at(at));
    for (const { element, places, factors } of chosen) {
      const change = changes.get(element) ?? 0;
      for (const [k, at] of places.entries()) left.set(at, (left.get(at) ?? 0) - change * (factors[k] as number));
    }
    if ([...left.values()].every((error) => Math.abs(error) <= errors.rounding)) return changes;
  }
  return null;
}

/** Returns how much of the squares of what is left a candidate explains. */
function gainOf({ places, factors }: Footprint, left: ReadonlyMap<number, number>): number {
  let [product, square] = [0, 0];
  for (const [k, at] of places.entries()) {
    const factor = factors[k] as number;
    product += factor * (left.get(at) ?? 0);
    square += factor * factor;
  }
  return square === 0 ? 0 : (product * product) / square;
}

/** Returns the changes of candidates by least squares, without those that are none; null if the outputs do not tell them. */
function fittedChanges(candidates: readonly Candidate[], errors: Errors): ChangesByElement | null {
  const changes = leastChanges(candidates, errors);
  if (changes === null) return null;
  const largest = Math.max(...[...changes.values()].map(Math.abs));
  const rough = candidates.filter(({ element, factors }) => {
    const reach = Math.max(...factors.map(Math.abs));
    const change = Math.abs(changes.get(element) ?? 0);
    return change * reach > errors.rounding && change > 1e-6 * largest;
  });
  return rough.length === 0 ? null : leastChanges(rough, errors);
}

/** Equations for every change. */
const equationsPerChange = 4;

function leastChanges(candidates: readonly Candidate[], errors: Errors): ChangesByElement | null {
  const reached = [...new Set(candidates.flatMap(({ places }) => places))].sort((a, b) => a - b);
  if (reached.length < candidates.length + fewestTests) return null;
  const wanted = equationsPerChange * candidates.length + 4 * fewestTests;
  const rows = new Map<number, Float64Array>();
  for (let i = 0; i < Math.min(wanted, reached.length); i++) {
    // The golden ratio spreads the places over all phases of the stride.
    const number = reached.length <= wanted ? i : Math.floor((((i + 1) * 0.618033988749895) % 1) * reached.length);
    rows.set(reached[number] as number, new Float64Array(candidates.length));
  }
  for (const [k, { places, factors }] of candidates.entries()) {
    for (const [i, at] of places.entries()) {
      const row = rows.get(at);
      if (row !== undefined) row[k] = factors[i] as number;
    }
  }
  const values = [...rows.keys()].map((at) => errors.at(at));
  const equations = [...rows.values()];
  const system = new LeastSquares(equations);
  if (!system.isDetermined) return null;
  const solution = system.solution(values);
  return new Map(candidates.map(({ element }, k) => [element, solution[k] as number]));
}

/** An element that is NaN or infinite, with the channels that it may belong to. */
export interface NotFiniteElement {
  readonly element: number;
  readonly value: number;
  /** False if an element of any input channel would reach the same outputs with the same values, as a NaN does. */
  readonly isChannelKnown: boolean;
}

/**
 * Returns the elements of an operand whose NaN or infinity gives exactly the outputs that are not finite; null if there
 * are none.
 */
export function notFiniteIn(target: DiagnosisTarget, operand: OperandName): readonly NotFiniteElement[] | null {
  const { actual, reference, geometry } = target;
  const { columns, cinPerGroup } = geometry;
  const isOff = (at: number): boolean => !Number.isFinite(actual.data[at]);
  const errors = new Errors(target);
  if (errors.isFinite || !reference.data.every(Number.isFinite)) return null;
  const found: NotFiniteElement[] = [];
  for (const block of blocksOf(target, operand)) {
    const off = new Set<number>();
    for (const from of block.planes) for (let at = from; at < from + columns; at++) if (isOff(at)) off.add(at);
    if (off.size === 0) continue;
    if (sizeOf(block, geometry) > actual.data.length * cinPerGroup) return null;
    // The largest first: what an element reaches may lie within what another one does.
    const sites = Array.from({ length: block.sites }, (_, site) => ({ site, ...block.footprint(site, 0) }))
      .filter(({ places }) => places.length >= fewestTests && places.every(isOff))
      .sort((a, b) => b.places.length - a.places.length);
    for (const { site, places } of sites) {
      const own = places.some((at) => off.has(at)) ? elementAt(target, block, site) : null;
      if (own === null) continue;
      found.push(own);
      for (const at of places) off.delete(at);
    }
    if (off.size > 0) return null;
  }
  return found.length === 0 || found.length > mostSearched ? null : found;
}

/** Returns the NaN or the infinity at a site that gives the outputs it reaches; null if there is none. */
function elementAt({ actual, geometry }: DiagnosisTarget, block: Block, site: number): NotFiniteElement | null {
  const first = block.footprint(site, 0);
  if (first.places.every((at) => Number.isNaN(actual.data[at])))
    return { element: block.element(site, 0), value: NaN, isChannelKnown: geometry.cinPerGroup === 1 };
  for (let channel = 0; channel < geometry.cinPerGroup; channel++) {
    const { places, factors } = block.footprint(site, channel);
    for (const value of [Infinity, -Infinity]) {
      const gives = (at: number, k: number): boolean =>
        Object.is(actual.data[at], value * (factors[k] as number)) || Number.isNaN(actual.data[at]);
      if (places.every(gives)) return { element: block.element(site, channel), value, isChannelKnown: true };
    }
  }
  return null;
}
