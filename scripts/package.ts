/**
 * `npm run package`: builds for production and writes NAME-VERSION.vsix into the repository's root folder. With `--
 * --ref v0.1.0` the links in the packaged README point to that tag instead of the default branch.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from './lab/missing.ts';
import { show } from './lab/command.ts';
import { node } from './lab/node.ts';
import { parseOptions } from './lab/options.ts';
import { root } from './lab/paths.ts';
import { writeVsix } from './package/writeVsix.ts';

await main(async () => {
  const { ref } = parseOptions(['ref'], []);
  // esbuild has printed its errors already.
  if ((await show(node, ['esbuild.mjs', '--production'], { cwd: root })) !== 0) return 1;
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
  };
  await writeVsix(join(root, `${name}-${version}.vsix`), ref);
  return 0;
});
