import type { Result } from '../../engine/core/refusal.ts';
import { jsonText, type JsonFields } from '../../scenario/document/json/jsonText.ts';
import type { Args, Flag } from './parseCommandLine.ts';

/** The outcome of a command: the text to print, and the exit code. */
export interface CommandOutcome {
  readonly text: string;
  /** 0: done. 1: the answer is no. 2: a part could not be done, and the text says which. */
  readonly exitCode: 0 | 1 | 2;
}

/** A command of convt. */
export interface Command {
  readonly name: string;
  /** The rest of the usage line, after the command's name: "[FILE.convt.json] [flags]". */
  readonly usage: string;
  /** The command's line in the list of commands. */
  readonly summary: string;
  /** The lines of the help that follow the flags. */
  readonly notes: readonly string[];
  readonly flags: readonly Flag[];
  readonly maxPositionals: number;
  /** True if the command runs a program of the user's, which stands after `--`. */
  readonly takesProgram?: boolean;
  run(args: Args): Promise<Result<CommandOutcome>>;
}

/** Formats the JSON that `--json` prints. Each shape and each index is on one line. */
export function jsonOutput(report: object): string {
  return jsonText(JSON.parse(JSON.stringify(report)) as JsonFields).trimEnd();
}
