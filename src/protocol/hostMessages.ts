import type { ElementName } from '../formats/common/element.ts';
import type { NpyOfTensor } from '../formats/readTensorAsNpy.ts';
import type { Cursor, StageId } from '../engine/provenance/stage.ts';
import type { Result } from '../engine/core/refusal.ts';
import type { Shape } from '../engine/core/tensor.ts';
import type { RunReport } from '../scenario/report/runReport.ts';
import type { DocsPlace } from '../scenario/text/explainedTerms.ts';
import type { FileSource, Scenario } from '../scenario/document/scenario.ts';
import { defineEvent, defineRequest } from './channel.ts';
import type { CodeLink } from './codeMessages.ts';
import type { ScenarioVersions } from './versionMessages.ts';

export interface Settings {
  /** The most bytes that a run may allocate. */
  readonly memoryCap: number;
}

/** The state that the page starts with. */
export interface PageStart {
  /** The scenario to show; null if the page starts empty. */
  readonly scenario: Result<Scenario> | null;
  /** Where edits go: a document's edits change its text and VS Code undoes them; a panel's edits stay in the panel. */
  readonly origin: { readonly kind: 'panel' } | { readonly kind: 'document'; readonly readonly: boolean };
  /** The directions in which the edits of a panel can be stepped through; null for a document. */
  readonly history: History | null;
  readonly settings: Settings;
  /** True if the host can hand the call on; see {@link handOnRequest}. */
  readonly canHandOn: boolean;
  /** True if the page shows the introduction below the figure, that is if the user has not dismissed it. */
  readonly coach: boolean;
  /** The call in source code that the scenario comes from; null for any other scenario. */
  readonly code: CodeLink | null;
  /** The two versions of the call, one of which is `scenario`; null if there is only one. */
  readonly versions: ScenarioVersions | null;
}

/** Says in which directions a step through the edits of a panel is possible. */
export interface History {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** An action of the debugger that a command, a key binding or an integration test can request. */
export type Action =
  | 'first'
  | 'step-back'
  | 'step'
  | 'play'
  | 'next-mismatch'
  | 'previous-mismatch'
  | 'cancel'
  | 'undo'
  | 'redo'
  | 'show-frameworks'
  /** Opens the explanation of the verdict. */
  | 'explain';

// webview → host

/** The page's first message. The reply contains everything the page starts with. */
export const readyRequest = defineRequest<null, PageStart>('ready');
/**
 * Edits the scenario; returns false if the edit failed. If `continues`, a panel undoes the edit together with the one
 * before. In a document, every edit is a step of VS Code's undo stack.
 */
export const editRequest = defineRequest<{ readonly scenario: Scenario; readonly continues: boolean }, boolean>('edit');
/**
 * Undoes or redoes an edit, after the edits that were sent before. The resulting scenario arrives as
 * {@link scenarioChanged}.
 */
export const stepHistoryRequest = defineRequest<{ readonly direction: 'undo' | 'redo' }, null>('step-history');
/** Opens the text of the document beside the page. */
export const showSourceRequest = defineRequest<null, null>('show-source');
/** Opens VS Code's settings at the memory limit. */
export const openMemoryCapRequest = defineRequest<null, null>('open-memory-cap');
/** Reads the tensor at a path. */
export const readFileRequest = defineRequest<{ readonly path: string }, Result<NpyOfTensor>>('read-file');
/** A tensor of a file that the user dropped or chose. */
export interface OpenedTensor {
  /** The tensor as the scenario names it. */
  readonly source: FileSource;
  /** The element type in the file. */
  readonly element: ElementName;
  /** The shape in the file. */
  readonly shape: Shape;
  /**
   * The tensor as the bytes of a `.npy` file. Null if reading failed; the run that uses the tensor then reports why.
   */
  readonly bytes: ArrayBuffer | null;
}

/**
 * Opens the tensor file at a URI or, if `uri` is null, one that the user chooses in a dialog. Returns null if the user
 * cancels.
 */
export const openTensorRequest = defineRequest<{ readonly uri: string | null }, Result<OpenedTensor | null>>(
  'open-tensor',
);
/** A result file of `convt probe`. */
export interface ProbeFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Reads the result file of a probe at a URI or, if `uri` is null, one that the user chooses in a dialog. Returns null if
 * the user cancels.
 */
export const openProbeRequest = defineRequest<{ readonly uri: string | null }, Result<ProbeFile | null>>('open-probe');
/** Asks the user for a path and saves a file there. Returns the path, or null if the user cancels. */
export const saveFileRequest = defineRequest<
  { readonly suggestedName: string; readonly bytes: ArrayBuffer },
  string | null
>('save-file');
/**
 * Asks the user for a path and saves tensors there in one `.npz` file; each is given as the bytes of a `.npy` file.
 * Returns the path, or null if the user cancels.
 */
export const saveTensorsRequest = defineRequest<
  {
    readonly suggestedName: string;
    readonly members: readonly (readonly [key: string, npy: ArrayBuffer])[];
  },
  string | null
>('save-tensors');
/**
 * Asks the user for a path, saves a scenario there and, beside it, its output to check (the bytes of a `.npy` file),
 * and opens the scenario in the debugger. Returns the path, or null if the user cancels.
 */
export const saveProblemRequest = defineRequest<
  { readonly suggestedName: string; readonly scenario: Scenario; readonly actual: ArrayBuffer },
  string | null
>('save-problem');
export const copyTextRequest = defineRequest<{ readonly text: string }, null>('copy-text');
/** Opens text in an untitled editor. */
export const openTextRequest = defineRequest<{ readonly text: string; readonly language: 'python' }, null>('open-text');
/** Exports a report of the call, or copies a link that opens it. The host asks the user for what it needs. */
export const handOnRequest = defineRequest<{ readonly as: 'report' | 'link' }, null>('hand-on');
/** Opens a section of the documentation. */
export const openDocsRequest = defineRequest<DocsPlace, null>('open-docs');
/** Tells the host that the user showed or dismissed the introduction. */
export const coachShown = defineEvent<boolean>('coach-shown');
/** Tells the host that the user has moved the cursor for the first time on this page. */
export const firstStepped = defineEvent<null>('first-stepped');
/** Tells the host the name of the scenario on the page, for the panel's title. */
export const titleChanged = defineEvent<{ readonly name: string }>('title-changed');

// host → webview

/**
 * Tells the page that the document's text changed (by undo, redo or another editor), or a tensor file that the scenario
 * names.
 */
export const scenarioChanged = defineEvent<Result<Scenario>>('scenario-changed');
export const settingsChanged = defineEvent<Settings>('settings-changed');
/** Tells the page that an edit of a panel was made, undone or redone. */
export const historyChanged = defineEvent<History>('history-changed');
/** Waits for the run of the current scenario to finish, and returns its report, or the refusal. */
export const resultRequest = defineRequest<null, Result<RunReport>>('result');
export const getCursorRequest = defineRequest<null, Cursor>('get-cursor');
/** Moves the cursor to the nearest existing element and term; returns the new cursor. */
export const setCursorRequest = defineRequest<Partial<Cursor>, Cursor>('set-cursor');
/**
 * Reads a cell of a stage, in the slice that is drawn for the current cursor. Returns null if the stage has no such
 * cell. Refused as {@link resultRequest} is.
 */
export const readCellRequest = defineRequest<
  {
    readonly stage: StageId | 'reference' | 'error';
    readonly row: number;
    readonly column: number;
  },
  Result<{ readonly value: number; readonly kind: 'value' | 'padding' | 'inserted' } | null>
>('read-cell');
/**
 * Returns the SHA-256 of each stage's values (row-major, little-endian, in the call's dtype). Refused as {@link
 * resultRequest} is.
 */
export const digestsRequest = defineRequest<null, Result<Readonly<Record<string, string>>>>('digests');
/** Shows the result file of a probe. */
export const showProbeRequest = defineRequest<ProbeFile, null>('show-probe');
export const performRequest = defineRequest<{ readonly action: Action }, null>('perform');
