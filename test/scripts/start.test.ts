import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../scripts/lab/paths.ts';

const nowhere = join(root, 'no-such.convt.json');

const cases: readonly (readonly [name: string, args: readonly string[], says: string | RegExp])[] = [
  ['a document that does not exist', ['--scenario', nowhere], `--scenario: ${nowhere} does not exist.\n`],
  ['a folder instead of a document', ['--scenario', root], `--scenario: ${root} is not a file.\n`],
  [
    'an unknown preset',
    ['--preset', 'fourm'],
    /^--preset must be one of strided, forum, .*, but is fourm\. Did you mean forum\?\n$/,
  ],
  ['an unknown theme', ['--theme', 'drak'], /^--theme must be one of .*, but is drak\.\n$/],
  ['a size without a height', ['--size', '1400'], /^--size must be WIDTHxHEIGHT, .*, but is 1400\.\n$/],
];

describe('npm start reports in one line, before it builds or starts anything,', () => {
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
