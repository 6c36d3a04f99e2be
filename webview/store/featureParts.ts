import type { ReadonlySignal } from '@preact/signals';
import type { PictureSource } from '../../src/protocol/tileMessages.ts';
import type { KeyRow } from '../ui/keyTable.ts';
import type { ProbeFile } from '../../src/protocol/hostMessages.ts';
import type { DiagnosisReport } from '../../src/scenario/report/diagnosisReport.ts';

/** The saved state of a part of the page, which survives hiding, moving and reloading the panel. JSON only. */
export type SavedRecord = Readonly<Record<string, unknown>>;

/** A part of the page with state to save. All parts share one record, so their keys must differ. */
export interface SavedPart {
  /** Returns the state to save, which depends on signals only. */
  readonly save: () => SavedRecord;
  /** Restores the entries that are valid and ignores the others. */
  readonly restore: (saved: SavedRecord) => void;
}

/** A tab that follows the cursor. */
export interface CursorView {
  readonly isOpen: ReadonlySignal<boolean>;
  readonly open: () => void;
}

/** The feature that explains verdicts, for the parts of the page that show one. */
export interface VerdictExplainer {
  /** The diagnosis of the current output to check; null if there is none, or it is not finished. */
  readonly report: ReadonlySignal<DiagnosisReport | null>;
  /** True while the explanation is visible. */
  readonly isOpen: ReadonlySignal<boolean>;
  /** Opens the explanation. */
  readonly open: () => void;
}

/** The parts that a started feature adds to the page. Each is optional. */
export interface FeatureParts {
  /**
   * Stops a computation that the user asked for, before anything else that Escape stops; returns false if there is
   * none.
   */
  readonly cancelQuestion?: () => boolean;
  /**
   * Stops a computation that started by itself, after anything else that Escape stops; returns false if there is none.
   */
  readonly cancelBackground?: () => boolean;
  readonly saved?: SavedPart;
  /** Given if the feature's tab follows the cursor. Moving to a mismatch opens the first such tab if none is open. */
  readonly cursorView?: CursorView;
  readonly verdictExplainer?: VerdictExplainer;
  /** Shows the call in the words of each framework. Given by the feature that writes them. */
  readonly showFrameworks?: () => void;
  /** Shows the result file of a probe. Given by the feature that reads them. */
  readonly showProbe?: (file: ProbeFile) => void;
  /** The feature's keys, listed under its title. They work on every tab. */
  readonly keys?: readonly KeyRow[];
  /** The source of the pictures on the feature's tab; null if the tab shows the current run. */
  readonly pictures?: ReadonlySignal<PictureSource | null>;
}
