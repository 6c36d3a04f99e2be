import type { Cursor, StageId } from '../engine/provenance/stage.ts';
import type { Result } from '../engine/core/refusal.ts';
import type { RunReport } from '../scenario/report/runReport.ts';
import type { FileSource, Scenario } from '../scenario/document/scenario.ts';
import { defineEvent, defineRequest } from './channel.ts';

export interface Settings {
  readonly memoryCap: number;
}

/** Everything the page starts from. */
export interface Init {
  /** What to show; null = nothing yet (the empty state). */
  readonly scenario: Result<Scenario> | null;
  /** A document's edits go into its text (and its undo stack); a panel's stay in the panel. */
  readonly origin: { readonly kind: 'panel' } | { readonly kind: 'document'; readonly readonly: boolean };
  readonly settings: Settings;
}

/** What a command, a key binding or an integration test can ask the debugger to do. */
export type Action = 'first' | 'step-back' | 'step' | 'play' | 'next-mismatch' | 'previous-mismatch' | 'cancel';

// webview → host

/** The first message; all state derives from its reply. */
export const readyRequest = defineRequest<null, Init>('ready');
/** The user changed the scenario: one undoable edit; false if it could not be made. */
export const editRequest = defineRequest<{ readonly scenario: Scenario }, boolean>('edit');
/** The tensor that a path names, as the bytes of a `.npy` file. */
export const readFileRequest = defineRequest<{ readonly path: string }, Result<ArrayBuffer>>('read-file');
/** A tensor of a file that the user has dropped or chosen. */
export interface OpenedTensor {
  /** The tensor as the scenario names it. */
  readonly source: FileSource;
  /** The bytes of a `.npy` file with the tensor in it; null if they could not be read: the run that names the tensor says why. */
  readonly bytes: ArrayBuffer | null;
}

/** Opens a tensor file once: the file at a URI, or (null) one that the user is asked for; null if the user chooses none. */
export const openTensorRequest = defineRequest<{ readonly uri: string | null }, Result<OpenedTensor | null>>(
  'open-tensor',
);
/** Asks the user for a place and writes a file there; the saved path, or null if the user chooses none. */
export const saveFileRequest = defineRequest<
  { readonly suggestedName: string; readonly bytes: ArrayBuffer },
  string | null
>('save-file');
/** Asks the user for a place and writes several tensors there, each as the bytes of a `.npy` file, in one `.npz`; the saved path, or null. */
export const saveTensorsRequest = defineRequest<
  {
    readonly suggestedName: string;
    readonly members: readonly (readonly [key: string, npy: ArrayBuffer])[];
  },
  string | null
>('save-tensors');
/**
 * Asks for a place, writes a scenario there and its output to check (the bytes of a `.npy` file) beside it, and opens
 * it in the debugger; the saved path, or null if the user chooses none.
 */
export const saveProblemRequest = defineRequest<
  { readonly suggestedName: string; readonly scenario: Scenario; readonly actual: ArrayBuffer },
  string | null
>('save-problem');
export const copyTextRequest = defineRequest<{ readonly text: string }, null>('copy-text');
/** Opens a text in an untitled editor. */
export const openTextRequest = defineRequest<{ readonly text: string; readonly language: 'python' }, null>('open-text');
/** The name of the scenario on the page, for the panel's title. */
export const titleChanged = defineEvent<{ readonly name: string }>('title-changed');

// host → webview

/** The document's text changed (undo, redo, another editor), or a tensor file that it names. */
export const scenarioChanged = defineEvent<Result<Scenario>>('scenario-changed');
export const settingsChanged = defineEvent<Settings>('settings-changed');
/** Answers when the run of the current scenario is done, with its report or the refusal. */
export const resultRequest = defineRequest<null, Result<RunReport>>('result');
export const getCursorRequest = defineRequest<null, Cursor>('get-cursor');
/** Moves the cursor, clamped to what exists; answers where it now is. */
export const setCursorRequest = defineRequest<Partial<Cursor>, Cursor>('set-cursor');
/** Reads a cell of a stage as drawn for the present cursor; null where it has none. Refused like the result. */
export const readCellRequest = defineRequest<
  {
    readonly stage: StageId | 'reference' | 'error';
    readonly row: number;
    readonly column: number;
  },
  Result<{ readonly value: number; readonly kind: 'value' | 'padding' | 'inserted' } | null>
>('read-cell');
/** SHA-256 of every stage's values, little-endian in the call's dtype, row-major. Refused like the result. */
export const digestsRequest = defineRequest<null, Result<Readonly<Record<string, string>>>>('digests');
export const performRequest = defineRequest<{ readonly action: Action }, null>('perform');
