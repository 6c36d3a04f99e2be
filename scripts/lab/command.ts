import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** How a command ended; `code` is null when it could not be started or was killed. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end and captures what it printed. Never throws. */
export function capture(command: string, args: readonly string[], cwd?: string): Ended {
  const { file, argv, shell } = spawnable(command, args);
  const maxBuffer = 64 * 1024 * 1024;
  const ended = spawnSync(file, argv, { cwd, encoding: 'utf8', shell, maxBuffer });
  // A command that could not be started has no output, whatever its type says.
  if (ended.error) return { code: null, stdout: '', stderr: ended.error.message };
  return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr };
}

/** Runs a command to its end with its output shown here; resolves with its exit code (null: killed). */
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

/** The full path of a program on PATH, or undefined. */
export function onPath(program: string): string | undefined {
  const names = process.platform === 'win32' ? [`${program}.cmd`, `${program}.exe`, program] : [program];
  return (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** `npm` installs into a folder of its own, away from the project's package.json. */
export function npmInstall(folder: string, args: readonly string[]): Ended {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  return capture(npm, ['install', ...quiet, ...args], folder);
}

// Windows starts a .cmd only through its shell, which takes paths with spaces apart unless they are
// quoted; elsewhere a shell would only mangle arguments.
function spawnable(command: string, args: readonly string[]) {
  const shell = process.platform === 'win32' && command.endsWith('.cmd');
  const quote = (text: string): string => (shell ? `"${text}"` : text);
  return { file: quote(command), argv: args.map(quote), shell };
}
