import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/lab/paths.ts';

/** A module to run first, which removes from `scripts/bootstrap.mjs` the properties that Node has only since 20.11. */
const olderNode = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (!url.endsWith('/scripts/bootstrap.mjs')) return loaded;
      const without = 'delete import.meta.dirname; delete import.meta.filename; ';
      return { ...loaded, source: without + String(loaded.source) };
    },
  });
`)}`;

describe('the bootstrap', () => {
  for (const [node, options] of [
    ['this Node', []],
    ['a Node without import.meta.dirname', ['--import', olderNode]],
  ] as const) {
    it(`finds the project from any folder, on ${node}`, () => {
      const bootstrap = join(root, 'scripts', 'bootstrap.mjs');
      const args = [...options, bootstrap, join('scripts', 'start.ts'), '--no-such-option'];
      // With an empty PATH there is no npm, so that a bootstrap in the wrong folder cannot install anything.
      const { status, stdout, stderr } = spawnSync(process.execPath, args, {
        cwd: tmpdir(),
        env: { ...process.env, PATH: '' },
        encoding: 'utf8',
      });
      assert.deepEqual([status, stdout, stderr], [1, '', "Unknown option '--no-such-option'\n"]);
    });
  }
});
