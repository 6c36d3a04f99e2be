import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { messageOf } from '../../engine/core/messageOf.ts';
import { oneLine } from '../text/oneLine.ts';

/** How a run of a program ended. */
export type ProgramEnd =
  | {
      readonly kind: 'ended';
      /** Null if a signal ended the program. */
      readonly exitCode: number | null;
      readonly signal: string | null;
      /** The last line on stderr that is not empty; "" if there is none. */
      readonly lastLine: string;
    }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'not-started'; readonly reason: string };

/** The most characters of stderr that are kept, from its end. */
const keptCharacters = 16_384;

/** Why a program cannot be started, by the code of the error. */
const whyNotStarted: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such program',
  EACCES: 'it is no program, or not executable; if it is a script, put its interpreter in front, as in python mine.py',
};

/** The programs that are running. */
const running = new Set<ChildProcess>();

/**
 * Runs a program without a shell, in the working folder, and waits for its end. Whatever it prints to stdout is
 * dropped. After `seconds`, ends the program. Whatever it has started and left running is ended with it.
 */
export async function runProgram([file = '', ...args]: readonly string[], seconds: number): Promise<ProgramEnd> {
  return await new Promise((resolve) => {
    // A group of its own, so that the programs that it starts can be ended with it.
    const child = spawn(file, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    running.add(child);
    let stderr = '';
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      endProgram(child);
    }, seconds * 1000);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-keptCharacters);
    });
    const settle = (end: ProgramEnd): void => {
      clearTimeout(timer);
      running.delete(child);
      resolve(end);
    };
    child.on('error', (error: NodeJS.ErrnoException) => {
      const reason = whyNotStarted[error.code ?? ''] ?? messageOf(error);
      settle({ kind: 'not-started', reason });
    });
    // A program that it left running may keep stderr open, so that its end does not wait for "close".
    child.on('exit', (exitCode, signal) => {
      if (process.platform !== 'win32') endProgram(child);
      setImmediate(() => {
        const lines = stderr.split('\n').filter((line) => line.trim() !== '');
        const lastLine = oneLine(lines.at(-1) ?? '');
        settle(isLate ? { kind: 'timed-out' } : { kind: 'ended', exitCode, signal, lastLine });
      });
    });
  });
}

/** Ends every program that is running, with all that it has started. */
export function endPrograms(): void {
  for (const child of running) endProgram(child);
}

function endProgram(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
