import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A VS Code command with its arguments. An argument `{$file: path}` is replaced by the URI of the file. */
export interface Step {
  readonly command: string;
  readonly args: readonly unknown[];
}

/** The longest time, in milliseconds, that an extension host may take to start, even on a loaded machine. */
const startLimit = 5 * 60_000;

/** The folder of the driver, a helper extension that runs commands in VS Code. */
export const driverExtension = join(import.meta.dirname, 'driver');

/**
 * A connection to the helper extension in a VS Code that was started with the environment variable CONVT_DRIVER =
 * `folder`.
 */
export interface Driver {
  readonly folder: string;
  /** Waits until the helper extension runs in a window that was opened after the last `expect()`. */
  ready(): Promise<void>;
  /** Forgets the current window. Must be called before a window is opened or reloaded. */
  expect(): void;
  /**
   * Runs a command in the current window: a command of VS Code or of an extension, `lab.configure` (changes the
   * settings in its argument), or `lab.closeEditors` (discards unsaved edits).
   * @throws if the command fails, with the message of its error
   */
  run(command: string, ...args: readonly unknown[]): Promise<unknown>;
}

/**
 * Prepares the folder through which commands reach VS Code. The commands in `start` run as soon as VS Code has started.
 */
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
