import type { Call } from '../core/call.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { OutputIndex } from '../provenance/provenance.ts';
import { arithmeticOf, roundingOf } from '../rounding/rounding.ts';
import { gatheredTaps } from '../stages/realTaps.ts';
import { type PerTerm, storing, traceOf } from '../trace/trace.ts';
import { type Chain, type IndexPerTerm, valuesAt } from './chain.ts';
import type { TermArrangement } from './order.ts';
import { isOneChain, pairwiseSums } from './pairwise.ts';

/** The definition's products in an arrangement; the bias is added at the end. */
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
  const partial = arrangement === 'pairwise' ? pairwiseSums(product, round) : running(product, round);
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
    value: storing(call, trace.bias === null ? sum : round(sum + trace.bias)).value,
  };
}

/** The terms, as numbered in the definition's order, in the order that an arrangement takes them. */
function arranged(product: PerTerm, arrangement: TermArrangement): IndexPerTerm {
  const terms = new Uint32Array(product.length).map((_, term) => term);
  switch (arrangement) {
    case 'pairwise':
      return terms;
    case 'reversed':
      return terms.reverse();
    case 'smallest-first': {
      const size = (term: number): number => Math.abs(product[term] as number);
      // Sorting keeps the definition's order among equals; a NaN counts as the largest.
      return terms.sort((a, b) => compareSizes(size(a), size(b)));
    }
    default: {
      const never: never = arrangement;
      return never;
    }
  }
}

function compareSizes(a: number, b: number): number {
  if (a === b) return 0;
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  return a < b || Number.isNaN(b) ? -1 : 1;
}

function running(product: PerTerm, round: (value: number) => number): PerTerm {
  let sum = 0;
  return product.map((value) => (sum = round(sum + value)));
}
