import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { didYouMean } from '../../src/scenario/text/nearestWord.ts';
import { presets } from '../../src/scenario/presets/presets.ts';
import { Missing } from './missing.ts';

/** What to open the debugger on: a preset by its id, or a document by its full path. */
export type Target = { readonly preset: string } | { readonly scenario: string };

/** What a picture can be taken of: also a tensor file's page, or the comparison of two. */
export type LookTarget = Target | { readonly file: string } | { readonly compare: readonly [a: string, b: string] };

/** As {@link parseTarget}, with `--file TENSORS` and `--compare A,B`. */
export function parseLookTarget(options: {
  readonly preset?: string;
  readonly scenario?: string;
  readonly file?: string;
  readonly compare?: string;
}): LookTarget {
  if (options.file !== undefined) return { file: existing('--file', options.file) };
  if (options.compare === undefined) return parseTarget(options);
  const [a = '', b = ''] = options.compare.split(',');
  return { compare: [existing('--compare', a), existing('--compare', b)] };
}

/**
 * `--preset ID` or `--scenario FILE.convt.json`; without either the forum thread's call. To be
 * asked before anything slow is begun. @throws Missing: a sentence about the option
 */
export function parseTarget({
  preset = 'forum',
  scenario,
}: {
  readonly preset?: string;
  readonly scenario?: string;
}): Target {
  if (scenario !== undefined) {
    return { scenario: existing('--scenario', scenario) };
  }
  const known = presets.map(({ id }) => id);
  if (known.includes(preset)) return { preset };
  throw new Missing(`--preset wants ${known.join(', ')}, not ${preset}.${didYouMean(preset, known)}`);
}

/** The full path of a file that is there. */
function existing(option: string, file: string): string {
  const path = resolve(file);
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined) throw new Missing(`${option}: ${path} does not exist.`);
  if (!there.isFile()) throw new Missing(`${option}: ${path} is not a file.`);
  return path;
}
