import { join } from 'node:path';
import { findBrowser } from '../lab/browser-find.ts';
import { show } from '../lab/command.ts';
import { node } from '../lab/node.ts';
import { root } from '../lab/paths.ts';
import { preparePython } from '../lab/python.ts';
import { type Counts, none } from './counts.ts';
import { check, counted, mocha } from './run.ts';

/** A part of the test run. */
export interface Step {
  readonly name: string;
  readonly run: () => Promise<Counts>;
  /** True if the next step starts without waiting for this one. */
  readonly isConcurrent?: true;
  /** True if the step waits until all earlier ones have ended, because it needs the whole machine. */
  readonly isExclusive?: true;
}

/** The steps of the test run, in order. If a step fails, the later ones still run. */
export const steps: readonly Step[] = [
  { name: 'fetch', run: fetchTools, isConcurrent: true },
  // Takes one core for nearly a minute.
  { name: 'lint', run: () => check('eslint/bin/eslint.js', '.'), isConcurrent: true },
  { name: 'types', run: () => check('typescript/bin/tsc', '-b') },
  {
    name: 'format',
    run: () => check('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'),
  },
  { name: 'build', run: () => check('./esbuild.mjs', '--production', '--tests') },
  { name: 'unit', run: unit, isExclusive: true },
  { name: 'package', run: () => mocha('package', 'test/package/**/*.test.ts') },
  { name: 'node', run: () => integration('node') },
  { name: 'web', run: () => integration('web') },
  { name: 'workbench', run: workbench },
  { name: 'browser', run: browser },
];

/**
 * Tests of pages and of VS Code depend on processes whose speed is not ours: one that fails is tried once more. The end of
 * the output names it, whatever the second result.
 */
const secondTry = ['--retries', '1'];

/** Downloads what later steps need, while other steps compute. Counts no test. */
async function fetchTools(): Promise<Counts> {
  await show(node, [join(root, 'scripts', 'test', 'prepare.ts')], { cwd: root });
  return none;
}

async function unit(): Promise<Counts> {
  const python = preparePython();
  if (!python.ok) console.log(`Tests that need PyTorch are skipped: ${python.reason}`);
  const elsewhere = 'test/{integration,browser,workbench,package}/**';
  // Two files at a time, because the tests mostly compute and machines have at least two cores.
  const parallel = ['--parallel', '--jobs', '2'];
  return await mocha('unit', ...parallel, 'test/**/*.test.ts', '--ignore', elsewhere);
}

async function integration(kind: 'node' | 'web'): Promise<Counts> {
  return await counted(kind, (file) => ['test/launcher/integration.ts', kind, file]);
}

async function workbench(): Promise<Counts> {
  await findBrowser();
  const hooks = ['--require', './test/workbench/hooks.ts', '--timeout', '60000'];
  // Each of the two files has a browser of its own. A test mostly computes, and its page mostly uses one core.
  const parallel = ['--parallel', '--jobs', '2'];
  return await mocha('workbench', ...parallel, ...secondTry, ...hooks, 'test/workbench/**/*.test.ts');
}

async function browser(): Promise<Counts> {
  await findBrowser();
  const hooks = ['--require', './test/browser/hooks.ts', '--timeout', '300000'];
  return await mocha('browser', ...secondTry, ...hooks, 'test/browser/**/*.test.ts');
}
