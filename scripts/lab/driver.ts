import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A VS Code command with its arguments. An argument `{$file: path}` stands for a file URI. */
export interface Step {
  readonly command: string;
  readonly args: readonly unknown[];
}

/** An extension host that takes longer has failed, on a loaded machine as well. */
const startLimit = 5 * 60_000;

/** The folder of the lab's own extension. */
export const driverExtension = join(import.meta.dirname, 'driver');

/** A connection to the lab's own extension in a VS Code that was started with CONVT_DRIVER = `folder`. */
export interface Driver {
  readonly folder: string;
  /** Waits until the lab's extension runs in a window that was opened after `expect()`. */
  ready(): Promise<void>;
  /** Forgets the last window. Must be called before a window is opened or reloaded. */
  expect(): void;
  /**
   * Runs a command in the newest window: a command of VS Code or of an extension, `lab.configure` (takes an object of
   * settings), or `lab.closeEditors` (discards unsaved edits).
   * @throws an error with the message of the command's error
   */
  run(command: string, ...args: readonly unknown[]): Promise<unknown>;
}

/** Prepares the folder through which a VS Code is driven. The commands in `start` run as soon as VS Code is up. */
export function createDriver(folder: string, start: readonly Step[] = []): Driver {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'start.json'), JSON.stringify(start));
  const portFile = join(folder, 'port');

  const ready: Driver['ready'] = async () => {
    const end = Date.now() + startLimit;
    while (!existsSync(portFile)) {
      if (Date.now() > end) throw new Error(`the extension host did not start within ${startLimit / 60_000} minutes`);
      await sleep(50);
    }
  };
  return {
    folder,
    ready,
    expect: () => rmSync(portFile, { force: true }),
    async run(command, ...args) {
      await ready();
      const response = await fetch(`http://127.0.0.1:${readFileSync(portFile, 'utf8')}`, {
        method: 'POST',
        body: JSON.stringify({ command, args }),
      });
      const reply = (await response.json()) as {
        readonly value?: unknown;
        readonly error?: string;
      };
      if (reply.error !== undefined) throw new Error(`${command}: ${reply.error}`);
      return reply.value;
    },
  };
}
