import type { ElementName } from '../../formats/common/element.ts';
import type { ReportOutcome } from '../facts/reportFacts.ts';

/** The data of the debugger in an HTML report, which its script reads from the element {@link reportElements}.data. */
export interface EmbeddedReport {
  /** The text of the scenario. */
  readonly scenario: string;
  /** The tensors that the scenario names, each as the bytes of a `.npy` file, in base64, with its file's element type. */
  readonly tensors: readonly (readonly [path: string, npy: string, element: ElementName])[];
  /** The tensors that were left out, with their sizes in bytes. */
  readonly leftOut: readonly (readonly [path: string, bytes: number])[];
  /** The SHA-256 of the output that the formulation computed when the report was made; null if the call was refused. */
  readonly sha256: string | null;
  /** The folder of the documentation's pages on the web. */
  readonly documentation: string;
  /** The debugger's document, with its script and its styles: deflated, then base64. */
  readonly page: string;
}

/** Returns the id of the tab that a report opens at first: Diagnose for a wrong output, otherwise null, the first tab. */
export function firstTab(outcome: ReportOutcome): string | null {
  return outcome.kind === 'ran' && outcome.checked?.passed === false ? 'diagnose' : null;
}

/** The ids of the elements that an HTML report and its script share. */
export const reportElements = { data: 'report-data', frame: 'debugger', status: 'debugger-status' } as const;
