import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { show } from '../lab/command.ts';
import { node } from '../lab/node.ts';
import { output, root } from '../lab/paths.ts';
import { none, oneFailed, onePassed, type Counts } from './counts.ts';

const modules = join(root, 'node_modules');

/**
 * Runs a tool that reports its result by its exit code; counts as one test. `script` is a path in node_modules or, if
 * it begins with `./`, in the repository.
 */
export async function check(script: string, ...args: readonly string[]): Promise<Counts> {
  const file = script.startsWith('./') ? join(root, script) : join(modules, script);
  return (await show(node, [file, ...args], { cwd: root })) === 0 ? onePassed : oneFailed;
}

/** Runs a command that counts its tests. `command` gets the path of the file into which the counts must be written. */
export async function counted(name: string, command: (countsFile: string) => readonly string[]): Promise<Counts> {
  const file = join(output, 'counts', `${name}.json`);
  mkdirSync(join(output, 'counts'), { recursive: true });
  rmSync(file, { force: true });
  const env = { ...process.env, CONVT_COUNTS: file };
  const code = await show(node, command(file), { cwd: root, env });
  const counts = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Counts) : none;
  // If the run ended early, or failed outside of all tests, it counts as one failed test.
  const isComplete = counts.failed > 0 || (code === 0 && counts.passed > 0);
  return isComplete ? counts : { ...counts, failed: counts.failed + 1 };
}

/** Runs mocha on test files. */
export async function mocha(name: string, ...args: readonly string[]): Promise<Counts> {
  const reporter = join(root, 'scripts', 'test', 'reporter.mjs');
  const bin = join(modules, 'mocha', 'bin', 'mocha.js');
  return await counted(name, () => [bin, '--forbid-only', '--reporter', reporter, ...args]);
}
