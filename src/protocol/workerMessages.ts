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

/** webview → worker: keeps the tensor in the bytes of a `.npy` file under this id, for the runs that name it. `path` is what refusals call the file. */
export const giveFileRequest = defineRequest<
  { readonly id: number; readonly path: string; readonly bytes: ArrayBuffer },
  null
>('give-file');

/** webview → worker: no run will name these files any more. */
export const forgetFilesEvent = defineEvent<readonly number[]>('forget-files');

/** What a run or a diagnosis starts from. */
export interface ScenarioJob {
  readonly scenario: Scenario;
  /** The id of every file that the scenario names: each was given to the worker before. */
  readonly files: readonly (readonly [path: string, id: number])[];
  /** Bytes a run may allocate; above it the call is refused with the estimate. */
  readonly memoryCap: number;
}

/** webview → worker: runs a scenario. Progress comes as steps. */
export const runRequest = defineRequest<ScenarioJob, Result<Run>>('run');

/** webview → worker: compares two tensors of one shape, without a call. */
export const compareRequest = defineRequest<
  { readonly actual: Tensor; readonly expected: Tensor; readonly tolerance: Tolerance },
  Comparison
>('compare');

/** A diagnosis as the page shows it; the worker keeps what predicts its hypotheses. */
export interface DiagnoseReply {
  readonly report: DiagnosisReport;
  /** The output that is explained. */
  readonly actual: Tensor;
  /** The output that the call makes. */
  readonly expected: Float64Tensor;
  /** The hypotheses that apply to the call: first the matches, then the others, which are not measured yet; empty if the output is right. */
  readonly rows: readonly HypothesisRow[];
  /** The best match; null where nothing known explains the output. */
  readonly explanation: HypothesisExplanation | null;
  /** Mistakes that would change nothing of this call. */
  readonly notApplying: number;
  /** Flat index of the first element that is not right within rounding; null if there is none, or if the output has another shape. */
  readonly firstMismatch: number | null;
  /** How many pairs of mistakes were not tried, since a single mistake explains the output; null if they were tried. */
  readonly pairsLeft: number | null;
}

/** webview → worker: diagnoses the scenario's output to check. Refused like {@link runRequest}, but for an output of another shape. */
export const diagnoseRequest = defineRequest<ScenarioJob, Result<DiagnoseReply>>('diagnose');

/** webview → worker: measures how far the output is from what a hypothesis of the last diagnosis makes, by the hypothesis's key. */
export const measureRequest = defineRequest<{ readonly key: string }, HypothesisRow>('measure');

/** webview → worker: computes what a hypothesis of the last diagnosis makes, and how the mistake is mended. */
export const explainRequest = defineRequest<{ readonly key: string }, HypothesisExplanation>('explain');

/** webview → worker: searches pairs of mistakes that make the output; mistakes that make it by themselves are left out. */
export const pairsRequest = defineRequest<null, readonly HypothesisRow[]>('pairs');

/** webview → worker: gives back the buffers of a run that is shown no more, for the next run to overwrite. */
export const recycleRequest = defineRequest<readonly ArrayBuffer[], null>('recycle');

/** worker → webview: alive and listening. */
export const workerReady = defineEvent<null>('worker-ready');

/** webview → worker: answered at once by a worker that is alive, even while a run is under way. */
export const pingRequest = defineRequest<null, null>('ping');

/** webview → worker: computes what each output channel makes of ones; null if the output has no interior. */
export const responseRequest = defineRequest<
  Pick<Call, 'weight' | 'bias'> & { readonly geometry: Geometry },
  readonly ChannelResponse[] | null
>('response');

/** A question to the inverse solver: calls like this one whose output has a certain height and width. */
export interface Wanted {
  readonly shape: CallShape;
  readonly output: Pair;
  /** How far from its present value each parameter is searched. */
  readonly reach: number;
  /** False if the kernel's size has to stay, since the weight is in a file. */
  readonly freeKernel: boolean;
  /** Whether only calls with the same values along both axes are wanted. */
  readonly sameAlongBoth: boolean;
  readonly limit: number;
}

/** webview → worker: finds the nearest of the wanted calls, at most `limit`. */
export const solveRequest = defineRequest<Wanted, readonly PairSolution[]>('solve');

/** webview → worker: checks the adjoint identity and the gradients of a call against their rounding bounds. */
export const certificatesRequest = defineRequest<
  { readonly call: Call; readonly geometry: Geometry; readonly seed: number },
  { readonly adjoint: Certificate; readonly gradient: GradientCertificate }
>('certificates');

// worker → the workers that help it, in this order for each part

/** Computes a part and looks at its errors; the worker keeps what it made. */
export const computePartRequest = defineRequest<PartJob, { readonly scanned: ScanResult; readonly by: ReferenceBy }>(
  'compute-part',
);
/** Spreads the errors of the part out, now that the whole's extent is known. */
export const spreadPartRequest = defineRequest<Extent, ErrorSpread>('spread-part');
/** Hands over the part, with the errors that quantiles are made of. */
export const keepPartRequest = defineRequest<
  { readonly wanted: readonly WantedBin[]; readonly largest: number },
  PartResult
>('keep-part');
