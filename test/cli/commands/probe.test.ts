import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { findPython } from '../../../scripts/lab/python.ts';
import type { ProbeReport } from '../../../src/scenario/report/probeReport.ts';
import { eventually } from '../../browser/eventually.ts';
import { readProbeReport } from '../../../src/scenario/report/readProbeReport.ts';
import { answer, inFolder, program, refused } from '../convt.ts';

const schema = JSON.parse(readFileSync(new URL('../../../media/probe.schema.json', import.meta.url), 'utf8')) as object;
const validate = new Ajv({ strict: true, allowUnionTypes: true, keywords: ['enumDescriptions'] }).compile(schema);

const scripts = fileURLToPath(new URL('../../fixtures/probe', import.meta.url));
const parameters = { stride: [2, 1], padding: [2, 0], output_padding: [1, 0], dilation: [1, 2], groups: 2 };
const flags = ['--stride', '2,1', '--padding', '2,0', '--output-padding', '1,0', '--dilation', '1,2', '--groups', '2'];
const placeholders = ['{x}', '{w}', '{b}', '{y}'];

describe('convt probe', function () {
  // Each run starts Python anew.
  this.timeout(300_000);

  let python = '';
  const { TMPDIR, TEMP } = process.env;
  const temporary = mkdtempSync(join(tmpdir(), 'convt-test-'));
  /** The folders that these probes made for their tensors, and no other's. */
  const folders = (): readonly string[] => readdirSync(temporary);
  before(function () {
    Object.assign(process.env, { TMPDIR: temporary, TEMP: temporary });
    const found = findPython();
    if (!found.ok) return this.skip();
    python = found.path;
  });
  after(() => {
    rmSync(temporary, { recursive: true });
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    if (TEMP === undefined) delete process.env.TEMP;
    else process.env.TEMP = TEMP;
  });

  /** Returns the command line of an implementation in test/fixtures/probe. */
  const mine = (name: string): readonly string[] => [
    python,
    join(scripts, 'mine.py'),
    name,
    JSON.stringify(parameters),
    ...placeholders,
  ];
  const probe = async (name: string, ...more: readonly string[]) => {
    const { stdout, stderr, exitCode } = await answer('probe', ...flags, ...more, '--json', '--', ...mine(name));
    assert.equal(stderr, '');
    const report = JSON.parse(stdout) as ProbeReport;
    assert.ok(validate(report), JSON.stringify(validate.errors));
    // The page reads the same file.
    const shown = readProbeReport(stdout);
    assert.ok(shown.ok, shown.ok ? '' : shown.refusal.message);
    assert.deepEqual([shown.value.headline, shown.value.first], [report.headline, report.first]);
    return { report, exitCode };
  };

  it('calls PyTorch right: its products, its precision, its NaN', async () => {
    const torch = [python, join(scripts, 'torch_mine.py'), JSON.stringify(parameters), ...placeholders];
    const { stdout, exitCode } = await answer('probe', ...flags, '--json', '--', ...torch);
    const report = JSON.parse(stdout) as ProbeReport;
    assert.deepEqual([report.verdict, exitCode], ['right', 0]);
    assert.match(report.sentences[0] ?? '', /^Computes conv_transpose2d with stride \(2, 1\), padding \(2, 0\), /);
    assert.match(report.sentences.at(-1) ?? '', /^NaN and infinities reach the elements that have a product with them/);
  });

  it('calls a scatter loop right, also in float64', async () => {
    const { report, exitCode } = await probe('right');
    assert.deepEqual([report.headline, exitCode], ['Right: computes conv_transpose2d', 0]);
    assert.deepEqual((await probe('float64')).report.precision?.sums, 52);
  });

  const wrong: readonly (readonly [name: string, headline: string])[] = [
    ['stride-dilation', 'Wrong: stride and dilation exchanged'],
    ['padding-ignored', 'Wrong: padding (2, 0) not cropped at the top and left'],
    [
      'output-padding-leading',
      'Wrong: output_padding added at the top and left, where it belongs at the bottom and right',
    ],
    ['kernel-flipped-w', 'Wrong: kernel not rotated along W'],
    ['kernel-flipped', 'Wrong: kernel not rotated by 180°'],
    ['kernel-transposed', 'Wrong: kH and kW of the kernel exchanged'],
    ['groups-interleaved', 'Wrong: output channel c takes weights of channel (c mod 2)·3 + ⌊c/2⌋'],
    ['channel-remainder', 'Wrong: input channels 4, 9 not used'],
    ['bias-per-contribution', 'Wrong: bias added with every product'],
    ['bias-missing', 'Wrong: bias left out'],
    ['overwritten', 'Wrong: overlaps overwritten: each output element keeps the products of one tap'],
    ['relu', 'Not bilinear: a ReLU is applied to the sums'],
    ['square', 'Not bilinear: a square is applied to the sums'],
    ['nondeterministic', 'Not deterministic: two runs on the same files give different outputs'],
    ['crash', 'Crashed (exit code 1): ValueError: weight has 4 dimensions, expected 3'],
    ['no-output', 'No output: the command ended without an error but wrote no file to the path {y}'],
    ['wrong-shape', 'Wrong shape: the output is (2, 6, 5, 6), but must be (2, 6, 6, 6)'],
    ['integers', 'Wrong dtype: the output is int32, which cannot hold the sums; it must be float32'],
    ['float64-file', 'Right products, but the output is float64'],
    ['float16-sums', 'Right products, but in lower precision: float16 sums, not float32'],
    ['bfloat16', 'Right products, but in lower precision: bfloat16, not float32'],
    ['tf32', 'Right products, but in lower precision: TF32, not float32'],
    ['nan-swallowed', 'Right products, but not of NaN and infinities'],
  ];
  for (const [name, headline] of wrong) {
    it(`identifies ${name}`, async () => {
      const { report, exitCode } = await probe(name);
      assert.deepEqual([report.headline, exitCode], [headline, 1]);
      assert.equal(report.first === null, report.map === null || report.map.different === 0);
    });
  }

  it('names memory read in another order by the known mistake, as no rule fits', async () => {
    const { report } = await probe('channels-last-memory');
    assert.match(report.headline, /^Wrong: the data was read as channels-last/);
  });

  it('says so if every image is computed from the first', async () => {
    // Only one image is read, so each input element needs a run of its own.
    const { report } = await probe('first-image', '--input', '2x2x2x3', '--weight', '2x2x3x2');
    assert.equal(report.headline, 'Wrong: every image computed from image 0');
  });

  it('accepts a lower precision that --dtype names', async () => {
    const { report, exitCode } = await probe('tf32', '--dtype', 'tf32');
    assert.deepEqual([report.verdict, exitCode], ['right', 0]);
  });

  it('runs a program compiled for the batch of the call, and says so', async () => {
    const { report } = await probe('only-two-images', '--input', '2x2x2x3', '--weight', '2x2x3x2');
    assert.equal(report.verdict, 'right');
    assert.match(report.sentences.at(-1) ?? '', /^It does not take another number of images than 2/);
  });

  it('gives a scenario to a command that reads one', async () => {
    const code = `
import json, os, sys
import numpy as np
path = sys.argv[1]
call = json.load(open(path))
load = lambda name: np.load(os.path.join(os.path.dirname(path), call[name]["file"]))
own = {name: call[name] for name in ("stride", "padding", "output_padding", "dilation", "groups")}
np.save("x.npy", load("input")); np.save("w.npy", load("weight")); np.save("b.npy", load("bias"))
sys.argv = ["mine.py", "right", json.dumps(own), "x.npy", "w.npy", "b.npy", sys.argv[2]]
exec(open(${JSON.stringify(join(scripts, 'mine.py'))}).read())
`;
    await inFolder(async (folder) => {
      const script = join(folder, "with spaces, “ünïcode” and 'quotes'.py");
      writeFileSync(script, `import os\nos.chdir(${JSON.stringify(folder)})\n${code}`);
      const { stdout, stderr } = await answer('probe', ...flags, '--', python, script, '{call}', '{y}');
      assert.equal(stderr, '');
      assert.match(stdout, /^Right: computes conv_transpose2d\n/);
    });
  });

  it('names what does not matter, and what has no value', async () => {
    await inFolder(async (folder) => {
      const run = async (lines: string): Promise<string> => {
        const script = join(folder, 'mine.py');
        writeFileSync(script, `import os, sys\nimport numpy as np\n${lines}`);
        const { stdout } = await answer('probe', '--timeout', '20', '--', python, script, '{x}', '{w}', '{y}');
        return stdout.split('\n')[0] ?? '';
      };
      assert.equal(
        await run('x = np.load(sys.argv[1])\nnp.save(sys.argv[3], np.ones((len(x), 3, 5, 5), np.float32))'),
        'Wrong: the output does not depend on input and weight',
      );
      assert.equal(
        await run('x = np.load(sys.argv[1])\nnp.save(sys.argv[3], np.full((len(x), 3, 5, 5), np.nan, np.float32))'),
        'Not finite: 150 of 150 elements are NaN or infinite on random numbers around 0',
      );
      assert.equal(
        await run('np.save(sys.argv[3] + ".npy", np.ones(3))'),
        'No output: the command ended without an error but wrote no file to the path {y}; beside it, it wrote y.npy.npy',
      );
      assert.match(
        await run('np.ones(432, np.float32).tofile(sys.argv[3])'),
        /^Unreadable output: y\.npy does not begin as a tensor file does \(.*\): write it as numpy\.save does\.$/,
      );
      if (process.platform !== 'win32')
        assert.equal(await run('os.mkfifo(sys.argv[3])'), 'Unreadable output: y.npy is no file');
    });
  });

  it('ends what a command has left running', async function () {
    if (process.platform === 'win32') return this.skip();
    await inFolder(async (folder) => {
      const mark = join(folder, 'started');
      const code = `const { spawn } = require('child_process'); const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'ignore' }); child.unref(); require('fs').writeFileSync(${JSON.stringify(mark)}, String(child.pid))`;
      const { stdout } = await answer('probe', '--', process.execPath, '-e', code, '{x}{w}{y}');
      assert.match(stdout, /^No output/);
      const pid = Number(readFileSync(mark, 'utf8'));
      await eventually(() => assert.throws(() => process.kill(pid, 0)));
    });
  });

  it('ends a run that takes too long, and removes its files', async () => {
    const before = folders();
    const { report, exitCode } = await probe('timeout', '--timeout', '0.5');
    const headline = 'Timed out: no end after 0.5 s. A larger --timeout waits longer';
    assert.deepEqual([report.headline, exitCode], [headline, 1]);
    assert.deepEqual(folders(), before);
  });

  it('ends the program and removes its files on Ctrl+C', async () => {
    await inFolder(async (folder) => {
      const mark = join(folder, 'started');
      const code = `const fs = require('fs'); fs.writeFileSync(${JSON.stringify(mark)}, String(process.pid)); setInterval(() => 0, 1000)`;
      const before = folders();
      const child = spawn(process.execPath, [program, 'probe', '--', process.execPath, '-e', code, '{x}{w}{y}']);
      const ended = new Promise<string | null>((resolve) => child.on('exit', (_, signal) => resolve(signal)));
      await eventually(() => assert.notEqual(readFileSync(mark, 'utf8'), ''));
      const pid = Number(readFileSync(mark, 'utf8'));
      assert.notDeepEqual(folders(), before);
      child.kill('SIGINT');
      assert.equal(await ended, 'SIGINT');
      assert.deepEqual(folders(), before);
      await eventually(() => assert.throws(() => process.kill(pid, 0)));
    });
  });

  it('prints the differing element as a dot product: the required terms beside its own', async () => {
    const { stdout } = await answer('probe', ...flags, '--', ...mine('kernel-flipped-w'));
    const lines = stdout.split('\n');
    assert.ok(
      lines.includes(
        'First element that differs: y[0, 0, 0, 0]. 10 of the 10 required products are missing, 10 others are there.',
      ),
      stdout,
    );
    const [required = -1, yours = -1] = ['required: ', 'yours: '].map((start) =>
      lines.findIndex((line) => line.startsWith(start)),
    );
    assert.match(lines[required + 2] ?? '', /^ {2}w \(cin, cout, ky, kx\) {2}0, 0, 2, 0/);
    assert.match(lines[yours + 2] ?? '', /^ {2}w \(cin, cout, ky, kx\) {2}0, 0, 2, 1/);
  });

  it('probes the call of a scenario, and writes the result to a file', async () => {
    await inFolder(async (folder) => {
      const scenario = join(folder, 'mine.convt.json');
      const { output_padding, ...rest } = parameters;
      const tensor = (shape: readonly number[]) => ({ fill: 'zeros', shape });
      writeFileSync(
        scenario,
        JSON.stringify({
          version: 1,
          input: tensor([1, 4, 3, 3]),
          weight: tensor([4, 2, 3, 2]),
          bias: tensor([4]),
          ...rest,
          output_padding,
        }),
      );
      const out = join(folder, 'mine.probe.json');
      const { stdout, stderr } = await answer('probe', scenario, '--out', out, '--', ...mine('groups-interleaved'));
      assert.equal(stderr, '');
      assert.match(stdout, /Written to .*mine\.probe\.json\.\n$/);
      const report = JSON.parse(readFileSync(out, 'utf8')) as ProbeReport;
      assert.deepEqual(
        [report.input.shape, report.weight.shape, report.bias?.shape],
        [[1, 4, 3, 3], [4, 2, 3, 2], [4]],
      );
      assert.deepEqual(report.map?.outputChannel?.values, [0, 2, 1, 3]);
    });
  });

  it('refuses a command line without a command, or one that lacks a place', async () => {
    assert.match(await refused('probe', '--stride', '2'), /^give the command to run after “--”: convt probe /);
    assert.match(await refused('probe', '--', 'true', '{x}'), /^the command lacks \{w\}, \{y\}, /);
    assert.match(await refused('probe', '--', 'true', '{call}'), /^the command lacks \{y\}, /);
    assert.match(
      await refused('probe', '--', './no-such-program', '{x}{w}{y}'),
      /cannot be started: there is no such program$/,
    );
    assert.match(await refused('probe', '--', '', '{x}{w}{y}'), /^give the command to run after “--”: /);
    if (process.platform !== 'win32') {
      await inFolder(async (folder) => {
        writeFileSync(join(folder, 'mine.py'), '');
        const script = join(folder, 'mine.py');
        assert.match(
          await refused('probe', '--', script, '{x}{w}{y}'),
          /cannot be started: it is no program, or not exec/,
        );
      });
    }
    assert.match(await refused('probe', '--bias', '3', '--', 'true', '{x}{w}{y}'), /has no \{b\}: add \{b\}/);
    assert.match(await refused('probe', '--bias', 'none', '--', 'true', '{x}{w}{b}{y}'), /the command has \{b\}/);
    assert.match(
      await refused('probe', '--timeout', '0', '--', 'true', '{x}{w}{y}'),
      /^timeout = "0" must be a number/,
    );
    assert.match(await refused('probe', '--stride', '0', '--', 'true', '{x}{w}{y}'), /^stride/);
  });

  it('refuses a call whose terms need more memory than there is', async () => {
    const shapes = ['--input', '1x64x56x56', '--weight', '64x64x3x3'];
    assert.match(
      await refused('probe', ...shapes, '--', 'true', '{x}{w}{y}'),
      /give smaller shapes with the same parameters$/,
    );
    assert.ok(!existsSync('y.npy'));
  });
});
