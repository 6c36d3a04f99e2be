import type { Call } from '../core/call.ts';
import type { Tensor } from '../core/tensor.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { type Activation, activationOf } from './activations.ts';
import { Bench, type ProbeLimits, type ProbeSubject } from './bench.ts';
import { type Factor, ignoredFactors } from './dependence.ts';
import { normalsOf } from './codes.ts';
import { type MapRule, mapRuleOf } from './mapRule.ts';
import { type NonFiniteBehaviour, probeNonFinite } from './nonFiniteRuns.ts';
import { type DerivedPrecision, derivePrecision } from './precisionRuns.ts';
import type { Measured, ProbeFailure, ProbePurpose, Probing } from './probeRun.ts';
import { recoverBias } from './recoverBias.ts';
import { type RecoveredMap, recoverMap } from './recoverMap.ts';
import type { NonAdditive } from './additivity.ts';
import { type NonLinear, nonLinearElement, scaledBy } from './scaledRun.ts';
import { type BiasTerm, definitionMap, haveSameTerms, sumOfTerms, type TermMap } from './termMap.ts';

/** How two runs on the same files differ. */
export interface RunDifference {
  /** The number of elements that differ. */
  readonly count: number;
  readonly total: number;
  /** The element with the largest difference, by its flat index, and its two values. */
  readonly at: number;
  readonly first: number;
  readonly second: number;
  /** True if the differences are as small as another order of summation makes them. */
  readonly isRounding: boolean;
}

/** Elements that are not finite although all factors are small. */
export interface NotFinite {
  readonly count: number;
  readonly total: number;
  /** The first such element, by its flat index, and its value. */
  readonly at: number;
  readonly value: number;
}

/** A property of bilinearity that an implementation breaks. */
export interface NotBilinear {
  readonly test: 'scaled' | NonAdditive['test'];
  readonly element: NonLinear;
  /** The known function after the sums that explains it; null if none does. */
  readonly activation: Activation | null;
}

/** An output element whose terms are not those of the definition. */
export interface DifferentElement {
  /** The flat index of the output element. */
  readonly at: number;
  readonly required: TermMap[number];
  readonly actual: TermMap[number];
  readonly requiredBias: BiasTerm | null;
  readonly actualBias: BiasTerm | null;
  readonly constant: number;
}

/** Everything that a probe found out of an implementation that ran. */
export interface ProbeFindings {
  readonly kind: 'found';
  readonly map: RecoveredMap;
  readonly definition: TermMap;
  readonly rule: MapRule;
  /** For each output element of the call; null if the call has no bias. */
  readonly bias: readonly BiasTerm[] | null;
  /** The elements with other terms, another bias or a constant, by flat index. */
  readonly different: readonly number[];
  readonly first: DifferentElement | null;
  readonly precision: DerivedPrecision | null;
  readonly nonFinite: NonFiniteBehaviour | null;
  /** The difference of two runs on the same files that is as small as rounding; null if they are equal. */
  readonly repeated: RunDifference | null;
}

/** The result of a probe. */
export type ProbeAnswer =
  | ProbeFindings
  | { readonly kind: 'failed'; readonly failure: ProbeFailure; readonly purpose: ProbePurpose }
  | { readonly kind: 'not-deterministic'; readonly difference: RunDifference }
  | { readonly kind: 'not-finite'; readonly elements: NotFinite }
  | { readonly kind: 'ignored-factors'; readonly factors: readonly Factor[] }
  | { readonly kind: 'not-bilinear'; readonly broken: NotBilinear };

/** A probe with its runs. */
export interface ProbeResult {
  readonly subject: ProbeSubject;
  readonly answer: ProbeAnswer;
  readonly runs: readonly ProbePurpose[];
  /** False if the implementation takes only as many images as the call has. */
  readonly takesAnyBatch: boolean;
  /** True if an image among another number of images gives another output. */
  readonly dependsOnBatch: boolean;
  /** The run on random numbers; null if it failed. */
  readonly random: { readonly call: Call; readonly output: Tensor; readonly element: string } | null;
}

/** Returns true if a known mistake is certain to give the output of a run, so that it need not be taken apart. */
export type IsNamed = (random: NonNullable<ProbeResult['random']>) => boolean;

/**
 * Finds out what an implementation computes by running it on tensors of the probe's choice. A transposed convolution is
 * bilinear in input and weight, so the answers to single products are all there is to know of it.
 */
export function* probe(
  subject: ProbeSubject,
  limits: ProbeLimits,
  isNamed: IsNamed = () => false,
): Probing<ProbeResult> {
  const bench = new Bench(subject, limits);
  const random = yield* randomRun(bench);
  const result = (answer: ProbeAnswer): ProbeResult => ({
    subject,
    answer,
    runs: bench.runs,
    takesAnyBatch: bench.takesAnyBatch,
    dependsOnBatch: bench.dependsOnBatch,
    random: random.ok ? random.value : null,
  });
  const failed = (failure: ProbeFailure): ProbeResult =>
    result({ kind: 'failed', failure, purpose: bench.runs.at(-1) ?? 'random' });
  if (!random.ok) return failed(random.failure);
  const { call, output } = random.value;
  const elements = notFiniteIn(output);
  if (elements !== null) return result({ kind: 'not-finite', elements });
  const again = yield* bench.run('repeat', valuesOf(call));
  if (!again.ok) return failed(again.failure);
  const difference = differenceOf(output, again.value.output);
  if (difference?.isRounding === false) return result({ kind: 'not-deterministic', difference });

  const scaled = yield* bench.run('scaled', scaledValues(call));
  if (!scaled.ok) return failed(scaled.failure);
  const isLinear = nonLinearElement(output, scaled.value.output, null) === null;
  if (!isLinear) {
    const ignored = yield* ignoredFactors(bench, call, output);
    if (!ignored.ok) return failed(ignored.failure);
    if (ignored.value.length > 0) return result({ kind: 'ignored-factors', factors: ignored.value });
  }
  const map = yield* recoverMap(bench, isLinear, () => isNamed(random.value));
  if (!map.ok) return failed(map.failure);
  // A constant after the sums is no factor of anything, but what is left may be linear.
  const nonLinear = isLinear ? null : nonLinearElement(output, scaled.value.output, map.value.constant);
  const broken = nonLinear === null ? map.value.nonAdditive : { test: 'scaled' as const, element: nonLinear };
  if (broken !== null) {
    const activation = activationBehind(map.value, subject.geometry);
    return result({ kind: 'not-bilinear', broken: { ...broken, activation } });
  }
  const rest = yield* restOf(bench, map.value);
  if (!rest.ok) return failed(rest.failure);
  const last = yield* bench.run('repeat', valuesOf(call));
  if (!last.ok) return failed(last.failure);
  const later = differenceOf(output, last.value.output);
  if (later?.isRounding === false) return result({ kind: 'not-deterministic', difference: later });
  return result({ ...rest.value, repeated: difference ?? later });
}

function* randomRun(bench: Bench): Probing<Measured<NonNullable<ProbeResult['random']>>> {
  const { geometry, shape } = bench.subject;
  const values = {
    input: normalsOf(geometry.n * bench.imageSize, 1),
    weight: normalsOf(bench.weightSize, 2),
    bias: shape.bias === null ? null : normalsOf(shape.bias[0] ?? 0, 3),
  };
  const measured = yield* bench.run('random', values);
  return measured.ok ? { ok: true, value: { call: bench.callOf(values), ...measured.value } } : measured;
}

function notFiniteIn({ data }: Tensor): NotFinite | null {
  let [count, first] = [0, -1];
  data.forEach((value, at) => {
    if (Number.isFinite(value)) return;
    count += 1;
    if (first < 0) first = at;
  });
  return first < 0 ? null : { count, total: data.length, at: first, value: data[first] as number };
}

function valuesOf({ input, weight, bias }: Call) {
  return { input: input.data, weight: weight.data, bias: bias?.data ?? null };
}

function scaledValues({ input, weight, bias }: Call) {
  const times = (tensor: Tensor, factor: number): Float64Array => Float64Array.from(tensor.data, (v) => v * factor);
  return {
    input: times(input, scaledBy.input),
    weight: times(weight, scaledBy.weight),
    bias: bias === null ? null : times(bias, scaledBy.bias),
  };
}

/** The largest share of the largest value by which another order of summation may move an element. */
const roundingShare = 2 ** -8;

function differenceOf(first: Tensor, second: Tensor): RunDifference | null {
  let [count, at, worst, largest] = [0, 0, -1, 0];
  first.data.forEach((value, i) => {
    const other = second.data[i] as number;
    largest = Math.max(largest, Math.abs(value));
    if (Object.is(value, other)) return;
    count += 1;
    const off = Number.isFinite(value - other) ? Math.abs(value - other) : Infinity;
    if (off > worst) [worst, at] = [off, i];
  });
  if (count === 0) return null;
  return {
    count,
    total: first.data.length,
    at,
    first: first.data[at] as number,
    second: second.data[at] as number,
    isRounding: worst <= roundingShare * largest,
  };
}

/**
 * Returns the function that makes sums the values of the coded runs: the sums of the recovered terms or, because the
 * function may hide the terms, those of the definition. Null if none does.
 */
function activationBehind({ terms, checks }: RecoveredMap, geometry: Geometry): Activation | null {
  const after = (map: TermMap): Activation | null =>
    activationOf(
      checks.flatMap(({ call, output }) =>
        map.map((list, at) => ({ sum: sumOfTerms(list, call).sum, value: output.data[at] as number })),
      ),
    );
  return after(terms) ?? after(definitionMap(geometry));
}

function* restOf(bench: Bench, map: RecoveredMap): Probing<Measured<Omit<ProbeFindings, 'repeated'>>> {
  const { geometry } = bench.subject;
  const definition = definitionMap(geometry);
  const bias = yield* recoverBias(bench, map.constant);
  if (!bias.ok) return bias;
  const different = differentElements(geometry, map, definition, bias.value);
  const rule = mapRuleOf(map.terms, geometry);
  // The next runs have images of their own.
  const isOwn = rule.images?.every((image, n) => image === n) === true;
  const precision = isOwn ? yield* derivePrecision(bench, map.terms) : { ok: true as const, value: null };
  if (!precision.ok) return precision;
  const nonFinite = isOwn ? yield* probeNonFinite(bench, map.terms) : { ok: true as const, value: null };
  if (!nonFinite.ok) return nonFinite;
  const [at] = different;
  const first =
    at === undefined
      ? null
      : {
          at,
          required: definition[at] ?? [],
          actual: map.terms[at] ?? [],
          requiredBias: bias.value === null ? null : { channel: channelOf(geometry, at), coefficient: 1 },
          actualBias: bias.value?.[at] ?? null,
          constant: map.constant[at % map.constant.length] as number,
        };
  return {
    ok: true,
    value: {
      kind: 'found',
      map,
      definition,
      rule,
      bias: bias.value,
      different,
      first,
      precision: precision.value,
      nonFinite: nonFinite.value,
    },
  };
}

function channelOf({ cout, columns }: Geometry, at: number): number {
  return Math.floor(at / columns) % cout;
}

function differentElements(
  geometry: Geometry,
  { terms, constant, unexplained }: RecoveredMap,
  definition: TermMap,
  bias: readonly BiasTerm[] | null,
): readonly number[] {
  const open = new Set(unexplained);
  return definition.flatMap((required, at) => {
    const part = bias?.[at] ?? null;
    const hasBias = part === null || (part.coefficient === 1 && part.channel === channelOf(geometry, at));
    const isConstant = Math.abs(constant[at % constant.length] as number) <= 0.05;
    const isSame = hasBias && isConstant && !open.has(at) && haveSameTerms(required, terms[at] ?? []);
    return isSame ? [] : [at];
  });
}
