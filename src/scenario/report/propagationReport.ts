import type { Call } from '../../engine/core/call.ts';
import { foreignPropagationOf, ForeignKind } from '../../engine/diagnose/nonFinite/foreignPropagation.ts';
import { formulationPropagations } from '../../engine/diagnose/nonFinite/formulationPropagations.ts';
import { findNonFinite, type SourceTensor } from '../../engine/diagnose/nonFinite/sources.ts';
import { roundCall, runRounded } from '../../engine/precision/emulate.ts';
import type { ResolvedCall } from '../run/resolveCall.ts';
import { propagationOf, type PropagationSource } from '../../engine/diagnose/nonFinite/propagation.ts';
import type { NonFiniteCause } from '../../engine/diagnose/nonFinite/nonFiniteCause.ts';
import type { FormulationId } from '../../engine/provenance/formulation.ts';
import type { Geometry } from '../../engine/geometry/geometry.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { isSameShape, type Tensor } from '../../engine/core/tensor.ts';

/** Where the NaN and infinities of an output come from, as numbers. JSON-safe. */
export interface PropagationReport {
  /** The formulation that `spoils` and `kinds` are of. */
  readonly formulation: FormulationId;
  /** The first of each tensor: input, weight, bias, row-major. */
  readonly sources: readonly SourceReport[];
  /** All of them. */
  readonly counts: Readonly<Record<SourceTensor, number>>;
  /** Output elements of the formulation by what they are: see NonFiniteCause. */
  readonly kinds: Readonly<Record<keyof typeof NonFiniteCause, number>>;
  /** Of each formulation that serves the call, how many output elements the sources make non-finite. */
  readonly formulations: readonly {
    readonly formulation: FormulationId;
    readonly nonFinite: number;
  }[];
  /** Elements of the output to check by what they are: see ForeignKind. Null without one of the call's shape. */
  readonly actual: Readonly<Record<keyof typeof ForeignKind, number>> | null;
}

/** A NaN or an infinity of the call. */
export interface SourceReport {
  readonly tensor: SourceTensor;
  readonly index: readonly number[];
  /** As documents write it. */
  readonly value: 'NaN' | 'Infinity' | '-Infinity';
  /** Output elements that it makes non-finite by the definition. */
  readonly reaches: number;
  /** Output elements that it makes non-finite in the formulation. */
  readonly spoils: number;
}

/** The report and what each output element is. */
export interface TracedCall {
  readonly report: PropagationReport;
  /** A NonFiniteCause for each element of the formulation's output. */
  readonly outputs: Uint8Array<ArrayBuffer>;
  /** A ForeignKind for each element of the output to check; null without one. */
  readonly actual: Uint8Array<ArrayBuffer> | null;
}

/** Sources listed of each tensor. */
const most = 100;

/**
 * Follows the NaN and infinities of an accepted call to its output. `output` is the formulation's, `actual` the output
 * to check, of the same shape, if there is one. Takes two bytes for each output element, three with `actual`.
 */
export function* tracePropagation(
  call: Call,
  geometry: Geometry,
  formulation: FormulationId,
  output: Tensor,
  actual: Tensor | null,
): Steps<TracedCall> {
  const propagation = yield* propagationOf(call, geometry, formulation, output, { most });
  const formulations = yield* formulationPropagations(call, geometry, propagation.counts);
  const foreign = actual && (yield* foreignPropagationOf(call, geometry, actual));
  const [clean, defined, formulated, overflow] = propagation.kinds;
  return {
    report: {
      formulation,
      sources: propagation.sources.map(sourceReport),
      counts: propagation.counts,
      kinds: { clean, defined, formulated, overflow },
      formulations,
      actual: foreign && foreignCounts(foreign.kinds),
    },
    outputs: propagation.outputs,
    actual: foreign?.outputs ?? null,
  };
}

/**
 * Where NaN and infinities of a call and of an output to check come from; null where there are none. Runs the
 * scenario's formulation only if there are. An output of another shape is left out.
 */
export function* outputPropagation(
  { call: given, geometry, formulation, profile }: Omit<ResolvedCall, 'actual'>,
  actual: Tensor,
): Steps<PropagationReport | null> {
  // What overflows as it enters an emulated precision is a source as well.
  const call = yield* roundCall(given, profile);
  const { counts } = yield* findNonFinite(call, 0);
  const checked = isSameShape(actual.shape, geometry.outputShape) ? actual : null;
  const finite = checked?.data.every((value) => Number.isFinite(value)) ?? true;
  if (finite && counts.input + counts.weight + counts.bias === 0) return null;
  const output = yield* runRounded(call, geometry, formulation);
  const { report } = yield* tracePropagation(call, geometry, formulation.id, output, checked);
  return hasNonFinite(report) ? report : null;
}

/** Whether there is anything to say: a source, or an output element that is not finite. */
export function hasNonFinite({ counts, kinds, actual }: PropagationReport): boolean {
  const sources = counts.input + counts.weight + counts.bias;
  return sources + kinds.overflow + (actual?.unexplained ?? 0) > 0;
}

function sourceReport({ of: tensor, index, value, reaches, spoils }: PropagationSource): SourceReport {
  const words = Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  return { tensor, index, value: words, reaches, spoils };
}

function foreignCounts(kinds: readonly number[]): PropagationReport['actual'] {
  const count = (kind: ForeignKind): number => kinds[kind] ?? 0;
  return {
    clean: count(ForeignKind.clean),
    defined: count(ForeignKind.defined),
    formulated: count(ForeignKind.formulated),
    unexplained: count(ForeignKind.unexplained),
    missing: count(ForeignKind.missing),
  };
}
