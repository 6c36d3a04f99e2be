import type * as vscode from 'vscode';
import type { Result } from '../../engine/core/refusal.ts';
import type { Cursor, StageId } from '../../engine/provenance/stage.ts';
import type { Action } from '../../protocol/hostMessages.ts';
import type { RunReport } from '../../scenario/report/runReport.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';

/**
 * What `activate()` returns: the debugger for other extensions' integration tests. Nothing here
 * throws or rejects: what cannot be done comes back as `{ ok: false, refusal }`, whose `message`
 * names the argument, its value and the rule it breaks.
 *
 * ```ts
 * const extension = vscode.extensions.getExtension<ConvtApi>('convt.conv-transpose2d-debugger');
 * const convt = await extension!.activate();
 *
 * const report = await convt.run('forum');            // headless: no panel
 * assert(report.ok && report.value.verdict === 'rounding');
 * assert.deepEqual(report.value.output.shape, [1, 30, 30, 30]);
 *
 * const opened = await convt.open(vscode.Uri.joinPath(folder, 'up.convt.json'));
 * assert(opened.ok);
 * await opened.value.moveCursor({ c: 2, y: 10, x: 11 });
 * const cell = await opened.value.readCell('output', 10, 11);
 * assert(cell.ok && cell.value?.value === expected);
 * opened.value.dispose();
 * ```
 */
export interface ConvtApi {
  /** Opens the visual debugger: a document in its editor, anything else in a panel. */
  open(target: Target, options?: OpenOptions): Promise<Result<DebuggerSession>>;
  /**
   * Runs without a panel, in this extension host, in slices of some milliseconds so that the host
   * stays responsive. A cancelled run is refused (`argument: 'scenario'`).
   */
  run(target: Target, options?: RunOptions): Promise<Result<RunReport>>;
}

/** A preset's id (`'forum'`), a `*.convt.json` document, or the scenario itself. */
export type Target = string | vscode.Uri | Scenario;

export interface OpenOptions {
  /** What relative paths of tensor files start from; by default the first workspace folder. A document's paths start from its own folder. */
  readonly base?: vscode.Uri;
}

export interface RunOptions extends OpenOptions {
  readonly token?: vscode.CancellationToken;
}

/** One cell as drawn: a number of the tensor, or a zero that the formulation put there. */
export interface CellReading {
  readonly value: number;
  readonly kind: 'value' | 'padding' | 'inserted';
}

/**
 * An open visual debugger. Its page lives only while its tab is visible: asking a hidden one brings
 * it to the front of its editor group first. Every answer but that to `perform('cancel')` waits
 * for the run under way.
 */
export interface DebuggerSession {
  /** The editor that shows it. */
  readonly panel: vscode.WebviewPanel;
  /** Waits until the current scenario has run in the page, and reports. */
  result(): Promise<Result<RunReport>>;
  cursor(): Promise<Result<Cursor>>;
  /** Moves the cursor, clamped to what exists; where it is now. */
  moveCursor(to: Partial<Cursor>): Promise<Result<Cursor>>;
  /** A cell of a stage as drawn for the present cursor; null where it has none. Refused where `result` is. */
  readCell(stage: StageId | 'reference' | 'error', row: number, column: number): Promise<Result<CellReading | null>>;
  /** SHA-256 of every stage's values: little-endian, in the call's dtype, row-major. Refused where `result` is. */
  digests(): Promise<Result<Readonly<Record<string, string>>>>;
  /** What a key would do: step, play, next mismatch … */
  perform(action: Action): Promise<Result<null>>;
  /** Replaces the scenario as the form does: in a document one undoable edit of its text. */
  edit(scenario: Scenario): Promise<Result<null>>;
  /** Its editor was closed, by whomever. */
  readonly onDidDispose: vscode.Event<void>;
  /** Closes the editor. */
  dispose(): void;
}
