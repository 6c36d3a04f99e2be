import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { convt } from '../../../src/cli/convt.ts';
import { answer, inFolder, refused } from '../convt.ts';

/** The scenarios and tensors that PyTorch wrote (checks.py), relative to the folder in which commands run. */
const checks = '../checks';

/** The folder in which commands run. */
const fixtures = fileURLToPath(new URL('../../fixtures/cli', import.meta.url));

interface Checked {
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
  readonly skipped: number;
  readonly files: readonly {
    readonly file: string;
    readonly line: number;
    readonly status: string;
    readonly headline?: string;
    readonly fix?: string | null;
    readonly reason?: string;
  }[];
}

async function checked(exitCode: number, ...args: readonly string[]): Promise<Checked> {
  const { exitCode: code, stdout, stderr } = await answer('check', ...args, '--json');
  assert.deepEqual([code, stderr], [exitCode, ''], stdout);
  return JSON.parse(stdout) as Checked;
}

describe('convt check', () => {
  it('says of every scenario below a folder whether its output is right, and goes on after one that cannot be checked', async () => {
    const { files, ...counts } = await checked(2, checks);
    assert.deepEqual(counts, { passed: 1, failed: 3, errors: 2, skipped: 1 });
    assert.deepEqual(
      files.map(({ file, status }) => [file.slice(checks.length + 1), status]),
      [
        ['deep/unrotated.convt.json', 'failed'],
        ['illegal.convt.json', 'error'],
        ['missing.convt.json', 'error'],
        ['nan.convt.json', 'failed'],
        ['none.convt.json', 'skipped'],
        ['right.convt.json', 'passed'],
        ['uncropped.convt.json', 'failed'],
      ],
    );
    const of = (name: string) => files.find(({ file }) => file.endsWith(`${name}.convt.json`));
    assert.equal(of('unrotated')?.headline, 'Wrong: the kernel was not rotated by 180°');
    assert.match(of('unrotated')?.fix ?? '', /w\.flip\(2, 3\)/);
    assert.equal(of('uncropped')?.headline, 'Wrong: the padding was ignored');
    assert.match(of('missing')?.reason ?? '', /missing\.npy: no such file or folder$/);
    assert.match(of('illegal')?.reason ?? '', /^dilation\[0\] = 0 must be/);
  });

  it('exits with 0 if every output is right, with 1 if one is wrong', async () => {
    assert.equal((await checked(0, `${checks}/right.convt.json`)).passed, 1);
    const { failed } = await checked(1, `${checks}/right.convt.json`, `${checks}/deep`);
    assert.equal(failed, 1);
    const { stdout } = await answer('check', `${checks}/right.convt.json`, `${checks}/deep`);
    assert.match(stdout, /^WRONG {2}.*unrotated\.convt\.json: Wrong: the kernel was not rotated by 180°\n {7}That/);
    assert.match(stdout, /\n\n1 right · 1 wrong\n$/);
  });

  it('annotates the line of the property actual', async () => {
    const { stdout } = await answer('check', `${checks}/deep`, '--github');
    const [annotation = ''] = stdout.split('\n');
    const found = /^::error file=([^,]+),line=(\d+),title=Wrong%3A the kernel/.exec(annotation);
    const text = readFileSync(new URL('../../fixtures/checks/deep/unrotated.convt.json', import.meta.url), 'utf8');
    assert.equal(found?.[1], `${checks}/deep/unrotated.convt.json`);
    assert.match(text.split('\n')[Number(found[2]) - 1] ?? '', /"actual"/);
  });

  it('names files of the working folder relatively, as annotations must, however they are given', async () => {
    const { stdout } = await answer('check', resolve(fixtures, checks, 'deep'), '--github');
    assert.match(stdout, /^::error file=\/.*\/checks\/deep\/unrotated\.convt\.json,/);
    await inFolder(async (folder) => {
      cpSync(new URL('../../fixtures/checks', import.meta.url), folder, { recursive: true });
      const before = process.cwd();
      process.chdir(folder);
      try {
        const inside = await convt(['check', join(process.cwd(), 'deep'), '--github']);
        assert.match(inside.stdout, /^::error file=deep\/unrotated\.convt\.json,/);
      } finally {
        process.chdir(before);
      }
    });
  });

  it('writes a JUnit report beside what it prints', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'r.xml');
      const { exitCode, stdout } = await answer('check', checks, '--junit', path);
      assert.equal(exitCode, 2);
      assert.match(stdout, /not checked/);
      const xml = readFileSync(path, 'utf8');
      assert.match(xml, /<testsuites name="convt check" tests="7" failures="3" errors="2">/);
      await answer('check', checks, '--junit', path);
      assert.equal(readFileSync(path, 'utf8'), xml, 'the same outputs give the same bytes');
    });
  });

  it('skips node_modules and .git, and reads comments', async () => {
    await inFolder(async (folder) => {
      cpSync(new URL('../../fixtures/checks', import.meta.url), folder, { recursive: true });
      for (const hidden of ['node_modules', '.git']) {
        mkdirSync(join(folder, 'deep', hidden));
        writeFileSync(join(folder, 'deep', hidden, 'a.convt.json'), '{');
      }
      const path = join(folder, 'right.convt.json');
      writeFileSync(path, `// a comment\n${readFileSync(path, 'utf8')}`);
      const { files } = await checked(1, join(folder, 'deep'), path);
      assert.deepEqual(
        files.map(({ line, status }) => [line, status]),
        [
          [13, 'failed'],
          [14, 'passed'],
        ],
      );
    });
  });

  it('refuses what would check nothing', async () => {
    assert.match(await refused('check', '../npy'), /^there is no \*\.convt\.json in \.\.\/npy$/);
    assert.match(await refused('check', `${checks}/none.convt.json`), /^no scenario in .* names an output to check$/);
    assert.match(await refused('check', 'nowhere'), /^cannot read nowhere: no such file or folder$/);
    assert.match(await refused('check', checks, '--github', '--json'), /exclude each other/);
  });
});
