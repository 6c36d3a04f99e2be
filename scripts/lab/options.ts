import { parseArgs } from 'node:util';
import { Missing } from './missing.ts';
import { themeNamed, themes, type Theme } from './theme.ts';
import type { Size } from './resize.ts';

/** `1400x900`. @throws Missing: a sentence about the option */
export function parseSize(text: string): Size {
  const match = /^(\d+)x(\d+)$/.exec(text);
  if (match === null) throw new Missing(`--size wants WIDTHxHEIGHT, such as 1400x900, not ${text}.`);
  return { width: Number(match[1]), height: Number(match[2]) };
}

/** `dark,hc-light`, or `all`. @throws Missing: a sentence about the option */
export function parseThemes(text: string): readonly Theme[] {
  const known = Object.keys(themes);
  return (text === 'all' ? known : text.split(',')).map((name) => {
    const theme = themeNamed(name);
    if (theme === undefined) throw new Missing(`--theme wants ${known.join(', ')}, not ${name}.`);
    return theme;
  });
}

/** What was given on the command line: values by name, and flags. */
export type Options<Name extends string, Flag extends string> = Readonly<
  Partial<Record<Name, string>> & Partial<Record<Flag, boolean>>
>;

/** The options of the command line; each takes one value, flags none. @throws Missing on others */
export function parseOptions<Name extends string, Flag extends string>(
  names: readonly Name[],
  flags: readonly Flag[],
): Options<Name, Flag> {
  const options: Record<string, { type: 'string' | 'boolean' }> = {};
  for (const name of names) options[name] = { type: 'string' };
  for (const flag of flags) options[flag] = { type: 'boolean' };
  try {
    return parseArgs({ options, allowPositionals: false }).values as Options<Name, Flag>;
  } catch (error) {
    throw new Missing(error instanceof Error ? error.message : String(error));
  }
}
