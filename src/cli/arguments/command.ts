import type { Result } from '../../engine/core/refusal.ts';
import { jsonText, type JsonFields } from '../../scenario/document/json/jsonText.ts';
import type { Args, Flag } from './parseCommandLine.ts';

/** What a command that could do its work leaves: what to print, and 1 where the answer is no. */
export interface CommandOutcome {
  readonly text: string;
  readonly exitCode: 0 | 1;
}

/** One of convt's commands. */
export interface Command {
  readonly name: string;
  /** After the name in the usage line: "[FILE.convt.json] [flags]". */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What the help says below the flags. */
  readonly notes: readonly string[];
  readonly flags: readonly Flag[];
  readonly maxPositionals: number;
  run(args: Args): Promise<Result<CommandOutcome>>;
}

/** The JSON that `--json` prints: one object, a shape or an index on one line. */
export function jsonOutput(report: object): string {
  return jsonText(JSON.parse(JSON.stringify(report)) as JsonFields).trimEnd();
}
