import { stat } from 'node:fs/promises';
import { ok, refuse } from '../../engine/core/refusal.ts';
import { tools } from '../../tools/tools.ts';
import type { Command } from '../arguments/command.ts';
import { sharedFlags } from '../arguments/flags.ts';
import { readMemoryCap } from '../arguments/readMemoryCap.ts';
import { systemErrorText } from '../files/systemError.ts';

/** `convt mcp`: offers the tools to agents over the Model Context Protocol. */
export const mcpCommand: Command = {
  name: 'mcp',
  usage: '[FOLDER…] [flags]',
  summary: 'serve the tools for agents over the Model Context Protocol (stdio)',
  notes: [
    `Tools: ${tools.map(({ name }) => name).join(', ')}.`,
    'The tools read files in or below FOLDER only, by default the working folder. They change nothing.',
    'Runs until the client closes stdin.',
  ],
  flags: [sharedFlags.memoryCap],
  maxPositionals: Infinity,
  async run({ flags, positionals }) {
    const cap = readMemoryCap(flags);
    if (!cap.ok) return cap;
    const [first = process.cwd(), ...others] = positionals;
    for (const folder of [first, ...others]) {
      const about = await stat(folder).catch((error: unknown) => systemErrorText(error));
      if (typeof about === 'string') return refuse('file', `cannot read ${folder}: ${about}`);
      if (!about.isDirectory()) return refuse('file', `${folder} is not a folder`);
    }
    // Only this command needs the protocol's library.
    const { serveTools } = await import('../mcp/serveTools.ts');
    await serveTools([first, ...others], cap.value);
    return ok({ text: '', exitCode: 0 });
  },
};
