import type { Call } from '../core/call.ts';
import type { Terms } from '../provenance/formulation.ts';
import type { Geometry } from '../geometry/geometry.ts';
import type { OutputIndex } from '../provenance/provenance.ts';
import { arithmeticOf, roundingOf } from '../rounding/arithmetic.ts';
import { gatheredTaps } from '../stages/realTaps.ts';
import { type Trace, traceOf } from '../trace/trace.ts';
import { type Chain, valuesAt } from './chain.ts';

/**
 * Returns the chain of an output element in the order of a formulation; null if the formulation's terms are not
 * products of the definition (winograd).
 */
export function formulatedChain(
  call: Call,
  geometry: Geometry,
  element: OutputIndex,
  formulation: Terms,
): Chain | null {
  const accumulation = formulation.accumulation(geometry);
  if (accumulation.order === 'points-first') return null;
  const trace = traceOf(call, geometry, formulation, element);
  const terms = new Uint32Array(trace.count);
  const places = new Uint32Array(trace.count);
  let count = 0;
  for (let place = 0; place < trace.count; place++) {
    const term = formulation.termAt(geometry, element, place);
    if (term.form !== 'tap' || term.input === null) continue;
    terms[count] = gatheredTaps.termIndexOf(geometry, element, term.weight) ?? NaN;
    places[count++] = place;
  }
  return chainOf(call, trace, { terms: terms.slice(0, count), places: places.slice(0, count) });
}

function chainOf(call: Call, trace: Trace, { terms, places }: Pick<Chain, 'terms' | 'places'>): Chain {
  const { accumulation, count, bias } = trace;
  const biasFirst = accumulation.order === 'bias-first';
  const round = roundingOf(arithmeticOf(call));
  const partial = new Float64Array(places.length);
  for (let k = 0; k < places.length; k++) {
    partial[k] = sumAfter(trace, (places[k + 1] ?? count) - 1, round);
  }
  return {
    terms,
    places,
    w: valuesAt(trace.w, places),
    x: valuesAt(trace.x, places),
    product: valuesAt(trace.product, places),
    partial,
    zeros: count - places.length,
    oneAccumulator: !('run' in accumulation) || accumulation.run === 1 || count <= accumulation.run,
    start: biasFirst ? 0 + (bias ?? 0) : 0,
    biasAtEnd: biasFirst ? null : bias,
    value: trace.value,
  };
}

/**
 * Returns what the output element would be if this term were the last: the sum of the finished runs plus the unfinished
 * one.
 */
function sumAfter({ accumulation, partial, column }: Trace, place: number, round: (value: number) => number): number {
  const sum = partial[place] as number;
  if (column === null || !('run' in accumulation)) return sum;
  const isComplete = place % accumulation.run === accumulation.run - 1;
  return isComplete ? sum : round(sum + (column[place] as number));
}
