import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endPrograms } from './runProgram.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls `use` with a new folder, which is removed afterwards with all that is in it. If Ctrl+C or another signal ends
 * `convt` meanwhile, first ends the programs that it runs and removes the folder.
 */
export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'convt-probe-'));
  // A write that a signal interrupts may still end, and make the folder a full one again.
  const clear = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  const stop = (signal: NodeJS.Signals): void => {
    endPrograms();
    clear();
    for (const each of signals) process.off(each, stop);
    // The signal's own action ends the process, so that a shell sees what ended it.
    process.kill(process.pid, signal);
  };
  for (const each of signals) process.on(each, stop);
  try {
    return await use(folder);
  } finally {
    for (const each of signals) process.off(each, stop);
    clear();
  }
}
