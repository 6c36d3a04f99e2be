import type { Command } from '../arguments/command.ts';

const sources = [
  'S is a tensor: FILE, or FILE#key of a file that holds several (.npy, .npz, .pt, .pth, .bin,',
  '.safetensors, .onnx; convt list names the keys), or fill:shape such as randn:1x50x28x28',
  '(fills: randn, smooth, ones, zeros, arange, linspace, impulse, bilinear).',
];

/** What `convt --help` prints. */
export function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'convt: conv_transpose2d, run and checked.',
    '',
    'usage: convt COMMAND …     convt COMMAND --help     convt --version',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    ...sources,
    'What is refused exits with 2 and one line on the standard error.',
  ].join('\n');
}

/** What `convt COMMAND --help` prints. */
export function commandHelp({ name, usage, summary, notes, flags }: Command): string {
  const heads = flags.map((flag) => `--${flag.name}${flag.value === null ? '' : ` ${flag.value}`}`);
  const width = Math.max(...heads.map((head) => head.length));
  return [
    `convt ${name}: ${summary}`,
    '',
    `usage: convt ${name} ${usage}`,
    '',
    ...flags.map((flag, i) => `  ${(heads[i] ?? '').padEnd(width)}  ${flag.help}`),
    '',
    ...sources,
    ...notes,
  ].join('\n');
}
