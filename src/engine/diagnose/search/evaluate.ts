import { validateCall } from '../../validation/validateCall.ts';
import { boundReader, elementBound } from '../../rounding/bound.ts';
import { shapeOf } from '../../core/call.ts';
import { computeReference } from '../../reference/computeReference.ts';
import type { Geometry } from '../../geometry/geometry.ts';
import { axisLandings, foldLandings, foldRules } from '../../geometry/landings.ts';
import { firstInputChannel, inputPlane, weightPlane } from '../../geometry/planeOffsets.ts';
import { outputAt } from '../../provenance/offsets.ts';
import type { Steps } from '../../core/steps.ts';
import type { DType, Shape } from '../../core/tensor.ts';
import { readerOf } from '../model/edits.ts';
import { type EmulatedRounding, storedRoundoff } from '../model/emulatedRounding.ts';
import { fillMarker, type Hypothesis, type OverlapRule, type Predicted } from '../model/hypothesis.ts';

/** The output that a hypothesis predicts. */
export interface Prediction {
  /** The geometry of the call that is computed. */
  readonly geometry: Geometry;
  readonly shape: Shape;
  /** Predicts one element from its own products; suited to a few elements. */
  at(at: number): Predicted;
  /** Predicts every element, with {@link at} if the kernels do not support the hypothesis. */
  whole(): Steps<(at: number) => Predicted>;
}

/**
 * Returns the prediction of a hypothesis, or null if its call is invalid. `rounding` replaces the call's own if the
 * precision is emulated.
 */
export function predict(hypothesis: Hypothesis, rounding?: EmulatedRounding): Prediction | null {
  const { call, arranged, overlap, factor = 1, roundings = 0, collective, following } = hypothesis;
  const accepted = validateCall(shapeOf(call));
  if (!accepted.ok) return null;
  const geometry = accepted.value;
  const finished = collective?.shape ?? geometry.outputShape;
  const shape = arranged?.shape ?? finished;
  const u = storedRoundoff({ call, rounding });
  const boundOf = rounding?.bound ?? boundIn(call.dtype);
  // Most predictions are compared by their shape alone.
  let reader: ReturnType<typeof elementReader> | null = null;
  const own = (at: number): Predicted => (reader ??= elementReader(hypothesis, geometry, boundOf))(at);
  const scaled = ({ value, bound }: Predicted): Predicted =>
    factor === 1
      ? { value, bound }
      : {
          value: value * factor,
          bound: bound * Math.abs(factor) + 2 * u * Math.abs(value * factor),
        };
  const followed = (before: Predicted, at: number): Predicted =>
    following === undefined ? before : following(before, channelOf(finished, at), u, at);
  const arrange = (read: (at: number) => Predicted) => {
    const before = (at: number): Predicted => scaled(read(at));
    const made = collective === undefined ? before : (at: number) => collective.at(at, before, u);
    return (at: number): Predicted => {
      const source = arranged === undefined ? at : arranged.source(at);
      if (source === fillMarker.zero) return { value: 0, bound: 0 };
      if (source === fillMarker.bias) {
        const value = call.bias?.data[channelOf(shape, at)] ?? 0;
        const alone = { value, magnitude: Math.abs(value), summed: 'float64', terms: 1, bias: value } as const;
        return scaled({ value, bound: rounding === undefined ? 0 : rounding.bound(alone) });
      }
      return followed(made(source), source);
    };
  };
  return {
    geometry,
    shape,
    at: arrange(own),
    *whole() {
      if (overlap !== undefined) return arrange(own);
      const { reference, magnitude, summed, termCount } = yield* computeReference(call, geometry);
      if (rounding === undefined) {
        const { dtype } = call;
        const counted = roundings === 0 ? termCount : termCount.map((terms) => terms + roundings);
        const boundAt = boundReader({ kind: 'sums', dtype, magnitude, summed, termCount: counted });
        return arrange((at) => ({ value: reference.data[at] as number, bound: boundAt(at) }));
      }
      const { columns, cout } = geometry;
      return arrange((at) => {
        const value = reference.data[at] as number;
        const bias = call.bias?.data[Math.floor(at / columns) % cout] ?? null;
        const terms = (termCount[at % columns] as number) + roundings;
        const size = magnitude[at] as number;
        return { value, bound: rounding.bound({ value, magnitude: size, summed, terms, bias }) };
      });
    },
  };
}

/** Returns the bound by sums in a call's own dtype. */
function boundIn(dtype: DType): EmulatedRounding['bound'] {
  return ({ magnitude, terms, summed }) => elementBound(magnitude, terms, dtype, summed);
}

/** Returns the channel of a flat index in a tensor (…, C, H, W). */
function channelOf(shape: Shape, at: number): number {
  const [c = 1, h = 1, w = 1] = shape.slice(-3);
  return Math.floor(at / (h * w)) % c;
}

/** Returns a function that computes one output element by the definition, in float64, with its rounding bound. */
function elementReader(
  { call, overlap, roundings: added = 0 }: Hypothesis,
  geometry: Geometry,
  boundOf: EmulatedRounding['bound'],
): (at: number) => Predicted {
  const { h, w, cinPerGroup, coutPerGroup } = geometry;
  const [inputAt, weightAt] = [readerOf(call.input), readerOf(call.weight)];
  const down = landings(h, overlap);
  const across = landings(w, overlap);
  return (flat) => {
    const { n, c, y, x } = outputAt(geometry, flat);
    const rows = down[y] ?? [];
    const columns = across[x] ?? [];
    const ownBias = call.bias?.data[c] ?? null;
    const bias = ownBias ?? 0;
    const first = firstInputChannel(geometry, c);
    let [sum, size] = [0, 0];
    for (let ci = first; ci < first + cinPerGroup; ci++) {
      const source = inputPlane(geometry, n, ci);
      const kernel = weightPlane(geometry, ci, c % coutPerGroup);
      for (let i = 0; i < rows.length; i += 2) {
        const row = source + (rows[i] as number) * w.inputSize;
        const taps = kernel + (rows[i + 1] as number) * w.kernelSize;
        for (let j = 0; j < columns.length; j += 2) {
          const product = inputAt(row + (columns[j] as number)) * weightAt(taps + (columns[j + 1] as number));
          sum += product;
          size += Math.abs(product);
        }
      }
    }
    const pairs = (rows.length / 2) * (columns.length / 2);
    const terms = pairs * cinPerGroup + (call.bias === null ? 0 : 1);
    const predicted = (value: number, magnitude: number, roundings: number): Predicted => ({
      value,
      bound: boundOf({ value, magnitude, summed: 'float64', terms: roundings + added, bias: ownBias }),
    });
    if (overlap === 'biased' || overlap === 'biased-products') {
      const times = overlap === 'biased' ? pairs : pairs * cinPerGroup;
      return predicted(sum + times * bias, size + times * Math.abs(bias), pairs * cinPerGroup + times);
    }
    if (overlap !== 'mean' || pairs === 0) {
      return predicted(sum + bias, size + Math.abs(bias), terms);
    }
    // The division adds one rounding.
    return predicted(sum / pairs + bias, size / pairs + Math.abs(bias), terms + 1);
  };
}

/** Lists what lands on each output index of an axis; only the pairs that the overlap rule counts. */
function landings(axis: Geometry['h'], overlap: OverlapRule | undefined): readonly (readonly number[])[] {
  const foldRule = foldRules.find((rule) => rule === overlap);
  if (foldRule !== undefined) return foldLandings(axis, foldRule);
  const all = axisLandings(axis);
  // Pairs follow the input's order: the last one has the largest i, the first one the largest tap.
  if (overlap === 'last-input') return all.map((pairs) => pairs.slice(-2));
  if (overlap === 'last-tap') return all.map((pairs) => pairs.slice(0, 2));
  return all;
}
