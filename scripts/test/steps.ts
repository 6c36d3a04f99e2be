import { join } from 'node:path';
import { findBrowser } from '../lab/browser-find.ts';
import { show } from '../lab/command.ts';
import { node } from '../lab/node.ts';
import { root } from '../lab/paths.ts';
import { preparePython } from '../lab/python.ts';
import { type Counts, none } from './counts.ts';
import { check, counted, mocha } from './run.ts';

/** A part of the test run, in the order in which they run; none stops the ones after it. */
export interface Step {
  readonly name: string;
  readonly run: () => Promise<Counts>;
  /** Runs beside the ones that follow, up to the first that waits for it; it prints little. */
  readonly beside?: true;
  /** Begins when all before it have ended: it needs the machine to itself. */
  readonly alone?: true;
}

export const steps: readonly Step[] = [
  { name: 'fetch', run: fetchMeanwhile, beside: true },
  // One core for nearly a minute, of at least two.
  { name: 'lint', run: () => check('eslint/bin/eslint.js', '.'), beside: true },
  { name: 'types', run: () => check('typescript/bin/tsc', '-b') },
  {
    name: 'format',
    run: () => check('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'),
  },
  { name: 'build', run: () => check('./esbuild.mjs', '--production', '--tests') },
  { name: 'unit', run: unit, alone: true },
  { name: 'package', run: () => mocha('package', 'test/package/**/*.test.ts') },
  { name: 'node', run: () => integration('node') },
  { name: 'web', run: () => integration('web') },
  { name: 'workbench', run: workbench },
  { name: 'browser', run: browser },
];

/** The network's time, while the processor has others to do; counts no test. */
async function fetchMeanwhile(): Promise<Counts> {
  await show(node, [join(root, 'scripts', 'test', 'prepare.ts')], { cwd: root });
  return none;
}

async function unit(): Promise<Counts> {
  const python = preparePython();
  if (!python.ok) console.log(`tests that need PyTorch are skipped: ${python.reason}`);
  const elsewhere = 'test/{integration,browser,workbench,package}/**';
  // Two files at a time: nearly all of it is computing, and every machine has two cores.
  const parallel = ['--parallel', '--jobs', '2'];
  return await mocha('unit', ...parallel, 'test/**/*.test.ts', '--ignore', elsewhere);
}

async function integration(kind: 'node' | 'web'): Promise<Counts> {
  return await counted(kind, (file) => ['test/launcher/integration.ts', kind, file]);
}

async function workbench(): Promise<Counts> {
  await findBrowser();
  const hooks = ['--require', './test/workbench/hooks.ts', '--timeout', '60000'];
  return await mocha('workbench', ...hooks, 'test/workbench/**/*.test.ts');
}

async function browser(): Promise<Counts> {
  await findBrowser();
  const hooks = ['--require', './test/browser/hooks.ts', '--timeout', '300000'];
  return await mocha('browser', ...hooks, 'test/browser/**/*.test.ts');
}
