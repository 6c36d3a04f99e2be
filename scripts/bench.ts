/**
 * `npm run bench`: times this project and the libraries that a user could choose instead on the same calls, in Node and in
 * a browser's worker. Writes the tables to test/output/bench.md and bench.json. Asserts no time.
 *   npm run bench -- --quick                     takes less than two minutes
 *   npm run bench -- --only W1,W3                only these workloads (test/bench/workloads.ts)
 *   npm run bench -- --peers ort-web,pytorch     only these peers; the others are tfjs-wasm and ort-node
 *   npm run bench -- --parts node,chromium       only these parts; the others are sweep, sizes, vscode,
 *                                                python, diagnose and files
 *   npm run bench -- --no-build                  measures the bundles that are in dist/
 */
import { show } from './lab/command.ts';
import { main } from './lab/missing.ts';
import { node } from './lab/node.ts';
import { root } from './lab/paths.ts';

await main(async () => {
  const args = process.argv.slice(2);
  const build = ['esbuild.mjs', '--production'];
  if (!args.includes('--no-build') && (await show(node, build, { cwd: root })) !== 0) return 1;
  // Garbage is collected before each round, so that no library pays for the garbage of another.
  return (await show(node, ['--expose-gc', 'test/bench/main.ts', ...args], { cwd: root })) ?? 1;
});
