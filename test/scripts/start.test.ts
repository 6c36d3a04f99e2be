import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../scripts/lab/paths.ts';

const nowhere = join(root, 'no-such.convt.json');

const cases: readonly (readonly [name: string, args: readonly string[], says: string | RegExp])[] = [
  ['a document that is not there', ['--scenario', nowhere], `--scenario: ${nowhere} does not exist.\n`],
  ['a folder for a document', ['--scenario', root], `--scenario: ${root} is not a file.\n`],
  ['an unknown preset', ['--preset', 'fourm'], /^--preset wants forum, .*, not fourm\. Did you mean forum\?\n$/],
  ['an unknown theme', ['--theme', 'drak'], /^--theme wants .*, not drak\.\n$/],
  ['a size that is none', ['--size', '1400'], /^--size wants WIDTHxHEIGHT, .*, not 1400\.\n$/],
];

describe('npm start says in one line, before it builds or starts anything', () => {
  for (const [name, args, says] of cases) {
    it(name, () => {
      const script = join(root, 'scripts', 'start.ts');
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [script, '--screenshot', join(root, 'test', 'output', 'no-such.png'), ...args],
        { encoding: 'utf8' },
      );
      assert.deepEqual([status, stdout], [1, '']);
      if (typeof says === 'string') assert.equal(stderr, says);
      else assert.match(stderr, says);
    });
  }
});
