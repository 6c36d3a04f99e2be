import type { ElementName } from '../formats/common/element.ts';
import type { Cursor, StageId } from '../engine/provenance/stage.ts';
import type { Result } from '../engine/core/refusal.ts';
import type { RunReport } from '../scenario/report/runReport.ts';
import type { DocsPlace } from '../scenario/text/explainedTerms.ts';
import type { FileSource, Scenario } from '../scenario/document/scenario.ts';
import { defineEvent, defineRequest } from './channel.ts';

export interface Settings {
  /** Bytes that a run may allocate. */
  readonly memoryCap: number;
}

/** The state that the page starts with. */
export interface PageStart {
  /** The scenario to show; null for the empty page. */
  readonly scenario: Result<Scenario> | null;
  /** Edits of a document change its text and can be undone; edits of a panel stay in the panel. */
  readonly origin: { readonly kind: 'panel' } | { readonly kind: 'document'; readonly readonly: boolean };
  /** The edits of a panel that can be undone; null for a document, whose edits VS Code undoes. */
  readonly history: History | null;
  readonly settings: Settings;
  /** True if the page explains its first steps below the figure: the user has not dismissed that. */
  readonly coach: boolean;
}

/** Says in which directions a step through the edits of a panel is possible. */
export interface History {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** An action of the debugger that a command, a key binding or an integration test can request. */
export type Action =
  'first' | 'step-back' | 'step' | 'play' | 'next-mismatch' | 'previous-mismatch' | 'cancel' | 'undo' | 'redo';

// webview → host

/** The page's first message; all state derives from the reply. */
export const readyRequest = defineRequest<null, PageStart>('ready');
/**
 * Edits the scenario; returns false if the edit failed. An edit that `continues` the last one is one undoable step with
 * it in a panel; in a document, every edit is a step of VS Code's undo stack.
 */
export const editRequest = defineRequest<{ readonly scenario: Scenario; readonly continues: boolean }, boolean>('edit');
/** Undoes or redoes an edit of a panel. The scenario follows as {@link scenarioChanged}. */
export const stepHistoryRequest = defineRequest<{ readonly direction: 'undo' | 'redo' }, null>('step-history');
/** Opens VS Code's settings at the memory limit of a call. */
export const openMemoryCapRequest = defineRequest<null, null>('open-memory-cap');
/** Reads the tensor at a path as the bytes of a `.npy` file. */
export const readFileRequest = defineRequest<{ readonly path: string }, Result<ArrayBuffer>>('read-file');
/** A tensor of a file that the user dropped or chose. */
export interface OpenedTensor {
  /** The tensor as the scenario names it. */
  readonly source: FileSource;
  /** The element type in the file. */
  readonly element: ElementName;
  /**
   * The tensor as the bytes of a `.npy` file; null if reading failed: the run that names the tensor reports the reason.
   */
  readonly bytes: ArrayBuffer | null;
}

/**
 * Opens the tensor file at a URI, or, if `uri` is null, a file that the user is asked for; null if the user chooses
 * none.
 */
export const openTensorRequest = defineRequest<{ readonly uri: string | null }, Result<OpenedTensor | null>>(
  'open-tensor',
);
/** Asks the user for a path and saves a file there; returns the path, or null if the user chooses none. */
export const saveFileRequest = defineRequest<
  { readonly suggestedName: string; readonly bytes: ArrayBuffer },
  string | null
>('save-file');
/**
 * Asks the user for a path and saves tensors, each as the bytes of a `.npy` file, in one `.npz`; returns the path, or
 * null if the user chooses none.
 */
export const saveTensorsRequest = defineRequest<
  {
    readonly suggestedName: string;
    readonly members: readonly (readonly [key: string, npy: ArrayBuffer])[];
  },
  string | null
>('save-tensors');
/**
 * Asks the user for a path, saves a scenario there and its output to check (the bytes of a `.npy` file) beside it, and
 * opens the scenario in the debugger; returns the path, or null if the user chooses none.
 */
export const saveProblemRequest = defineRequest<
  { readonly suggestedName: string; readonly scenario: Scenario; readonly actual: ArrayBuffer },
  string | null
>('save-problem');
export const copyTextRequest = defineRequest<{ readonly text: string }, null>('copy-text');
/** Opens text in an untitled editor. */
export const openTextRequest = defineRequest<{ readonly text: string; readonly language: 'python' }, null>('open-text');
/** Opens a section of the documentation. */
export const openDocsRequest = defineRequest<DocsPlace, null>('open-docs');
/** The user showed or dismissed the explanation of the first steps. */
export const coachShown = defineEvent<boolean>('coach-shown');
/** The user stepped the cursor for the first time on this page. */
export const firstStepped = defineEvent<null>('first-stepped');
/** The name of the scenario on the page, for the panel's title. */
export const titleChanged = defineEvent<{ readonly name: string }>('title-changed');

// host → webview

/** The document's text changed (undo, redo, another editor), or a tensor file that the scenario names. */
export const scenarioChanged = defineEvent<Result<Scenario>>('scenario-changed');
export const settingsChanged = defineEvent<Settings>('settings-changed');
/** An edit of a panel was made, undone or redone. */
export const historyChanged = defineEvent<History>('history-changed');
/** Returns the report of the current scenario's run, or the refusal, as soon as the run is finished. */
export const resultRequest = defineRequest<null, Result<RunReport>>('result');
export const getCursorRequest = defineRequest<null, Cursor>('get-cursor');
/** Moves the cursor, clamped to the output's elements and terms; returns the new cursor. */
export const setCursorRequest = defineRequest<Partial<Cursor>, Cursor>('set-cursor');
/**
 * Reads a cell of a stage as drawn for the current cursor; null if the stage has no such cell. Refused like {@link
 * resultRequest}.
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
 * Returns the SHA-256 of every stage's values, little-endian in the call's dtype, row-major. Refused like {@link
 * resultRequest}.
 */
export const digestsRequest = defineRequest<null, Result<Readonly<Record<string, string>>>>('digests');
export const performRequest = defineRequest<{ readonly action: Action }, null>('perform');
