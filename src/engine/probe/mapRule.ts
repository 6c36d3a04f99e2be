import type { Geometry } from '../geometry/geometry.ts';
import { inputOffset, outputOffset, weightOffset } from '../provenance/offsets.ts';
import { insideOutput } from '../provenance/provenance.ts';
import { groupOfInput } from '../provenance/channels.ts';
import { type AxisRule, axisRuleOf, ruledIndex } from './axisRule.ts';
import { type ChannelFormula, type ChannelRule, channelRuleOf, groupRuleOf } from './channelRule.ts';
import { type IndexedTerm, termWithIndices } from './factorIndices.ts';
import type { TermMap } from './termMap.ts';

/** The indices of a term that words may name. */
export type TermAxis =
  | 'image'
  | 'input channel'
  | 'input row'
  | 'input column'
  | 'kernel row'
  | 'kernel column'
  | 'output channel'
  | 'output row'
  | 'output column';

/** Indices along an axis of which no term is left, although the rule has terms there. */
export interface MissingPart {
  readonly axis: TermAxis;
  readonly indices: readonly number[];
  readonly size: number;
}

/** Indices along an axis all of whose terms have a coefficient that is not 1. */
export interface WeightedPart {
  readonly axis: TermAxis;
  readonly indices: readonly number[];
  readonly size: number;
  readonly coefficient: number;
}

/** What all terms of a map have in common: each part is null if they have nothing. */
export interface MapRule {
  readonly h: AxisRule | null;
  readonly w: AxisRule | null;
  readonly channels: ChannelRule | null;
  /**
   * The group of each input channel, if that is all that is wrong with the channels: within a group, output channels take
   * the weights of their own. Null if the channels have another rule, or none.
   */
  readonly groupOfInput: ChannelFormula | null;
  /** The input image of each output image, −1 if none; null if an output image mixes several. */
  readonly images: readonly number[] | null;
  /** The coefficient of every term; null if they differ. */
  readonly coefficient: number | null;
  /** The terms that the rule has and the map has not; null if a part of the rule is unknown. */
  readonly missing: {
    readonly count: number;
    readonly parts: readonly MissingPart[];
    /** The missing terms that are in none of the parts. */
    readonly others: number;
  } | null;
  /** The indices along an axis whose terms have another coefficient than 1; null if the coefficients follow no axis. */
  readonly weighted: readonly WeightedPart[] | null;
  /** True if each output element keeps one of several taps: overlaps are overwritten. */
  readonly keepsOne: boolean;
}

/** Finds out what the terms of a map have in common. */
export function mapRuleOf(terms: TermMap, geometry: Geometry): MapRule {
  const indexed = terms.flatMap((list, at) => list.map((term) => termWithIndices(geometry, at, term)));
  const h = axisRuleOf(indexed, 'h');
  const w = axisRuleOf(indexed, 'w');
  const channels = channelRuleOf(indexed, geometry);
  const images = imagesOf(indexed, geometry.n);
  const [first] = indexed;
  const coefficient =
    first !== undefined && indexed.every((term) => term.coefficient === first.coefficient) ? first.coefficient : null;
  const ruled =
    h === null || w === null || channels === null || images === null
      ? null
      : ruledMap(geometry, { h, w, channels, images });
  const missing = ruled === null ? null : missingOf(ruled, terms, geometry);
  const keepsOne = ruled !== null && (missing?.count ?? 0) > 0 && keepsOneTap(ruled, terms, geometry);
  const groupOfInput = channels === null ? groupRuleOf(indexed, geometry) : null;
  const weighted = coefficient === null ? weightedParts(indexed, geometry) : null;
  return { h, w, channels, groupOfInput, images, coefficient, missing, keepsOne, weighted };
}

/** Returns true if each element has terms of one tap only, and none lacks a term unless the rule gives it several taps. */
function keepsOneTap(ruled: RuledMap, terms: TermMap, geometry: Geometry): boolean {
  const tapsOf = (list: readonly IndexedTerm[]): number =>
    new Set(list.map(({ weight: { ky, kx } }) => ky * geometry.w.kernelSize + kx)).size;
  return terms.every((list, at) => {
    const required = ruled[at] ?? [];
    const kept = tapsOf(list.map((term) => termWithIndices(geometry, at, term)));
    return kept === Math.min(1, required.length) && (list.length === required.length || tapsOf(required) > 1);
  });
}

function imagesOf(indexed: readonly IndexedTerm[], count: number): readonly number[] | null {
  const images = Array.from({ length: count }, () => -1);
  for (const { output, input } of indexed) {
    if (images[output.n] !== -1 && images[output.n] !== input.n) return null;
    images[output.n] = input.n;
  }
  return images;
}

interface Rule {
  readonly h: AxisRule;
  readonly w: AxisRule;
  readonly channels: ChannelRule;
  readonly images: readonly number[];
}

/** The flat indices of input and weight of each output element's terms, as a rule has them, and the term's indices. */
type RuledMap = readonly (readonly IndexedTerm[])[];

/** Returns the terms that a rule has inside the output. */
function ruledMap(geometry: Geometry, { h, w, channels, images }: Rule): RuledMap {
  const map: IndexedTerm[][] = Array.from({ length: geometry.n * geometry.cout * geometry.columns }, () => []);
  const outputsOf = channels.output.values;
  images.forEach((from, n) => {
    outputsOf.forEach((wanted, c) => {
      for (let cin = 0; cin < geometry.cin; cin++) {
        const group = groupOfInput(geometry, cin);
        const cout = wanted - group * geometry.coutPerGroup;
        const inputChannel = channels.input.values[cin] ?? -1;
        if (wanted < 0 || cout < 0 || cout >= geometry.coutPerGroup) continue;
        for (let place = 0; place < geometry.h.inputSize * geometry.w.inputSize * geometry.taps; place++) {
          const at = placeAt(geometry, place);
          const along = (rule: AxisRule): number =>
            ruledIndex(rule, rule.inputAxis === 'h' ? at.y : at.x, rule.kernelAxis === 'h' ? at.ky : at.kx);
          const output = { n, c, y: along(h), x: along(w) };
          if (!insideOutput(geometry, output)) continue;
          const term = {
            output,
            // An input channel or image that no term shows is the one that the definition has.
            input: { n: from < 0 ? n : from, c: inputChannel < 0 ? cin : inputChannel, y: at.y, x: at.x },
            weight: { cin, cout, ky: at.ky, kx: at.kx },
            coefficient: 1,
          };
          map[outputOffset(geometry, output)]?.push(term);
        }
      }
    });
  });
  return map;
}

function placeAt({ h, w }: Geometry, place: number) {
  const kx = place % w.kernelSize;
  const ky = Math.floor(place / w.kernelSize) % h.kernelSize;
  const cell = Math.floor(place / (w.kernelSize * h.kernelSize));
  return { kx, ky, x: cell % w.inputSize, y: Math.floor(cell / w.inputSize) };
}

/** Returns how many terms of a rule are missing, and the indices of which all are. */
function missingOf(ruled: RuledMap, terms: TermMap, geometry: Geometry): MapRule['missing'] {
  const absent: IndexedTerm[] = [];
  ruled.forEach((list, at) => {
    const there = new Set((terms[at] ?? []).map(({ input, weight }) => `${input} ${weight}`));
    for (const term of list) {
      const key = `${inputOffset(geometry, term.input)} ${weightOffset(geometry, term.weight)}`;
      if (!there.has(key)) absent.push(term);
    }
  });
  const all = ruled.flat();
  const parts = axes(geometry).flatMap(({ axis, size, of }): readonly MissingPart[] => {
    const [whole, gone] = [countBy(all, of, size), countBy(absent, of, size)];
    const indices = gone.flatMap((count, index) => (count > 0 && count === whole[index] ? [index] : []));
    return indices.length === 0 || indices.length === size ? [] : [{ axis, indices, size }];
  });
  const isNamed = (term: IndexedTerm): boolean =>
    axes(geometry).some(({ axis, of }) => parts.some((part) => part.axis === axis && part.indices.includes(of(term))));
  return { count: absent.length, parts, others: absent.filter((term) => !isNamed(term)).length };
}

/** Returns the indices of the first axis along which the coefficients are a function of the index. */
function weightedParts(terms: readonly IndexedTerm[], geometry: Geometry): readonly WeightedPart[] | null {
  for (const { axis, size, of } of axes(geometry)) {
    const found = new Map<number, number>();
    const isFunction = terms.every((term) => {
      const known = found.get(of(term)) ?? term.coefficient;
      found.set(of(term), known);
      return known === term.coefficient;
    });
    if (!isFunction) continue;
    const coefficients = [...new Set(found.values())].filter((coefficient) => coefficient !== 1);
    return coefficients.map((coefficient) => {
      const indices = [...found].flatMap(([index, value]) => (value === coefficient ? [index] : []));
      return { axis, indices: indices.sort((a, b) => a - b), size, coefficient };
    });
  }
  return null;
}

function countBy(terms: readonly IndexedTerm[], of: (term: IndexedTerm) => number, size: number): readonly number[] {
  const counts = Array.from({ length: size }, () => 0);
  for (const term of terms) counts[of(term)] = (counts[of(term)] ?? 0) + 1;
  return counts;
}

function axes(geometry: Geometry) {
  const { n, cin, cout, h, w } = geometry;
  const row = (axis: TermAxis, size: number, of: (term: IndexedTerm) => number) => ({ axis, size, of });
  return [
    row('image', n, ({ output }) => output.n),
    row('input channel', cin, ({ input }) => input.c),
    row('input row', h.inputSize, ({ input }) => input.y),
    row('input column', w.inputSize, ({ input }) => input.x),
    row('kernel row', h.kernelSize, ({ weight }) => weight.ky),
    row('kernel column', w.kernelSize, ({ weight }) => weight.kx),
    row('output channel', cout, ({ output }) => output.c),
    row('output row', h.outputSize, ({ output }) => output.y),
    row('output column', w.outputSize, ({ output }) => output.x),
  ];
}
