import { parseArgs } from 'node:util';
import { isTensorPath } from '../../formats/common/tensorPath.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { didYouMean } from '../../scenario/text/nearestWord.ts';

/** A flag of a command. */
export interface Flag {
  /** The name without dashes: "output-padding". */
  readonly name: string;
  /** The value as shown in the help: "2|2,1". Null if the flag is a switch, which takes no value. */
  readonly value: string | null;
  readonly help: string;
}

/**
 * The parsed arguments of a command: the values of its flags by name ("" for a switch), and all other words in order.
 */
export interface Args {
  readonly flags: ReadonlyMap<string, string>;
  readonly positionals: readonly string[];
  /** The words after `--`, for a command that runs a program. */
  readonly program?: readonly string[];
}

/**
 * Parses the arguments of a command whose flags are `known`. Refuses an unknown flag (and suggests the nearest known
 * one), a flag that is given twice, a missing value, a switch with a value, and more than `maxPositionals` other words.
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
  // A number stands alone where a pair was written with a space: "--stride 2 1".
  const isSecond = (word: string): boolean =>
    maxPositionals <= 1 && known.some(({ name }) => name === 'stride') && /^\d+$/.test(word);
  const unreadable = positionals.map(problemOfWord).find((problem) => problem !== null);
  if (unreadable !== undefined) return refuse('scenario', unreadable);
  const surplus = positionals.find((word, at) => at >= maxPositionals || isSecond(word));
  return surplus === undefined
    ? ok({ flags, positionals })
    : refuse('scenario', `unexpected argument ${JSON.stringify(surplus)}${whereTo(surplus, known)}`);
}

/** Says what is wrong with a word that can be no file name; null if nothing is. */
function problemOfWord(word: string): string | null {
  if (word.trim() === '') return 'unexpected argument "": an empty word is no file';
  if (word === '-') return 'unexpected argument "-": nothing is read from stdin; give a file';
  // A word processor, or a web page, turns two hyphens into a dash.
  const flag = /^[–—−]+-?(\p{L}.*)$/u.exec(word)?.[1];
  return flag === undefined
    ? null
    : `${JSON.stringify(word)} begins with a dash in place of two hyphens: write --${flag}`;
}

/** Says how to give a word that stands alone; "" if nothing is likely. */
function whereTo(word: string, known: readonly Flag[]): string {
  const takes = (flag: string): boolean => known.some(({ name }) => name === flag);
  if (/^\d+$/.test(word) && takes('stride'))
    return ': write the numbers of both axes with a comma, such as --stride 2,1';
  if (!isTensorPath(word) || !takes('input') || !takes('weight')) return '';
  return `: give tensors as --input x.npy --weight w.npy${takes('actual') ? ' --actual y.npy' : ''}`;
}

function unknownFlag(rawName: string, known: readonly Flag[]): string {
  const names = known.map(({ name }) => `--${name}`);
  const longer = rawName.length < 4 ? [] : names.filter((name) => name.startsWith(rawName));
  const likely = longer.length === 0 ? didYouMean(rawName, names) : ` Did you mean ${longer.join(' or ')}?`;
  return `unknown flag ${rawName}.${likely || ` The flags are ${names.join(', ')}.`}`;
}

function problemOf(
  { name, value }: Flag,
  given: string | undefined,
  flags: ReadonlyMap<string, string>,
): string | null {
  if (flags.has(name)) return `--${name} is given twice: give it once`;
  if (value === null) return given === undefined ? null : `--${name} is a switch and takes no value`;
  if (given === '-' && !value.endsWith('|-')) return `--${name} -: this flag takes no stdin or stdout; give a file`;
  // In "--input --weight w.npy", `--input` has no value; but in "--stride -1", -1 is the value.
  return given === undefined || given === '' || given.startsWith('--')
    ? `--${name} needs a value: --${name} ${value}`
    : null;
}
