import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import type { ReviewJson } from '../../../src/review/changes/reviewJson.ts';
import { inFolder } from '../convt.ts';
import { inRepository, type Repository } from '../repository.ts';

const up = 'nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1)';
const uneven = 'nn.ConvTranspose2d(64, 32, 3, stride=2, padding=1)';

function net(call: string, name = 'Net', size = '28x28'): string {
  return [
    'from torch import nn',
    '',
    `class ${name}(nn.Module):`,
    '    def __init__(self):',
    '        super().__init__()',
    `        self.up = ${call}`,
    '',
    '    def forward(self, x):',
    `        # x: 1x64x${size}`,
    '        return self.up(x)',
    '',
  ].join('\n');
}

function npy(...shape: readonly number[]): Uint8Array {
  const count = shape.reduce((product, size) => product * size, 1);
  return writeNpy(tensorOf('float32', shape, new Array<number>(count).fill(1)));
}

function scenario(stride: number, kernel = 4): string {
  return JSON.stringify({
    version: 1,
    name: 'up',
    input: { fill: 'randn', shape: [1, 2, 8, 8] },
    weight: { fill: 'randn', shape: [2, 2, kernel, kernel] },
    stride: [stride, stride],
    padding: [1, 1],
  });
}

async function json(repository: Repository, ...args: readonly string[]): Promise<ReviewJson> {
  const { stdout, stderr } = await repository.convt(['review', '--json', ...args]);
  assert.equal(stderr, '');
  return JSON.parse(stdout) as ReviewJson;
}

describe('convt review', () => {
  it('says what a changed call does now and did before, and exits with 1 if its overlap became uneven', async () => {
    await inRepository(async (repository) => {
      repository.write('models/net.py', net(up));
      repository.commit();
      assert.deepEqual(await repository.convt(['review']), {
        stdout: 'No transposed convolution changed.\n',
        stderr: '',
        exitCode: 0,
      });
      repository.write('models/net.py', `# A comment.\n${net(uneven)}`);
      const { stdout, exitCode } = await repository.convt(['review'], 'models');
      assert.equal(exitCode, 1);
      assert.deepEqual(stdout.split('\n').slice(0, 3), [
        'models/net.py',
        '  WORSE  line 7: Net.__init__ › self.up',
        '      56×56 → 55×55 · overlap even → uneven · weights no longer load: 64×32×4×4 → 64×32×3×3',
      ]);
      assert.match(stdout, /\n1 call changed · 1 became illegal or uneven\n$/);
      repository.commit();
      repository.write('models/net.py', net(up));
      const better = await repository.convt(['review']);
      assert.equal(better.exitCode, 0);
      assert.match(better.stdout, /overlap uneven → even/);
    });
  });

  it('exits with 1 if a call became illegal, for the reason that PyTorch gives', async () => {
    await inRepository(async (repository) => {
      repository.write('net.py', net(up));
      repository.commit();
      repository.write('net.py', net('nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1, output_padding=2)'));
      const { stdout, exitCode } = await repository.convt(['review']);
      assert.equal(exitCode, 1);
      // torch 1.13: "output padding must be smaller than either stride or dilation".
      assert.match(
        stdout,
        /legal → illegal: output_padding = 2 must be smaller than either stride = 2 or dilation = 1/,
      );
    });
  });

  it('follows renamed files and moved code, and finds untracked files and notebooks', async () => {
    await inRepository(async (repository) => {
      repository.write('a.py', net(up));
      repository.write(
        'b.py',
        `${net('nn.ConvTranspose2d(16, 8, 6, stride=3, padding=2)', 'Other', '9x9')}${'# filler\n'.repeat(40)}`,
      );
      const cell = (call: string): string =>
        JSON.stringify({
          cells: [{ cell_type: 'code', source: ['from torch import nn\n', `up = ${call}\n`], outputs: [] }],
          metadata: {},
        });
      repository.write('n.ipynb', cell(up));
      repository.commit();
      repository.rename('a.py', 'nets/a.py');
      repository.write('nets/a.py', net(uneven));
      repository.git('add', '--all');
      repository.write('b.py', '# filler\n'.repeat(40));
      repository.write('c.py', net('nn.ConvTranspose2d(16, 8, 6, stride=3, padding=2)', 'Moved', '9x9'));
      repository.write('n.ipynb', cell('nn.ConvTranspose2d(64, 32, 2, stride=2)'));
      const { files } = await json(repository);
      const told = files.map(({ path, pathBefore, status, calls }) => ({
        path,
        pathBefore,
        status,
        calls: calls.map(({ change, before, after }) => `${change} ${before?.path ?? ''} → ${after?.path ?? ''}`),
      }));
      assert.deepEqual(told, [
        {
          path: 'c.py',
          pathBefore: null,
          status: 'added',
          calls: ['moved Other.__init__ › self.up → Moved.__init__ › self.up'],
        },
        { path: 'n.ipynb', pathBefore: null, status: 'changed', calls: ['changed up → up'] },
        {
          path: 'nets/a.py',
          pathBefore: 'a.py',
          status: 'renamed',
          calls: ['changed Net.__init__ › self.up → Net.__init__ › self.up'],
        },
      ]);
      const notebook = files[1]?.calls[0];
      assert.ok(notebook);
      assert.deepEqual(notebook.after?.cell, { number: 1, line: 2 });
      // k 2, s 2, p 0 gives 2H as k 4, s 2, p 1 does: the size stays, the weight does not.
      assert.match(notebook.summary, /^weights no longer load: 64×32×4×4 → 64×32×2×2$/);
    });
  });

  it('reads a renamed file on the disk, where it was edited after Git was told of its new name', async () => {
    await inRepository(async (repository) => {
      repository.write('old.py', net(up));
      repository.commit();
      repository.git('mv', 'old.py', 'new.py');
      repository.write('new.py', net(uneven));
      const { exitCode, stdout } = await repository.convt(['review']);
      assert.match(stdout, /^new\.py \(was old\.py\)\n {2}WORSE .*\n.*overlap even → uneven/);
      assert.equal(exitCode, 1);
    });
  });

  it('reads a new file on the disk, where it was edited after Git was told of it and another one was removed', async () => {
    await inRepository(async (repository) => {
      repository.write('gone.py', '# a program without a call\n'.repeat(9));
      repository.commit();
      repository.remove('gone.py');
      repository.write('new.py', net(up));
      repository.git('add', 'new.py');
      repository.write('new.py', net(uneven));
      const { exitCode, stdout } = await repository.convt(['review']);
      assert.match(stdout, /^new\.py\n {2}WORSE .*\n {6}added .*overlap uneven/);
      assert.equal(exitCode, 1);
    });
  });

  it('says of a file whose name is not UTF-8 that it is not read', async function () {
    // Other systems have no such names.
    if (process.platform !== 'linux') this.skip();
    await inRepository(async (repository) => {
      const path = Buffer.concat([
        Buffer.from(join(repository.folder, 'caf')),
        Buffer.from([0xe9]),
        Buffer.from('.py'),
      ]);
      writeFileSync(path, net(up));
      const { exitCode, stdout } = await repository.convt(['review', '--base', repository.commit()]);
      assert.deepEqual([exitCode, stdout], [0, 'No transposed convolution changed.\n']);
      writeFileSync(path, net(uneven));
      const changed = await repository.convt(['review']);
      assert.match(changed.stdout, /cannot read caf\ufffd\.py: its name is not UTF-8/);
    });
  });

  it('reads what a sparse checkout leaves out from the repository', async () => {
    await inRepository(async (repository) => {
      repository.write('a/kept.py', net(up));
      repository.commit();
      repository.write('b/left.py', net(uneven));
      repository.commit();
      repository.git('sparse-checkout', 'set', '--no-cone', '/a/');
      for (const head of [[], ['--head', 'HEAD']]) {
        const { exitCode, stdout } = await repository.convt(['review', '--base', 'HEAD~1', ...head]);
        assert.match(stdout, /^b\/left\.py\n {2}WORSE/);
        assert.equal(exitCode, 1);
      }
    });
  });

  it('reads both sides of a conflict', async () => {
    await inRepository(async (repository) => {
      repository.write('a.py', net(up));
      repository.commit();
      repository.git('checkout', '--quiet', '-b', 'other');
      repository.write('a.py', net(uneven));
      repository.commit();
      repository.git('checkout', '--quiet', 'main');
      repository.write('a.py', net(up.replace('4,', '6,')));
      repository.commit();
      assert.throws(() => repository.git('-c', 'merge.conflictStyle=diff3', 'merge', '--quiet', 'other'));
      const { files } = await json(repository);
      // The other side's call overwrites the attribute, so that the size of this side's input is no longer known.
      assert.deepEqual(
        files[0]?.calls.map(({ change, worse }) => [change, worse]),
        [
          ['changed', false],
          ['added', true],
        ],
      );
    });
  });

  it('compares with where the branch left another one, as a pull request does, or two commits', async () => {
    await inRepository(async (repository) => {
      repository.write('net.py', net(up));
      const first = repository.commit();
      repository.git('switch', '--quiet', '--create', 'feature');
      repository.write('net.py', net('nn.ConvTranspose2d(64, 32, 2, stride=2)'));
      repository.commit();
      repository.git('switch', '--quiet', 'main');
      repository.write('other.py', net(uneven, 'Later'));
      repository.commit();
      repository.git('switch', '--quiet', 'feature');
      const review = await json(repository, '--base', 'main');
      assert.deepEqual(
        review.files.map(({ path }) => path),
        ['net.py'],
      );
      assert.deepEqual([review.base, review.target], ['main', 'working tree']);
      repository.git('switch', '--quiet', 'main');
      const between = await json(repository, '--base', first, '--head', 'main');
      assert.deepEqual(
        between.files.map(({ path, worse }) => [path, worse]),
        [['other.py', true]],
      );
    });
  });

  it('looks only at the paths that it is given, whatever their names', async () => {
    await inRepository(async (repository) => {
      for (const path of ['a/net.py', 'b/net.py', 'a/-x [1]*.py', 'ü/é.py']) repository.write(path, net(up));
      repository.commit();
      for (const path of ['a/net.py', 'b/net.py', 'a/-x [1]*.py', 'ü/é.py']) repository.write(path, net(uneven));
      const paths = async (...args: readonly string[]): Promise<readonly string[]> =>
        (await json(repository, ...args)).files.map(({ path }) => path);
      assert.deepEqual(await paths('a'), ['a/-x [1]*.py', 'a/net.py']);
      assert.deepEqual(await paths('a/-x [1]*.py', 'ü'), ['a/-x [1]*.py', 'ü/é.py']);
      const inside = await repository.convt(['review', '--json', 'net.py'], 'b');
      assert.deepEqual(
        (JSON.parse(inside.stdout) as ReviewJson).files.map(({ path }) => path),
        ['b/net.py'],
      );
      repository.git('rm', '-r', '--quiet', '--force', 'a');
      assert.deepEqual(await paths('a/'), ['a/-x [1]*.py', 'a/net.py']);
    });
  });

  it('tells the names and sizes of tensors that changed, of binary files and of pointers of Git LFS', async () => {
    await inRepository(async (repository) => {
      const pointer = (size: number): string =>
        `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize ${size}\n`;
      repository.write('w.npy', npy(2, 3));
      repository.write('same.npy', npy(4));
      repository.write('gone.npy', npy(4));
      repository.write('large.pt', pointer(1_000_000));
      repository.commit();
      repository.write('w.npy', npy(2, 4));
      repository.write('same.npy', writeNpy(tensorOf('float32', [4], [1, 2, 3, 4])));
      repository.write('new.npy', npy(1));
      repository.write('broken.npz', 'PK?');
      repository.write('large.pt', pointer(2_000_000));
      repository.remove('gone.npy');
      const { files } = await json(repository);
      const lines = Object.fromEntries(
        files.map(({ path, lines }) => [path, lines.map((line) => line.replaceAll('\u00a0', ' '))]),
      );
      assert.match(lines['broken.npz']?.[0] ?? '', /^cannot be read: /);
      delete lines['broken.npz'];
      assert.deepEqual(lines, {
        'w.npy': ['the tensor 2×3 float32 → 2×4 float32'],
        'same.npy': ['other values in the same tensor'],
        'new.npy': ['added, 1 tensor'],
        'gone.npy': ['removed'],
        'large.pt': ['1 MB → 2 MB, in Git LFS; its tensors are not on this machine'],
      });
    });
  });

  it('reads the content of a pointer of Git LFS if it is on this machine', async () => {
    await inRepository(async (repository) => {
      const oid = 'ab'.repeat(32);
      const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${npy(2, 3).length}\n`;
      repository.write('w.npy', pointer);
      repository.commit();
      repository.write(`.git/lfs/objects/ab/ab/${oid}`, npy(2, 3));
      repository.write('w.npy', npy(3, 3));
      const { files } = await json(repository);
      assert.deepEqual(files[0]?.lines, ['the tensor 2×3 float32 → 3×3 float32']);
    });
  });

  it('says in words what changed in a scenario, and whether it became worse', async () => {
    await inRepository(async (repository) => {
      repository.write('up.convt.json', scenario(2));
      repository.commit();
      repository.write('up.convt.json', scenario(3));
      const { stdout, exitCode } = await repository.convt(['review']);
      assert.equal(exitCode, 1);
      // (8 − 1)·2 − 2 + 3 + 1 = 16 and (8 − 1)·3 − 2 + 3 + 1 = 23.
      assert.deepEqual(stdout.split('\n').slice(0, 4), [
        'up.convt.json',
        '  WORSE  1×2×16×16 → 1×2×23×23',
        '  overlap even → uneven',
        '  stride 2 → 3',
      ]);
      repository.write('up.convt.json', '{');
      assert.match((await repository.convt(['review'])).stdout, /not a valid scenario: /);
    });
  });

  it('passes over links, submodules and files of other kinds', async () => {
    await inRepository(async (repository) => {
      repository.write('net.py', net(up));
      repository.write('notes.txt', up);
      repository.commit();
      repository.write('notes.txt', uneven);
      symlinkSync('net.py', join(repository.folder, 'link.py'));
      mkdirSync(join(repository.folder, 'inner.py'));
      const inner = join(repository.folder, 'inner.py');
      repository.git('-C', inner, 'init', '--quiet');
      repository.git('-C', inner, 'commit', '--quiet', '--allow-empty', '-m', 'inner');
      repository.git('-c', 'advice.addEmbeddedRepo=false', 'add', '--all');
      assert.deepEqual((await json(repository)).files, []);
      repository.git('-C', inner, 'commit', '--quiet', '--allow-empty', '-m', 'again');
      assert.deepEqual((await json(repository)).files, []);
    });
  });

  it('works in another working tree of the repository, and on its first files', async () => {
    await inRepository(async (repository) => {
      repository.write('net.py', net(up));
      repository.commit();
      repository.git('worktree', 'add', '--quiet', '-b', 'second', 'tree');
      repository.write('tree/net.py', net(uneven));
      const { stdout } = await repository.convt(['review', '--json'], 'tree');
      assert.deepEqual(
        (JSON.parse(stdout) as ReviewJson).files.map(({ path }) => path),
        ['net.py'],
      );
    });
  });

  it('writes SARIF that the official schema accepts, with regions, fixes and fingerprints that lines above leave', async () => {
    await inRepository(async (repository) => {
      repository.write('models/net é.py', net(up));
      repository.commit();
      repository.write('models/net é.py', net(uneven));
      const log = async (): Promise<SarifLog> => {
        const { stdout, exitCode } = await repository.convt(['review', '--sarif', '-']);
        assert.equal(exitCode, 1);
        return JSON.parse(stdout) as SarifLog;
      };
      const first = await log();
      assertSarif(first);
      const results = first.runs[0]?.results ?? [];
      assert.deepEqual(
        results.map(({ ruleId, level }) => [ruleId, level]),
        [
          ['uneven-overlap', 'warning'],
          ['weights-changed', 'warning'],
        ],
      );
      const [overlap] = results;
      assert.ok(overlap);
      const { artifactLocation, region } = overlap.locations[0]?.physicalLocation ?? {};
      assert.equal(artifactLocation?.uri, 'models/net%20%C3%A9.py');
      const lines = net(uneven).split('\n');
      assert.ok(region);
      assert.equal(lines[region.startLine - 1]?.slice(region.startColumn - 1, region.endColumn - 1), '3');
      // A fix of the result, made in the file, leaves no such result.
      const fix = overlap.fixes?.find(({ description }) => description.text.includes('kernel_size=4'));
      assert.ok(fix, JSON.stringify(overlap.fixes));
      repository.write('models/net é.py', fixed(net(uneven), fix));
      const mended = await repository.convt(['review', '--sarif', '-']);
      assert.equal(mended.exitCode, 0);

      repository.write('models/net é.py', `# a\n# b\n${net(uneven)}`);
      const prints = (each: SarifLog): readonly unknown[] =>
        (each.runs[0]?.results ?? []).map(({ partialFingerprints }) => partialFingerprints);
      assert.deepEqual(prints(await log()), prints(first));
      assert.equal(new Set(prints(first).map((print) => JSON.stringify(print))).size, results.length);
    });
  });

  it('prints annotations for GitHub Actions, escaped', async () => {
    await inRepository(async (repository) => {
      repository.write('a,b%:c.py', net(up));
      repository.commit();
      repository.write('a,b%:c.py', net(uneven));
      const { stdout } = await repository.convt(['review', '--github']);
      const [line = ''] = stdout.split('\n');
      assert.match(
        line,
        /^::warning file=a%2Cb%25%3Ac\.py,line=6,endLine=6,col=\d+,endColumn=\d+,title=Uneven overlap%3A Net\.__init__ › self\.up::Uneven overlap: kernel_size = 3 is not divisible/,
      );
    });
  });

  it('writes Markdown, which shows the calls as a diff', async () => {
    await inRepository(async (repository) => {
      repository.write('net.py', net(up));
      repository.commit();
      repository.write('net.py', net(uneven));
      await inFolder(async (folder) => {
        const file = join(folder, 'review.md');
        const { stdout, exitCode } = await repository.convt(['review', '--md', file]);
        assert.equal(exitCode, 1);
        assert.match(stdout, /^net\.py\n/);
        const printed = await repository.convt(['review', '--md', '-']);
        const markdown = readFileSync(file, 'utf8');
        assert.equal(printed.stdout, markdown);
        assert.match(markdown, /^### Transposed convolutions: 1 call changed · 1 became illegal or uneven\n/);
        assert.match(markdown, /\n```diff\n- nn\.ConvTranspose2d\(64, 32, 4, stride=2, padding=1\)\n\+ nn\./);
        assert.match(markdown, /\*\*56×56 → 55×55 · overlap even → uneven · /);
      });
    });
  });

  it('refuses in one sentence what it cannot compare', async () => {
    await inFolder(async (folder) => {
      const before = process.cwd();
      process.chdir(folder);
      try {
        const { convt } = await import('../../../src/cli/convt.ts');
        const none = await convt(['review']);
        assert.equal(none.exitCode, 2);
        assert.match(none.stderr, /^convt: .* is not in a Git repository: change to one, or give --base in one\n$/);
      } finally {
        process.chdir(before);
      }
    });
    await inRepository(async (repository) => {
      const refused = async (...args: readonly string[]): Promise<string> => {
        const { exitCode, stdout, stderr } = await repository.convt(['review', ...args]);
        assert.deepEqual([exitCode, stdout], [2, '']);
        assert.match(stderr, /^convt: [^\n]+\n$/);
        return stderr;
      };
      assert.match(await refused(), /HEAD is not a commit/);
      repository.commit();
      assert.match(
        await refused('--base', 'nowhere'),
        /--base nowhere is not a commit of this repository: give a branch/,
      );
      assert.match(await refused('--base=-output=x'), /a name does not begin with "-"/);
      assert.match(await refused('--head=-output=x'), /a name does not begin with "-"/);
      assert.match(await refused('--json', '--github'), /only one of --json, --github can be printed/);
      assert.match(await refused('nets'), /nets is in neither version: give a file or a folder of the repository/);
      repository.git('switch', '--quiet', '--orphan', 'alone');
      repository.write('x', 'another first commit');
      repository.commit();
      assert.match(await refused('--base', 'main'), /have no commit in common in this clone: fetch the whole history/);
    });
  });

  it('says that git is missing where there is none', async () => {
    await inRepository(async (repository) => {
      const { PATH } = process.env;
      process.env.PATH = repository.folder;
      try {
        const { exitCode, stderr } = await repository.convt(['review']);
        assert.equal(exitCode, 2);
        assert.match(stderr, /^convt: git cannot be started in .*: install Git, or add it to the PATH/);
      } finally {
        process.env.PATH = PATH;
      }
    });
  });
});

interface SarifRegion {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface SarifFix {
  readonly description: { readonly text: string };
  readonly artifactChanges: readonly {
    readonly replacements: readonly {
      readonly deletedRegion: SarifRegion;
      readonly insertedContent: { readonly text: string };
    }[];
  }[];
}

interface SarifLog {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly level: string;
      readonly partialFingerprints: unknown;
      readonly fixes?: readonly SarifFix[];
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: SarifRegion;
        };
      }[];
    }[];
  }[];
}

/** Makes the replacements of a fix in a text, from the last to the first. */
function fixed(text: string, fix: SarifFix): string {
  const replacements = [...(fix.artifactChanges[0]?.replacements ?? [])];
  const offset = (line: number, column: number): number =>
    text
      .split('\n')
      .slice(0, line - 1)
      .join('\n').length +
    (line > 1 ? 1 : 0) +
    column -
    1;
  return replacements
    .sort(
      (a, b) =>
        b.deletedRegion.startLine - a.deletedRegion.startLine ||
        b.deletedRegion.startColumn - a.deletedRegion.startColumn,
    )
    .reduce((now, { deletedRegion: { startLine, startColumn, endLine, endColumn }, insertedContent }) => {
      const [from, to] = [offset(startLine, startColumn), offset(endLine, endColumn)];
      return now.slice(0, from) + insertedContent.text + now.slice(to);
    }, text);
}

/** Checks a log with the schema of SARIF 2.1.0 (OASIS, in the package @microsoft/jest-sarif). */
function assertSarif(log: unknown): void {
  const path = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  const text = readFileSync(path, 'utf8').replace('"id": "https://raw', '"$id": "https://raw');
  const schema = JSON.parse(text) as Record<string, unknown>;
  // Draft 4, of which nothing is used here that has another meaning in the draft that ajv reads.
  delete schema.$schema;
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  const isValid = ajv.validate(schema, log);
  assert.ok(isValid, ajv.errorsText());
}
