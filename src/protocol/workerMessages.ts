import type { ElementName } from '../formats/common/element.ts';
import type { CallShape, Call } from '../engine/core/call.ts';
import type { Certificate } from '../engine/certificates/certificate.ts';
import type { GradientCertificate } from '../engine/certificates/gradient.ts';
import type { ScanResult } from '../engine/compare/errorScan.ts';
import type { ErrorSpread } from '../engine/compare/errorSpread.ts';
import type { Extent } from '../engine/compare/spreadScale.ts';
import type { WantedBin } from '../engine/compare/quantiles.ts';
import type { Geometry } from '../engine/geometry/geometry.ts';
import type { OutputSizeQuery } from '../engine/layer/nearestCalls.ts';
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
 * webview → worker: keeps the tensor of a `.npy` file under an id. Later runs refer to the id. Error messages call the
 * file `path`.
 */
export const giveFileRequest = defineRequest<
  {
    readonly id: number;
    readonly path: string;
    readonly bytes: ArrayBuffer;
    /** The element type in the file; undefined if it does not matter. */
    readonly element?: ElementName | undefined;
  },
  null
>('give-file');

/** webview → worker: drops the files with these ids, which no later run uses. */
export const forgetFilesEvent = defineEvent<readonly number[]>('forget-files');

/** The input of a run or a diagnosis. */
export interface ScenarioJob {
  readonly scenario: Scenario;
  /** The id of each file that the scenario names. The files must have been sent to the worker before. */
  readonly files: readonly (readonly [path: string, id: number])[];
  /** The most bytes that a run may allocate. A call that needs more is refused with an estimate. */
  readonly memoryCap: number;
}

/** webview → worker: runs a scenario and reports progress in steps. */
export const runRequest = defineRequest<ScenarioJob, Result<Run>>('run');

/** A diagnosis as the page shows it. The worker keeps the hypotheses and computes them on request. */
export interface DiagnoseReply {
  readonly report: DiagnosisReport;
  /** The shapes and parameters of the call. */
  readonly call: CallShape;
  /** The output to check. */
  readonly actual: Tensor;
  /** The float64 reference of the call. */
  readonly expected: Float64Tensor;
  /**
   * The hypotheses that apply to the call: first the ones that match the output, then the others, whose distance has
   * not been measured yet. Empty if the output is correct.
   */
  readonly rows: readonly HypothesisRow[];
  /** The best match; null if no known mistake explains the output. */
  readonly explanation: HypothesisExplanation | null;
  /** Number of known mistakes that would not change this call. */
  readonly notApplying: number;
  /** Flat index of the first element that rounding does not explain. Null if there is none, or if the shapes differ. */
  readonly firstMismatch: number | null;
  /**
   * Flat index of the first element that is NaN or infinite in at least one of the two outputs and not equal in both.
   * Null if there is none, or if the shapes differ.
   */
  readonly firstNonFinite: number | null;
  /**
   * Number of pairs of mistakes that were not tried because a single mistake explains the output; null if they were
   * tried.
   */
  readonly pairsLeft: number | null;
}

/**
 * webview → worker: diagnoses the scenario's output to check. Refused as {@link runRequest} is, except that the output
 * may have a different shape.
 */
export const diagnoseRequest = defineRequest<ScenarioJob, Result<DiagnoseReply>>('diagnose');

/** webview → worker: measures how far the output is from what a hypothesis of the last diagnosis predicts. */
export const measureRequest = defineRequest<{ readonly key: string }, HypothesisRow>('measure');

/**
 * webview → worker: returns what a hypothesis of the last diagnosis predicts and changes, and how to fix the mistake.
 */
export const explainRequest = defineRequest<{ readonly key: string }, HypothesisExplanation>('explain');

/**
 * webview → worker: searches for pairs of mistakes that explain the output. Leaves out mistakes that explain the output
 * alone.
 */
export const pairsRequest = defineRequest<null, readonly HypothesisRow[]>('pairs');

/** webview → worker: gives back the buffers of a run that is no longer shown. The next run may overwrite them. */
export const recycleRequest = defineRequest<readonly ArrayBuffer[], null>('recycle');

/** worker → webview: the worker has started and listens. */
export const workerReady = defineEvent<null>('worker-ready');

/** webview → worker: checks that the worker responds. A healthy worker replies even while it computes. */
export const pingRequest = defineRequest<null, null>('ping');

/**
 * webview → worker: computes each output channel's response to an all-ones input. Returns null if along an axis fewer
 * output elements than the stride are free of border effects.
 */
export const responseRequest = defineRequest<
  Pick<Call, 'weight' | 'bias'> & { readonly geometry: Geometry },
  readonly ChannelResponse[] | null
>('response');

/** webview → worker: finds the calls that match a query, nearest first. */
export const solveRequest = defineRequest<OutputSizeQuery, readonly PairSolution[]>('solve');

/**
 * webview → worker: checks that the call is the adjoint of conv2d and that its gradients are right, within their
 * rounding bounds.
 */
export const certificatesRequest = defineRequest<
  { readonly call: Call; readonly geometry: Geometry; readonly seed: number },
  { readonly adjoint: Certificate; readonly gradient: GradientCertificate }
>('certificates');

// worker → its helper workers, in this order for each part

/** Computes a part of a call's output and the largest errors in it. The helper keeps the part for the next requests. */
export const computePartRequest = defineRequest<PartJob, { readonly scanned: ScanResult; readonly by: ReferenceBy }>(
  'compute-part',
);
/** Computes the part's histogram, sums and bins. Needs the largest error of the whole run. */
export const spreadPartRequest = defineRequest<Extent, ErrorSpread>('spread-part');
/** Returns the part and its errors in the bins that contain the quantiles. */
export const keepPartRequest = defineRequest<
  { readonly wanted: readonly WantedBin[]; readonly largest: number },
  PartResult
>('keep-part');
