import { assertNever } from '../core/assertNever.ts';
import type { Call } from '../core/call.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { OutputIndex } from '../provenance/provenance.ts';
import { arithmeticOf, roundingOf } from '../rounding/arithmetic.ts';
import { gatheredTaps } from '../stages/realTaps.ts';
import { type PerTerm, roundToStored, traceOf } from '../trace/trace.ts';
import { type Chain, type IndexPerTerm, valuesAt } from './chain.ts';
import type { TermArrangement } from './order.ts';
import { isOneChain, pairwiseSums } from './pairwise.ts';

/**
 * Computes the chain of an output element whose products are summed in the given arrangement, with the bias added at
 * the end.
 */
export function arrangedChain(
  call: Call,
  geometry: Geometry,
  element: OutputIndex,
  arrangement: TermArrangement,
): Chain {
  const trace = traceOf(call, geometry, gatheredTaps, element);
  const terms = arranged(trace.product, arrangement);
  const round = roundingOf(arithmeticOf(call));
  const product = valuesAt(trace.product, terms);
  const partial = arrangement === 'pairwise' ? pairwiseSums(product, round) : runningSums(product, round);
  const sum = partial.at(-1) ?? 0;
  return {
    terms,
    places: terms,
    w: valuesAt(trace.w, terms),
    x: valuesAt(trace.x, terms),
    product,
    partial,
    zeros: 0,
    oneAccumulator: arrangement !== 'pairwise' || isOneChain(terms.length),
    start: 0,
    biasAtEnd: trace.bias,
    value: roundToStored(call, trace.bias === null ? sum : round(sum + trace.bias)).value,
  };
}

/** Returns the terms in the order of an arrangement. Terms are numbered in the order of the definition. */
function arranged(product: PerTerm, arrangement: TermArrangement): IndexPerTerm {
  const terms = new Uint32Array(product.length).map((_, term) => term);
  switch (arrangement) {
    case 'pairwise':
      return terms;
    case 'reversed':
      return terms.reverse();
    case 'smallest-first': {
      const size = (term: number): number => Math.abs(product[term] as number);
      // The sort is stable, so products of equal size keep the definition's order. NaN counts as the largest.
      return terms.sort((a, b) => compareSizes(size(a), size(b)));
    }
    default:
      return assertNever(arrangement, 'arrangement');
  }
}

function compareSizes(a: number, b: number): number {
  if (a === b) return 0;
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  return a < b || Number.isNaN(b) ? -1 : 1;
}

function runningSums(product: PerTerm, round: (value: number) => number): PerTerm {
  let sum = 0;
  return product.map((value) => (sum = round(sum + value)));
}
