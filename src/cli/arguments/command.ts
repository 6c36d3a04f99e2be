import type { Result } from '../../engine/core/refusal.ts';
import { jsonText, type JsonFields } from '../../scenario/document/json/jsonText.ts';
import type { Args, Flag } from './parseCommandLine.ts';

/** The result of a command: the text to print, and exit code 1 if the answer is no. */
export interface CommandOutcome {
  readonly text: string;
  readonly exitCode: 0 | 1;
}

/** A command of convt. */
export interface Command {
  readonly name: string;
  /** The usage line after the name: "[FILE.convt.json] [flags]". */
  readonly usage: string;
  /** The line in the list of commands. */
  readonly summary: string;
  /** Lines of the help below the flags. */
  readonly notes: readonly string[];
  readonly flags: readonly Flag[];
  readonly maxPositionals: number;
  run(args: Args): Promise<Result<CommandOutcome>>;
}

/** Writes the JSON that `--json` prints: one object, with every shape and every index on one line. */
export function jsonOutput(report: object): string {
  return jsonText(JSON.parse(JSON.stringify(report)) as JsonFields).trimEnd();
}
