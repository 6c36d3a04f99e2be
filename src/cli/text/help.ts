import { fillIds } from '../../engine/fills/fillIds.ts';
import { tensorExtensions } from '../../formats/common/tensorExtensions.ts';
import type { Command } from '../arguments/command.ts';

const extensions = tensorExtensions.map((extension) => `.${extension}`).join(', ');

/** Says what a tensor may be. */
const sources = [
  'S is a tensor: FILE, FILE#key in a file with several tensors',
  `(${extensions}; convt list prints the keys),`,
  'FILE:dtype:shape for raw numbers, such as y.bin:float32:1x3x6x6,',
  'or fill:shape such as randn:1x50x28x28',
  `(fills: ${fillIds.join(', ')}).`,
];

/** Returns the text of `convt --help`. */
export function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'convt: run conv_transpose2d and check its output.',
    '',
    'usage: convt COMMAND …     convt COMMAND --help     convt --version',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    ...sources,
    'Errors: one line on stderr, exit code 2.',
  ].join('\n');
}

/** Says which tensor files an argument may be, for the commands that take no fills and no shapes: "FILE is a tensor file: …". */
export function tensorFileNote(what: string): string {
  return `${what}: ${extensions}.`;
}

/** Returns the text of `convt COMMAND --help`. */
export function commandHelp({ name, usage, summary, notes, flags }: Command): string {
  const takesTensors = [usage, ...flags.map(({ value }) => value ?? '')].some((words) => /\bS\b/.test(words));
  const heads = flags.map((flag) => `--${flag.name}${flag.value === null ? '' : ` ${flag.value}`}`);
  const width = Math.max(...heads.map((head) => head.length));
  return [
    `convt ${name}: ${summary}`,
    '',
    `usage: convt ${name} ${usage}`,
    '',
    ...flags.map((flag, i) => `  ${(heads[i] ?? '').padEnd(width)}  ${flag.help}`),
    '',
    ...(takesTensors ? sources : []),
    ...notes,
  ].join('\n');
}
