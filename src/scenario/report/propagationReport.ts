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

/** The sources of the NaN and infinities of an output. JSON-safe. */
export interface PropagationReport {
  /** The formulation to which `spoils` and `kinds` refer. */
  readonly formulation: FormulationId;
  /** The first sources of each tensor: input, weight, bias, each row-major. */
  readonly sources: readonly SourceReport[];
  /** The number of all sources by tensor. */
  readonly counts: Readonly<Record<SourceTensor, number>>;
  /** The number of output elements of the formulation by kind; see NonFiniteCause. */
  readonly kinds: Readonly<Record<keyof typeof NonFiniteCause, number>>;
  /** For each formulation that supports the call, the number of output elements that the sources make non-finite. */
  readonly formulations: readonly {
    readonly formulation: FormulationId;
    readonly nonFinite: number;
  }[];
  /**
   * The number of elements of the output to check by kind; see ForeignKind. Null if there is none, or it has another
   * shape.
   */
  readonly actual: Readonly<Record<keyof typeof ForeignKind, number>> | null;
}

/** A NaN or an infinity in a tensor of the call. */
export interface SourceReport {
  readonly tensor: SourceTensor;
  readonly index: readonly number[];
  /** The value as documents write it. */
  readonly value: 'NaN' | 'Infinity' | '-Infinity';
  /** Output elements that the source makes non-finite by the definition. */
  readonly reaches: number;
  /** Output elements that the source makes non-finite in the formulation. */
  readonly spoils: number;
}

/** The report, and the kind of each output element. */
export interface TracedCall {
  readonly report: PropagationReport;
  /** The NonFiniteCause of each element of the formulation's output. */
  readonly outputs: Uint8Array<ArrayBuffer>;
  /** The ForeignKind of each element of the output to check; null without one. */
  readonly actual: Uint8Array<ArrayBuffer> | null;
}

/** Sources that are listed for each tensor. */
const maxSources = 100;

/**
 * Traces the NaN and infinities of a valid call to its output. `output` is that of the formulation; `actual` is the
 * output to check, of the same shape, or null. Takes two bytes for each output element, three with `actual`.
 */
export function* tracePropagation(
  call: Call,
  geometry: Geometry,
  formulation: FormulationId,
  output: Tensor,
  actual: Tensor | null,
): Steps<TracedCall> {
  const propagation = yield* propagationOf(call, geometry, formulation, output, { most: maxSources });
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
 * Traces the NaN and infinities of a call and of an output to check; returns null if there are none. Runs the
 * formulation of the scenario only if there are some. An output of another shape is left out.
 */
export function* outputPropagation(
  { call: given, geometry, formulation, profile }: Omit<ResolvedCall, 'actual'>,
  actual: Tensor,
): Steps<PropagationReport | null> {
  // An element that overflows as it enters an emulated precision is a source as well.
  const call = yield* roundCall(given, profile);
  const { counts } = yield* findNonFinite(call, 0);
  const checked = isSameShape(actual.shape, geometry.outputShape) ? actual : null;
  const finite = checked?.data.every((value) => Number.isFinite(value)) ?? true;
  if (finite && counts.input + counts.weight + counts.bias === 0) return null;
  const output = yield* runRounded(call, geometry, formulation);
  const { report } = yield* tracePropagation(call, geometry, formulation.id, output, checked);
  return hasNonFinite(report) ? report : null;
}

/** Returns true if there is a source or a non-finite output element. */
export function hasNonFinite({ counts, kinds, actual }: PropagationReport): boolean {
  const sources = counts.input + counts.weight + counts.bias;
  return sources + kinds.overflow + (actual?.unexplained ?? 0) > 0;
}

function sourceReport({ tensor, index, value, reaches, spoils }: PropagationSource): SourceReport {
  const text = Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  return { tensor, index, value: text, reaches, spoils };
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
