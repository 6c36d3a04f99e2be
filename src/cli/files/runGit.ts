import { spawn } from 'node:child_process';
import { messageOf } from '../../engine/core/messageOf.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';

/** The answer of a run of git. */
export interface GitAnswer {
  readonly exitCode: number;
  readonly stdout: Buffer;
  /** The first line on stderr, without "fatal:". */
  readonly reason: string;
}

/** Settings that keep git from changing its files, asking questions, and starting programs that the repository names. */
const settings: readonly string[] = [
  'core.fsmonitor=false',
  'core.quotepath=false',
  'diff.relative=false',
  'color.ui=false',
].flatMap((setting) => ['-c', setting]);

const environment = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  // Paths are paths: a star or a colon in a name has no meaning.
  GIT_LITERAL_PATHSPECS: '1',
  LC_ALL: 'C',
};

/** Runs git in a folder, without a shell. `input` is what git reads from stdin. Refuses if git cannot be started. */
export async function runGit(
  folder: string,
  args: readonly string[],
  input: string | null = null,
): Promise<Result<GitAnswer>> {
  return await new Promise((resolve) => {
    const child = spawn('git', [...settings, ...args], {
      cwd: folder,
      env: { ...process.env, ...environment },
      windowsHide: true,
    });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === 'ENOENT';
      resolve(
        refuse(
          'file',
          isMissing
            ? `git cannot be started in ${folder}: install Git, or add it to the PATH, and check that the folder exists`
            : `git cannot be started: ${messageOf(error)}`,
        ),
      );
    });
    child.on('close', (code) => {
      const reason = Buffer.concat(stderr).toString('utf8').trim().split('\n')[0] ?? '';
      resolve(
        ok({ exitCode: code ?? 1, stdout: Buffer.concat(stdout), reason: reason.replace(/^(?:fatal|error): /, '') }),
      );
    });
    // Git may end before it has read everything.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}

/** Runs git and returns its output as text. Refuses with the reason that git gives if it fails. */
export async function gitText(folder: string, args: readonly string[], doing: string): Promise<Result<string>> {
  const answer = await runGit(folder, args);
  if (!answer.ok) return answer;
  const { exitCode, stdout, reason } = answer.value;
  if (exitCode === 0) return ok(stdout.toString('utf8'));
  return refuse('file', `${doing}: git says ${JSON.stringify(reason)}`);
}
