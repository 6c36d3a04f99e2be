import type * as vscode from 'vscode';
import type { Result } from '../../engine/core/refusal.ts';
import type { Cursor, StageId } from '../../engine/provenance/stage.ts';
import type { Action } from '../../protocol/hostMessages.ts';
import type { RunReport } from '../../scenario/report/runReport.ts';
import type { GradientKind } from '../../engine/gradients/sums/gradientCall.ts';
import type { GradientReport } from '../../scenario/report/gradientReport.ts';
import type { FileSource, Scenario, ValuesSource } from '../../scenario/document/scenario.ts';

/**
 * The value that `activate()` returns: the debugger for other extensions' integration tests. No function throws or
 * rejects: a failure is returned as `{ ok: false, refusal }`, whose `message` names the argument, its value and the rule
 * it breaks.
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
  /** Opens the visual debugger: a document in its editor, a preset or a scenario in a panel. */
  open(target: Target, options?: OpenOptions): Promise<Result<DebuggerSession>>;
  /** Returns the debugger that was used last, such as the one that a command has opened; null if none is open. */
  last(): DebuggerSession | null;
  /**
   * Runs without a panel, in this extension host, in slices of a few milliseconds so that the host stays responsive. A
   * cancelled run is refused (`argument: 'scenario'`).
   */
  run(target: Target, options?: RunOptions): Promise<Result<RunReport>>;
  /**
   * Checks a gradient of the target's call against the definition, and names the known mistake that explains a wrong one:
   * the report of `convt diagnose --grad --json`. Runs as {@link run} does.
   */
  diagnoseGradient(target: Target, gradient: GradientToCheck, options?: RunOptions): Promise<Result<GradientReport>>;
}

/** A gradient that some implementation computed. Tensors are given as values or as files. */
export interface GradientToCheck {
  /** The tensor with respect to which it is the gradient. */
  readonly of: GradientKind;
  /** gy, the gradient of the output, in the output's shape. */
  readonly gradOutput: ValuesSource | FileSource;
  /** The gradient to check; another shape than its tensor's is part of the diagnosis. */
  readonly actual: ValuesSource | FileSource;
}

/** A preset's id (`'forum'`), a `*.convt.json` document, or the scenario itself. */
export type Target = string | vscode.Uri | Scenario;

export interface OpenOptions {
  /** The folder that relative paths of tensor files start from, by default the first workspace folder. A document's paths start from its own folder. */
  readonly base?: vscode.Uri;
}

export interface RunOptions extends OpenOptions {
  readonly token?: vscode.CancellationToken;
}

/** A cell as drawn: a value of the tensor, or a zero that the formulation pads or inserts. */
export interface CellReading {
  readonly value: number;
  readonly kind: 'value' | 'padding' | 'inserted';
}

/**
 * An open visual debugger. Its page exists only while its tab is visible, so a question brings a hidden tab to the front
 * of its editor group. Every answer except that of `perform('cancel')` waits for the current run.
 */
export interface DebuggerSession {
  /** The panel or editor of the debugger. */
  readonly panel: vscode.WebviewPanel;
  /** Waits until the current scenario has run in the page, and returns the report. */
  result(): Promise<Result<RunReport>>;
  /** Returns the cursor. */
  cursor(): Promise<Result<Cursor>>;
  /** Moves the cursor, clamped to the output, and returns the new cursor. */
  moveCursor(to: Partial<Cursor>): Promise<Result<Cursor>>;
  /** Returns a cell of a stage as drawn for the current cursor; null if the stage has no such cell. Refused if `result` is. */
  readCell(stage: StageId | 'reference' | 'error', row: number, column: number): Promise<Result<CellReading | null>>;
  /** Returns the SHA-256 of each stage's values: little-endian, in the call's dtype, row-major. Refused if `result` is. */
  digests(): Promise<Result<Readonly<Record<string, string>>>>;
  /** Performs the action of a key: step, play, next mismatch … */
  perform(action: Action): Promise<Result<null>>;
  /** Replaces the scenario as the form does; in a document this is one undoable edit of the text. */
  edit(scenario: Scenario): Promise<Result<null>>;
  /** Fires when the panel or editor is closed by the user or by {@link dispose}. */
  readonly onDidDispose: vscode.Event<void>;
  /** Closes the panel or editor. */
  dispose(): void;
}
