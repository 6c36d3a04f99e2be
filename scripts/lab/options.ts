import { parseArgs } from 'node:util';
import { messageOf } from '../../src/engine/core/messageOf.ts';
import { Missing } from './missing.ts';
import { themeNamed, themes, type Theme } from './theme.ts';
import type { Size } from './resize.ts';

/**
 * Parses a size such as `1400x900`.
 * @throws Missing if the text has another form
 */
export function parseSize(text: string): Size {
  const match = /^(\d+)x(\d+)$/.exec(text);
  if (match === null) throw new Missing(`--size must be WIDTHxHEIGHT, such as 1400x900, but is ${text}.`);
  return { width: Number(match[1]), height: Number(match[2]) };
}

/**
 * Parses names of themes such as `dark,hc-light`, or `all`.
 * @throws Missing if a name is not that of a theme
 */
export function parseThemes(text: string): readonly Theme[] {
  const known = Object.keys(themes);
  return (text === 'all' ? known : text.split(',')).map((name) => {
    const theme = themeNamed(name);
    if (theme === undefined) throw new Missing(`--theme must be one of ${known.join(', ')}, but is ${name}.`);
    return theme;
  });
}

/** The options of a command line: values and flags by name. */
export type Options<Name extends string, Flag extends string> = Readonly<
  Partial<Record<Name, string>> & Partial<Record<Flag, boolean>>
>;

/**
 * Parses the options of this process. Each of `names` takes one value, and `flags` take none.
 * @throws Missing if the command line has any other argument, or an option without its value
 */
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
    throw new Missing(messageOf(error));
  }
}
