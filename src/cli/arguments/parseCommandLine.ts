import { parseArgs } from 'node:util';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { didYouMean } from '../../scenario/text/nearestWord.ts';

/** One flag of a command. */
export interface Flag {
  /** Without its dashes: "output-padding". */
  readonly name: string;
  /** What its value looks like in the help: "2|2,1"; null for a switch. */
  readonly value: string | null;
  readonly help: string;
}

/** What stands on a command line after the command: its flags by name ("" for a switch), and the rest. */
export interface Args {
  readonly flags: ReadonlyMap<string, string>;
  readonly positionals: readonly string[];
}

/**
 * Sorts a command line by the flags a command knows. Refuses unknown flags (naming the nearest
 * one), a flag given twice, a missing value, a switch with a value, and more than `maxPositionals`
 * other words.
 */
export function parseCommandLine(
  argv: readonly string[],
  known: readonly Flag[],
  maxPositionals: number,
): Result<Args> {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      known.map(({ name, value }) => [name, { type: value === null ? 'boolean' : 'string' }]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const flags = new Map<string, string>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const flag = known.find(({ name }) => name === token.name);
    const problem = flag === undefined ? unknownFlag(token.rawName, known) : problemOf(flag, token.value, flags);
    if (problem !== null) return refuse('scenario', problem);
    flags.set(token.name, token.value ?? '');
  }
  const surplus = positionals[maxPositionals];
  return surplus === undefined
    ? ok({ flags, positionals })
    : refuse('scenario', `unexpected argument ${JSON.stringify(surplus)}`);
}

function unknownFlag(rawName: string, known: readonly Flag[]): string {
  const names = known.map(({ name }) => `--${name}`);
  return `unknown flag ${rawName}.${didYouMean(rawName, names) || ` The flags are ${names.join(', ')}.`}`;
}

function problemOf(
  { name, value }: Flag,
  given: string | undefined,
  flags: ReadonlyMap<string, string>,
): string | null {
  if (flags.has(name)) return `--${name} is given twice`;
  if (value === null) return given === undefined ? null : `--${name} takes no value`;
  // "--input --weight w.npy": the second flag is not the first one's value, but "--stride -1" has one.
  return given === undefined || given === '' || given.startsWith('--')
    ? `--${name} needs a value: --${name} ${value}`
    : null;
}
