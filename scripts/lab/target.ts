import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { didYouMean } from '../../src/scenario/text/nearestWord.ts';
import { presets } from '../../src/scenario/presets/presets.ts';
import { Missing } from './missing.ts';

/** The call that the debugger opens: a preset by its id, or a document by its full path. */
export type Target = { readonly preset: string } | { readonly scenario: string };

/** A page of which a screenshot can be taken: a call, a tensor file, or the comparison of two tensors. */
export type LookTarget = Target | { readonly file: string } | { readonly compare: readonly [a: string, b: string] };

/**
 * Parses `--file TENSORS` and `--compare A,B`. Without either, parses the options of {@link parseTarget}.
 * @throws Missing if a file does not exist or a preset is unknown
 */
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
 * Parses `--preset ID` or `--scenario FILE.convt.json`. Without either, returns the first preset.
 * @throws Missing if the file does not exist or the preset is unknown
 */
export function parseTarget({
  preset = presets[0].id,
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
  throw new Missing(`--preset must be one of ${known.join(', ')}, but is ${preset}.${didYouMean(preset, known)}`);
}

/**
 * Returns the full path of a file.
 * @throws Missing if the file does not exist or is not a regular file
 */
function existing(option: string, file: string): string {
  const path = resolve(file);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new Missing(`${option}: ${path} does not exist.`);
  if (!stats.isFile()) throw new Missing(`${option}: ${path} is not a file.`);
  return path;
}
