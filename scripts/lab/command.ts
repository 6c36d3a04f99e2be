import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The result of a command. `code` is its exit code, or null if the command could not be started or was killed. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command to its end and captures its output. Never throws; if the command cannot be started, `stderr` says why.
 */
export function capture(command: string, args: readonly string[], cwd?: string): Ended {
  const { file, argv, shell } = spawnable(command, args);
  const maxBuffer = 64 * 1024 * 1024;
  const ended = spawnSync(file, argv, { cwd, encoding: 'utf8', shell, maxBuffer });
  // If the command could not be started, its output is null although its type says string.
  if (ended.error) return { code: null, stdout: '', stderr: ended.error.message };
  return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr };
}

/** Runs a command to its end and shows its output. Resolves with its exit code, or null if it was killed. */
export function show(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<number | null> {
  return new Promise((resolve) => {
    const { file, argv, shell } = spawnable(command, args);
    const child = spawn(file, argv, { ...options, stdio: ['ignore', 'inherit', 'inherit'], shell });
    child.on('error', () => resolve(null));
    child.on('close', resolve);
  });
}

/** Returns the full path of a program in PATH, or undefined if there is none. */
export function onPath(program: string): string | undefined {
  const names = process.platform === 'win32' ? [`${program}.cmd`, `${program}.exe`, program] : [program];
  return (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** Runs `npm install` in a folder outside the project, without install scripts. */
export function npmInstall(folder: string, args: readonly string[]): Ended {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  return capture(npm, ['install', ...quiet, ...args], folder);
}

/**
 * Returns the file, arguments and shell option with which a command can be spawned. Windows starts a `.cmd` only
 * through its shell, which splits unquoted paths at spaces. Other commands need no shell.
 */
function spawnable(command: string, args: readonly string[]) {
  const shell = process.platform === 'win32' && command.endsWith('.cmd');
  const quote = (text: string): string => (shell ? `"${text}"` : text);
  return { file: quote(command), argv: args.map(quote), shell };
}
