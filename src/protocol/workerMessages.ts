import type { CallShape, Call, Pair } from '../engine/core/call.ts';
import type { Certificate } from '../engine/certificates/certificate.ts';
import type { GradientCertificate } from '../engine/certificates/gradient.ts';
import type { ScanResult } from '../engine/compare/errorScan.ts';
import type { ErrorSpread } from '../engine/compare/errorSpread.ts';
import type { Extent } from '../engine/compare/spreadScale.ts';
import type { WantedBin } from '../engine/compare/quantiles.ts';
import type { Comparison, Tolerance } from '../engine/compare/comparison.ts';
import type { Geometry } from '../engine/geometry/geometry.ts';
import type { PairSolution } from '../engine/layer/solveOutputSize.ts';
import type { ChannelResponse } from '../engine/layer/response.ts';
import type { ReferenceBy } from '../engine/reference/reference.ts';
import type { Result } from '../engine/core/refusal.ts';
import type { Float64Tensor, Tensor } from '../engine/core/tensor.ts';
import type { DiagnosisReport } from '../scenario/report/diagnosisReport.ts';
import type { HypothesisExplanation, HypothesisRow } from '../scenario/report/hypothesisRow.ts';
import type { PartJob, PartResult } from '../scenario/run/partRun.ts';
import type { Run } from '../scenario/run/run.ts';
import type { Scenario } from '../scenario/document/scenario.ts';
import { defineEvent, defineRequest } from './channel.ts';

/**
 * webview → worker: keeps the tensor of a `.npy` file under an id, for the runs that name the id. Refusals call the
 * file `path`.
 */
export const giveFileRequest = defineRequest<
  { readonly id: number; readonly path: string; readonly bytes: ArrayBuffer },
  null
>('give-file');

/** webview → worker: drops files that no later run names. */
export const forgetFilesEvent = defineEvent<readonly number[]>('forget-files');

/** The input of a run or a diagnosis. */
export interface ScenarioJob {
  readonly scenario: Scenario;
  /** The id of every file that the scenario names; each was sent to the worker before. */
  readonly files: readonly (readonly [path: string, id: number])[];
  /** Bytes that a run may allocate; a call that needs more is refused with the estimate. */
  readonly memoryCap: number;
}

/** webview → worker: runs a scenario and reports progress in steps. */
export const runRequest = defineRequest<ScenarioJob, Result<Run>>('run');

/** webview → worker: compares two tensors of the same shape, without a call. */
export const compareRequest = defineRequest<
  { readonly actual: Tensor; readonly expected: Tensor; readonly tolerance: Tolerance },
  Comparison
>('compare');

/** A diagnosis as the page shows it; the worker keeps the hypotheses, which it computes on request. */
export interface DiagnoseReply {
  readonly report: DiagnosisReport;
  /** The shapes and parameters of the call. */
  readonly call: CallShape;
  /** The output to check. */
  readonly actual: Tensor;
  /** The float64 reference of the call. */
  readonly expected: Float64Tensor;
  /**
   * The hypotheses that apply to the call: the matches, then the others, not measured yet; empty if the output is
   * correct.
   */
  readonly rows: readonly HypothesisRow[];
  /** The best match; null if no known mistake explains the output. */
  readonly explanation: HypothesisExplanation | null;
  /** Number of known mistakes that would not change this call. */
  readonly notApplying: number;
  /** Flat index of the first element that rounding does not explain; null if there is none, or if the shapes differ. */
  readonly firstMismatch: number | null;
  /**
   * Flat index of the first element that is NaN or infinite on one side only, or another non-finite value; null if there
   * is none, or if the shapes differ.
   */
  readonly firstNonFinite: number | null;
  /**
   * Number of pairs of mistakes that were skipped because a single mistake explains the output; null if they were
   * tried.
   */
  readonly pairsLeft: number | null;
}

/**
 * webview → worker: diagnoses the scenario's output to check. Refused like {@link runRequest}, except that the output
 * may have another shape.
 */
export const diagnoseRequest = defineRequest<ScenarioJob, Result<DiagnoseReply>>('diagnose');

/** webview → worker: measures the distance from the output to the prediction of a hypothesis of the last diagnosis. */
export const measureRequest = defineRequest<{ readonly key: string }, HypothesisRow>('measure');

/** webview → worker: computes the prediction of a hypothesis of the last diagnosis, its changes and its fix. */
export const explainRequest = defineRequest<{ readonly key: string }, HypothesisExplanation>('explain');

/** webview → worker: searches for pairs of mistakes that explain the output, without mistakes that explain it alone. */
export const pairsRequest = defineRequest<null, readonly HypothesisRow[]>('pairs');

/** webview → worker: returns the buffers of a run that is no longer shown, for the next run to overwrite. */
export const recycleRequest = defineRequest<readonly ArrayBuffer[], null>('recycle');

/** worker → webview: the worker has started and listens. */
export const workerReady = defineEvent<null>('worker-ready');

/** webview → worker: checks that the worker is alive; it replies even while it computes. */
export const pingRequest = defineRequest<null, null>('ping');

/**
 * webview → worker: computes each output channel's response to an all-ones input; null if the output has no interior.
 */
export const responseRequest = defineRequest<
  Pick<Call, 'weight' | 'bias'> & { readonly geometry: Geometry },
  readonly ChannelResponse[] | null
>('response');

/** A query for calls near a given one whose output has a certain height and width. */
export interface SolveQuery {
  readonly shape: CallShape;
  /** The required output height and width. */
  readonly output: Pair;
  /** Largest distance of a parameter from its current value. */
  readonly reach: number;
  /** False if the kernel's size is fixed, because the weight is in a file. */
  readonly freeKernel: boolean;
  /** True if only calls with the same values along both axes are returned. */
  readonly sameAlongBoth: boolean;
  /** Most calls that are returned. */
  readonly limit: number;
}

/** webview → worker: finds the calls that match a query, the nearest first. */
export const solveRequest = defineRequest<SolveQuery, readonly PairSolution[]>('solve');

/** webview → worker: checks the adjoint identity and the gradients of a call against their rounding bounds. */
export const certificatesRequest = defineRequest<
  { readonly call: Call; readonly geometry: Geometry; readonly seed: number },
  { readonly adjoint: Certificate; readonly gradient: GradientCertificate }
>('certificates');

// worker → its helper workers, in this order for each part

/** Computes a part and scans its errors for the largest; the helper keeps the part. */
export const computePartRequest = defineRequest<PartJob, { readonly scanned: ScanResult; readonly by: ReferenceBy }>(
  'compute-part',
);
/** Computes the part's histogram, means and bins, given the largest error of the whole run. */
export const spreadPartRequest = defineRequest<Extent, ErrorSpread>('spread-part');
/** Returns the part, with its errors in the bins that contain quantiles. */
export const keepPartRequest = defineRequest<
  { readonly wanted: readonly WantedBin[]; readonly largest: number },
  PartResult
>('keep-part');
