import { messageOf } from '../engine/core/messageOf.ts';
import { type Refusal, refuse, type Result } from '../engine/core/refusal.ts';
import { wordList } from '../engine/core/wordList.ts';
import { didYouMean } from '../scenario/text/nearestWord.ts';
import { parseCommandLine } from './arguments/parseCommandLine.ts';
import type { Command, CommandOutcome } from './arguments/command.ts';
import { checkCommand } from './commands/check.ts';
import { compareCommand } from './commands/compare.ts';
import { diagnoseCommand } from './commands/diagnose.ts';
import { exportCommand } from './commands/export.ts';
import { foldCommand } from './commands/fold.ts';
import { frameworksCommand } from './commands/frameworks.ts';
import { listCommand } from './commands/list.ts';
import { mcpCommand } from './commands/mcp.ts';
import { probeCommand } from './commands/probe.ts';
import { reportCommand } from './commands/report.ts';
import { reviewCommand } from './commands/review.ts';
import { runCommand } from './commands/run.ts';
import { shapeCommand } from './commands/shape.ts';
import { sumsCommand } from './commands/sums.ts';
import { unfoldCommand } from './commands/unfold.ts';
import { packageVersion } from './files/packageVersion.ts';
import { commandHelp, generalHelp } from './text/help.ts';
import { explainMemoryCap } from './arguments/readMemoryCap.ts';
import { oneLine } from './text/oneLine.ts';

const commands: readonly Command[] = [
  runCommand,
  unfoldCommand,
  foldCommand,
  compareCommand,
  shapeCommand,
  frameworksCommand,
  diagnoseCommand,
  probeCommand,
  checkCommand,
  reportCommand,
  reviewCommand,
  sumsCommand,
  listCommand,
  exportCommand,
  mcpCommand,
];

/** The outcome of a run of `convt`: the text on stdout and stderr, and the exit code. */
export interface ConvtResult {
  readonly stdout: string;
  readonly stderr: string;
  /** 0: success. 1: success, but the answer is no (`compare`, `diagnose`, `probe`, `check`, `review`). 2: error. */
  readonly exitCode: 0 | 1 | 2;
}

/**
 * Runs a command line, given without the name of the program. Reads and writes the files that it names, but returns the
 * output instead of printing it.
 */
export async function convt(argv: readonly string[]): Promise<ConvtResult> {
  try {
    const outcome = await dispatch(argv);
    return outcome.ok
      ? { stdout: printed(outcome.value.text), stderr: '', exitCode: outcome.value.exitCode }
      : failed(messageOfRefusal(outcome.refusal));
  } catch (error) {
    // Either memory ran out or convt has a bug. In CI a stack trace would not help.
    const reason = messageOf(error);
    const kind = error instanceof RangeError ? 'not enough memory' : 'internal error';
    return failed(`${kind}: ${reason}`);
  }
}

/** Returns a text with a line break at its end; nothing for a command that has written to stdout itself. */
function printed(text: string): string {
  return text === '' ? '' : `${text}\n`;
}

/** Returns the message of a refusal. If it ends in the advice of a likely slip that flags can say, gives these flags. */
function messageOfRefusal({ message, slip }: Refusal): string {
  if (slip === undefined) return message;
  const { inputLayout, weightOrders: orders, groups, advice } = slip;
  const flags = [
    ...(inputLayout === undefined ? [] : [`--input-layout ${inputLayout}`]),
    ...(orders === undefined ? [] : [`--weight-layout ${wordList(orders, 'or')}`]),
    ...(groups === undefined ? [] : [`--groups ${groups}`]),
  ];
  const end = `${advice}.`;
  if (flags.length === 0 || !message.endsWith(end)) return message;
  return `${message.slice(0, -end.length)}give ${flags.join(' ')}.`;
}

/** Returns the result of an error: the message, put on one line of stderr, and exit code 2. */
function failed(message: string): ConvtResult {
  return { stdout: '', stderr: `convt: ${oneLine(message)}\n`, exitCode: 2 };
}

async function dispatch(argv: readonly string[]): Promise<Result<CommandOutcome>> {
  const [name, ...rest] = argv;
  const asked = name === 'help' ? commands.find((each) => each.name === rest[0]) : undefined;
  if (asked !== undefined) return say(commandHelp(asked));
  if (name === '--help' || name === '-h' || name === 'help') return say(generalHelp(commands));
  if (name === '--version') return say(packageVersion());
  const names = commands.map((command) => command.name);
  if (name === undefined) {
    return refuse('scenario', `name a command: ${names.join(', ')} (see convt --help)`);
  }
  const command = commands.find((each) => each.name === name);
  if (command === undefined) {
    const likely = didYouMean(name, names) || ` The commands are ${names.join(', ')} (see convt --help).`;
    return refuse('scenario', `unknown command ${JSON.stringify(name)}.${likely}`);
  }
  const { own, program } = command.takesProgram === true ? dividedAtDashes(rest) : { own: rest, program: [] };
  if (own.includes('--help') || own.includes('-h')) return say(commandHelp(command));
  const args = parseCommandLine(own, command.flags, command.maxPositionals);
  if (!args.ok) return args;
  return explainMemoryCap(await command.run({ ...args.value, program }), args.value.flags);
}

/** Divides the words of a command line at the first `--`: convt's own, and those of a program to run. */
function dividedAtDashes(words: readonly string[]) {
  const at = words.indexOf('--');
  return at < 0 ? { own: words, program: [] } : { own: words.slice(0, at), program: words.slice(at + 1) };
}

function say(text: string): Result<CommandOutcome> {
  return { ok: true, value: { text, exitCode: 0 } };
}
