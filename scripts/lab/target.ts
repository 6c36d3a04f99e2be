import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { didYouMean } from '../../src/scenario/nearest.ts';
import { presets } from '../../src/scenario/presets.ts';
import { Missing } from './missing.ts';

/** What to open the debugger on: a preset by its id, or a document by its full path. */
export type Target = { readonly preset: string } | { readonly scenario: string };

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
    const path = resolve(scenario);
    const there = statSync(path, { throwIfNoEntry: false });
    if (there === undefined) throw new Missing(`--scenario: ${path} does not exist.`);
    if (!there.isFile()) throw new Missing(`--scenario: ${path} is not a file.`);
    return { scenario: path };
  }
  const known = presets.map(({ id }) => id);
  if (known.includes(preset)) return { preset };
  throw new Missing(
    `--preset wants ${known.join(', ')}, not ${preset}.${didYouMean(preset, known)}`,
  );
}
