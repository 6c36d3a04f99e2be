import type { Call } from '../call.ts';
import type { Terms } from '../formulation.ts';
import type { Geometry } from '../geometry.ts';
import type { OutputIndex } from '../provenance.ts';
import { roundingOf } from '../rounding.ts';
import { gatheredTaps } from '../terms/realTaps.ts';
import { type Trace, traceOf } from '../trace.ts';
import type { Chain } from './chain.ts';

/** A formulation's own order; null of one whose terms are not the definition's products. */
export function formulatedChain(
  call: Call,
  geometry: Geometry,
  element: OutputIndex,
  formulation: Terms,
): Chain | null {
  const accumulation = formulation.accumulation(geometry);
  if (accumulation.order === 'points-first') return null;
  const trace = traceOf(call, geometry, formulation, element);
  const terms: number[] = [];
  const places: number[] = [];
  for (let place = 0; place < trace.count; place++) {
    const term = formulation.termAt(geometry, element, place);
    if (term.form !== 'tap' || term.input === null) continue;
    terms.push(gatheredTaps.termIndexOf(geometry, element, term.weight) ?? NaN);
    places.push(place);
  }
  const biasFirst = accumulation.order === 'bias-first';
  const round = roundingOf(call.dtype);
  const at = (values: Float64Array) =>
    Float64Array.from(places, (place) => values[place] as number);
  return {
    terms: Uint32Array.from(terms),
    places: Uint32Array.from(places),
    w: at(trace.w),
    x: at(trace.x),
    product: at(trace.product),
    partial: Float64Array.from(places, (_, k) =>
      sumAfter(trace, (places[k + 1] ?? trace.count) - 1, round),
    ),
    zeros: trace.count - places.length,
    oneAccumulator:
      !('run' in accumulation) || accumulation.run === 1 || trace.count <= accumulation.run,
    start: biasFirst ? 0 + (trace.bias ?? 0) : 0,
    biasAtEnd: biasFirst ? null : trace.bias,
    value: trace.value,
  };
}

/** The sum if the element ended with this term: a run that has begun is added to those that are complete. */
function sumAfter(
  { accumulation, partial, column }: Trace,
  place: number,
  round: (value: number) => number,
): number {
  const sum = partial[place] as number;
  if (column === null || !('run' in accumulation)) return sum;
  const isComplete = place % accumulation.run === accumulation.run - 1;
  return isComplete ? sum : round(sum + (column[place] as number));
}
