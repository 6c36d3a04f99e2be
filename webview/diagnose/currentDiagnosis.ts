import type { Float64Tensor } from '../../src/engine/core/tensor.ts';
import type { DiagnoseReply } from '../../src/protocol/workerMessages.ts';
import type { DiagnosisReport } from '../../src/scenario/report/diagnosisReport.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import type { EngineFile } from '../workers/engineClient.ts';

/** A finished diagnosis, and the selected hypothesis. */
export interface CurrentDiagnosis extends DiagnoseReply {
  readonly subject: DiagnosisSubject;
  /** The path of the output's file. */
  readonly file: string;
  /** The key of the selected hypothesis; until its explanation is computed, `explanation` is another one's. */
  readonly selected: string | null;
  /** The output that the explained hypothesis predicts; null if there is none. */
  readonly predicted: Float64Tensor | null;
}

/** What the maps of a diagnosis draw, and the numbers that their scales follow; known before any mistake is tried. */
export interface MappedDiagnosis extends Pick<
  CurrentDiagnosis,
  'actual' | 'expected' | 'predicted' | 'selected' | 'explanation'
> {
  readonly subject: Pick<DiagnosisSubject, 'made'>;
  readonly report: Pick<DiagnosisReport, 'error'>;
}

/** An output to diagnose; each run has another `owner`. */
export interface DiagnosisSubject {
  readonly owner: object;
  readonly scenario: Scenario;
  /** True if the output is diagnosed although the tab is hidden, because it is wrong and its verdict names the mistake. */
  readonly isDiagnosedUnseen: boolean;
  /** Set if the output was made on purpose: its bytes as a file, and whether its call is the page's own. */
  readonly made?: { readonly file: EngineFile; readonly isOwnCall: boolean };
}
