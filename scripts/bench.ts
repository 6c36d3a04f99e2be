/**
 * `npm run bench`: ourselves and what a user would pick instead, on the same calls, in Node and in
 * a browser's worker, with a table in test/output/bench.md and .json.
 *   npm run bench -- --quick                     in under two minutes
 *   npm run bench -- --only W1,W3                these workloads (test/bench/workloads.ts)
 *   npm run bench -- --peers ort-web,pytorch     these peers: also tfjs-wasm, ort-node
 *   npm run bench -- --parts node,chromium       these parts: also sweep, sizes, vscode
 * --no-build measures what dist/ holds. It asserts nothing: a time is no test.
 */
import { show } from './lab/command.ts';
import { main } from './lab/missing.ts';
import { node } from './lab/node.ts';
import { root } from './lab/paths.ts';

await main(async () => {
  const args = process.argv.slice(2);
  const build = ['esbuild.mjs', '--production'];
  if (!args.includes('--no-build') && (await show(node, build, { cwd: root })) !== 0) return 1;
  // With a garbage collector that can be called, so that none pays for another's garbage.
  return (await show(node, ['--expose-gc', 'test/bench/main.ts', ...args], { cwd: root })) ?? 1;
});
