import { computeReference } from '../../../reference/computeReference.ts';
import { finish } from '../../../core/steps.ts';
import type { Tensor } from '../../../core/tensor.ts';
import type { Collective, Hypothesis, OtherCall, Predicted } from '../../model/hypothesis.ts';
import type { DiagnosisTarget } from '../../model/mistake.ts';
import { afterwards } from '../code.ts';
import { type FollowingActivation, applied } from './activations.ts';
import { type ElementSets, normalizedSets, tupleOf } from './elementSets.ts';
import type { Normalization } from './normalizations.ts';
import { type StatisticsOfSets, statisticsOf } from './setStatistics.ts';

/** The right output of a call, divided into sets. */
export interface DividedOutput extends OtherCall {
  readonly values: ArrayLike<number>;
  readonly sets: ElementSets;
  readonly statistics: StatisticsOfSets;
}

/** Lists ways to divide an output into sets. */
type Division = (geometry: OtherCall['geometry']) => readonly ElementSets[];

/** Divides the right output of a call in several ways. */
export function dividedOutputs(
  { call, geometry, reference }: DiagnosisTarget,
  division: Division,
): readonly DividedOutput[] {
  return division(geometry).map((sets) => {
    const values = reference.data;
    return { call, geometry, values, sets, statistics: statisticsOf(values, sets) };
  });
}

/** Divides the right output of another call in the same way; null if its output has no such sets. */
export function dividedAlike(
  sets: ElementSets,
  { call, geometry }: OtherCall,
  division: Division,
): DividedOutput | null {
  const alike = division(geometry).find(({ over }) => over === sets.over);
  if (alike === undefined) return null;
  const values = finish(computeReference(call, geometry)).reference.data;
  return { call, geometry, values, sets: alike, statistics: statisticsOf(values, alike) };
}

/** Returns the output that a function of its sets makes of a call's. */
export function collectiveOf({ geometry, sets, statistics }: DividedOutput, how: Normalization): Collective {
  return {
    shape: geometry.outputShape,
    at: (at, read, roundoff) => how.made(read(at), statistics(sets.setOf(at), read), roundoff),
  };
}

/** Returns the names of a function over some sets: "instance norm: (y − mean)/σ over each channel of each image". */
export function normalizationWords({ title, layer }: Normalization, sets: ElementSets): string {
  const name = layer?.(sets) ?? null;
  return `${name === null ? '' : `${name}: `}${title} ${sets.over}`;
}

/** Returns the lines of code that replace y. */
export function normalizationLines(how: Normalization, sets: ElementSets): string {
  const { groups } = sets;
  const line = `y = ${how.code(tupleOf(sets))}`;
  return groups === 1 ? line : `y = y.reshape(N, ${groups}, -1, Ho, Wo)\n-${line}\n-y = y.reshape(N, Cout, Ho, Wo)`;
}

/** Returns the hypothesis that a call's output was normalized, and that an activation followed unless it is null. */
export function normalizedAfter(
  divided: DividedOutput,
  how: Normalization,
  after: FollowingActivation | null,
  fitted = 0,
): Hypothesis {
  const { call, sets } = divided;
  const detail = normalizationWords(how, sets) + (after === null ? '' : `; then ${after.detail}`);
  const lines = normalizationLines(how, sets);
  return {
    detail,
    call,
    collective: collectiveOf(divided, how),
    ...(after === null ? {} : { following: (before, _, roundoff) => applied(before, after, roundoff) }),
    words: { what: 'after the layer', yours: detail, required: 'nothing' },
    fitted,
    code: afterwards(after === null ? lines : `${lines}\n-${after.code}`),
    again: (other) => {
      const alike = dividedAlike(sets, other, normalizedSets);
      return alike && normalizedAfter(alike, how, after, fitted);
    },
  };
}

/** The most sets that are looked at for the number of a function, and the most elements of the one that shows it. */
const mostLooked = 64;
/** How many times nearer to the output a function has to be with its number than without. */
const muchNearer = 4;

/**
 * Returns a function with its number as the output shows it, from the set whose elements are nearest to each other: there
 * an ε matters most. Null if it has no number, or if the output shows none: without one, the function is as near to it.
 */
export function withFoundNumber(
  { values, sets, statistics }: DividedOutput,
  actual: Tensor,
  how: Normalization,
): Normalization | null {
  if (how.fittedTo === undefined) return null;
  const read = (at: number): Predicted => ({ value: values[at] as number, bound: 0 });
  let [nearest, spread] = [-1, Infinity];
  const step = Math.ceil(sets.count / mostLooked);
  for (let set = 0; set < sets.count; set += step) {
    const { least, most } = statistics(set, read);
    if (most - least > 0 && most - least < spread) [nearest, spread] = [set, most - least];
  }
  if (nearest < 0) return null;
  const found = statistics(nearest, read);
  const pairing = (at: number) => ({ value: values[at] as number, wanted: actual.data[at] as number });
  const fitted = how.fittedTo(pairing(found.leastAt), pairing(found.mostAt), found);
  if (fitted === null) return null;
  let [plainly, nearly, seen] = [0, 0, 0];
  const every = Math.ceil(sets.size / mostLooked);
  sets.visit(nearest, (at) => {
    if (seen++ % every !== 0) return;
    const distance = ({ made }: Normalization): number =>
      Math.abs(made(read(at), found, 0).value - (actual.data[at] as number));
    plainly = Math.max(plainly, distance(how));
    nearly = Math.max(nearly, distance(fitted));
  });
  return nearly < plainly / muchNearer ? fitted : null;
}
