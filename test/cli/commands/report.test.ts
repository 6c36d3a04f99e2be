import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answer, inFolder, refused } from '../convt.ts';

const checks = '../checks';
const unrotated = `${checks}/deep/unrotated.convt.json`;

/** Returns the names and contents of the files in a folder. */
function filesIn(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'base64')]));
}

describe('convt report', () => {
  it('writes Markdown with pictures beside it, and JSON, and exits as the verdict is', async () => {
    await inFolder(async (folder) => {
      const [md, json] = [join(folder, 'my report.md'), join(folder, 'r.json')];
      const { exitCode, stdout, stderr } = await answer('report', unrotated, '--md', md, '--json', json);
      assert.deepEqual([exitCode, stderr], [1, '']);
      assert.match(stdout, /^Wrong: the kernel was not rotated by 180°\n/);
      assert.deepEqual(readdirSync(folder).sort(), [
        'my report.difference.png',
        'my report.md',
        'my report.output.png',
        'r.json',
      ]);
      const text = readFileSync(md, 'utf8');
      assert.match(
        text,
        /^### conv_transpose2d: Upsample by two\n\n\*\*Wrong: the kernel was not rotated by 180°\.\*\*/,
      );
      assert.match(text, /\]\(my%20report\.output\.png\)/);
      assert.match(text, /\| stride \| `\(2, 2\)` \|/);
      const report = JSON.parse(readFileSync(json, 'utf8')) as Record<string, unknown>;
      assert.deepEqual([report.verdict, report.right, report.name], ['mismatch', false, 'Upsample by two']);
      const run = await answer('run', unrotated, '--json');
      // Paths are relative to the document in the report, to the working folder in convt run.
      const fields = Object.entries(JSON.parse(run.stdout) as object).filter(
        ([name]) => !['dtypeFrom', 'actual'].includes(name),
      );
      for (const [name, value] of fields) assert.deepEqual(report[name], value, name);
      assert.equal((await answer('report', `${checks}/right.convt.json`, '--json', json)).exitCode, 0);
    });
  });

  it('gives the same bytes for the same scenario, wherever it lies and whenever it is made', async () => {
    const bytes: Readonly<Record<string, string>>[] = [];
    for (const place of ['a', 'b']) {
      await inFolder(async (folder) => {
        const from = join(folder, place, 'deep');
        cpSync(new URL('../../fixtures/checks', import.meta.url), from, { recursive: true });
        const out = join(folder, 'out');
        mkdirSync(out);
        const flags = [
          '--html',
          join(out, 'r.html'),
          '--static',
          '--md',
          join(out, 'r.md'),
          '--json',
          join(out, 'r.json'),
        ];
        await answer('report', join(from, 'nan.convt.json'), ...flags);
        bytes.push(filesIn(out));
      });
    }
    const [a, b] = bytes;
    assert.deepEqual(Object.keys(a ?? {}).sort(), ['r.difference.png', 'r.html', 'r.json', 'r.md', 'r.output.png']);
    assert.deepEqual(a, b);
    for (const [name, content] of Object.entries(a ?? {})) {
      const text = Buffer.from(content, 'base64').toString('latin1');
      assert.doesNotMatch(text, /\/tmp\/|convt-/, name);
    }
  });

  it('puts pictures into the Markdown, or leaves them out', async () => {
    await inFolder(async (folder) => {
      const md = join(folder, 'r.md');
      await answer('report', unrotated, '--md', md, '--pictures', 'data');
      assert.equal(readFileSync(md, 'utf8').match(/\]\(data:image\/png;base64,iVBOR/g)?.length, 2);
      await answer('report', unrotated, '--md', md, '--pictures', 'none');
      assert.doesNotMatch(readFileSync(md, 'utf8'), /!\[/);
      assert.deepEqual(readdirSync(folder), ['r.md']);
    });
  });

  it('reports a refused call with PyTorch’s rule, and exits with 2', async () => {
    await inFolder(async (folder) => {
      const [html, json] = [join(folder, 'r.html'), join(folder, 'r.json')];
      const { exitCode, stdout } = await answer(
        'report',
        `${checks}/illegal.convt.json`,
        '--static',
        '--html',
        html,
        '--json',
        json,
      );
      assert.equal(exitCode, 2);
      assert.match(stdout, /^refused: dilation\[0\] = 0 must be an integer of at least 1\.\n/);
      assert.match(readFileSync(html, 'utf8'), /✕ The call is refused<\/p>\n<p>dilation\[0\] = 0 must be/);
      const { refused: why } = JSON.parse(readFileSync(json, 'utf8')) as { refused: object };
      assert.deepEqual(why, { argument: 'dilation', message: 'dilation[0] = 0 must be an integer of at least 1.' });
    });
  });

  it('writes names as they are, whatever signs they have', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'a.convt.json');
      const name = '</script><script>alert(1)</script> & "quoted" `code` | [link](x)';
      const call = {
        version: 1,
        name,
        input: { shape: [1, 1, 1, 1], values: [1] },
        weight: { shape: [1, 1, 1, 1], values: [1] },
      };
      writeFileSync(path, JSON.stringify(call));
      const [html, md] = [join(folder, 'r.html'), join(folder, 'r.md')];
      assert.equal((await answer('report', path, '--static', '--html', html, '--md', md)).exitCode, 0);
      const page = readFileSync(html, 'utf8');
      assert.doesNotMatch(page, /<script>alert/);
      assert.match(page, /<h1>&lt;\/script&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt; &amp; &quot;quoted&quot;/);
      assert.match(readFileSync(md, 'utf8'), /\\<\/script\\>.* \\`code\\` \\\| \\\[link\\\]\(x\)/);
    });
  });

  it('refuses what it cannot do, and writes nothing', async () => {
    await inFolder(async (folder) => {
      const md = join(folder, 'r.md');
      assert.match(await refused('report'), /^report needs a scenario/);
      assert.match(await refused('report', unrotated), /^name a file for the report/);
      assert.match(await refused('report', `${checks}/missing.convt.json`, '--md', md), /missing\.npy: no such file/);
      assert.match(
        await refused('report', unrotated, '--md', md, '--pictures', 'svg'),
        /--pictures = "svg" must be one of/,
      );
      assert.match(
        await refused('report', unrotated, '--md', md, '--tensors', 'all'),
        /tensors = "all" must be a number/,
      );
      assert.equal(existsSync(md), false);
    });
  });
});
