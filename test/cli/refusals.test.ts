import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, refused } from './convt.ts';

const noCap = ['--memory-cap', '1e12'];
const ones = ['--input', 'ones:1x1x3x3', '--weight', 'ones:1x1x2x2'];

const cases: readonly (readonly [name: string, args: readonly string[], says: RegExp])[] = [
  ['no command', [], /^name a command: run, unfold, fold, compare, shape/],
  ['an unknown command', ['rum'], /^unknown command "rum"\. Did you mean run\?$/],
  ['an unknown flag', ['run', ...ones, '--stide', '2'], /^unknown flag --stide\. Did you mean --stride\?$/],
  ['a flag of another command', ['unfold', '--groups', '2'], /^unknown flag --groups\. The flags are --input/],
  [
    'the beginning of flags',
    ['run', ...ones, '--output', '2'],
    /^unknown flag --output\. Did you mean --output-padding or --output-size\?$/,
  ],
  [
    'a dash of a word processor',
    ['run', ...ones, '–stride', '2'],
    /^"–stride" begins with a dash in place of two hyphens: write --stride$/,
  ],
  ['an empty word', ['run', ...ones, ''], /^unexpected argument "": an empty word is no file$/],
  ['stdin', ['compare', '-', 'b.npy'], /^unexpected argument "-": nothing is read from stdin; give a file$/],
  ['stdout as a file', ['run', ...ones, '--out', '-'], /^--out -: this flag takes no stdin or stdout; give a file$/],
  ['a minus sign', ['run', ...ones, '--padding', '−1'], /^padding\[0\] = -1 must be an integer of at least 0\.$/],
  ['a short flag', ['run', '-s', '2'], /^unknown flag -s\./],
  ['a flag given twice', ['run', ...ones, '--stride', '1', '--stride', '2'], /^--stride is given twice: give it once$/],
  ['a flag without its value', ['run', '--input', '--weight', 'ones:1'], /^--input needs a value: --input S$/],
  ['a switch with a value', ['run', ...ones, '--json=yes'], /^--json is a switch and takes no value$/],
  ['too many words', ['run', 'a.convt.json', 'b.convt.json'], /^unexpected argument "b\.convt\.json"$/],
  [
    'tensors without their flags',
    ['diagnose', 'x.npy', 'w.npy'],
    /^unexpected argument "w\.npy": give tensors as --input x\.npy --weight w\.npy --actual y\.npy$/,
  ],
  [
    'a pair with a space',
    ['shape', '--input', '1x1x3x3', '--weight', '1x1x2x2', '--stride', '2', '1'],
    /^unexpected argument "1": write the numbers of both axes with a comma, such as --stride 2,1$/,
  ],
  [
    'a shape alone',
    ['run', '--input', '1x1x3x3', '--weight', 'ones:1x1x2x2'],
    /^input = "1x1x3x3" is only a shape: give a tensor file, or a fill of it such as randn:1x1x3x3$/,
  ],
  [
    'no input',
    ['run', '--weight', 'ones:1x1x2x2'],
    /^--input is missing: give a tensor file, or a fill such as randn:1x50x28x28$/,
  ],
  [
    'no weight',
    ['shape', '--input', '1x1x2x2'],
    /^--weight is missing: give a tensor file, or a fill such as randn:1x50x28x28$/,
  ],
  ['a fraction', ['run', ...ones, '--stride', '1.5'], /^stride = "1\.5" must be one integer or height,width/],
  ['a triple', ['run', ...ones, '--padding', '1,1,1'], /^padding = "1,1,1" must be one integer or height,width/],
  [
    'a stride that a double cannot hold',
    ['run', ...ones, '--stride', '99999999999999999999'],
    /^stride = "99999999999999999999" must be an integer from −9007199254740991 to 9007199254740991$/,
  ],
  [
    'one that is the second of a pair',
    ['run', ...ones, '--padding', '1, 99999999999999999999'],
    /^padding = "99999999999999999999" must be an integer from −9007199254740991 to 9007199254740991$/,
  ],
  [
    'a pair without its second',
    ['run', ...ones, '--padding', '1,'],
    /^padding = "1," must be one integer or height,width/,
  ],
  ['a negative stride', ['run', ...ones, '--stride', '-1'], /^stride\[0\] = -1 must be an integer of at least 1/],
  [
    'an illegal call',
    ['run', ...ones, '--output-padding', '0,1'],
    /^output_padding\[1\] = 1 must be smaller than stride\[1\] = 1 or dilation\[1\] = 1, so it must be 0\.$/,
  ],
  [
    'groups that do not divide',
    ['shape', '--input', '1x50x2x2', '--weight', '50x1x2x2', '--groups', '4'],
    /^groups = 4 does not divide the 50 input channels/,
  ],
  [
    'a convolution’s weight',
    ['run', '--input', 'ones:1x4x5x5', '--weight', 'ones:3x4x2x2'],
    /\. It has the sizes of a convolution’s weight, \(Cout, Cin, kH, kW\): give --weight-layout OIHW\.$/,
  ],
  [
    'a channels-last call',
    ['shape', '--input', '1x14x14x64', '--weight', '4x4x32x64'],
    /\. Input and weight look channels-last, .*: give --input-layout NHWC --weight-layout HWOI\.$/,
  ],
  [
    'exchanged files',
    ['frameworks', '--input', '64x32x4x4', '--weight', '1x64x16x16'],
    /\. Input and weight have the sizes of each other: exchange them\.$/,
  ],
  [
    'forgotten groups',
    ['diagnose', '--input', 'ones:1x4x5x5', '--weight', 'ones:4x3x2x2', '--bias', 'ones:6', '--actual', 'y.npy'],
    /\. With groups = 2 the bias fits: give --groups 2\.$/,
  ],
  [
    'an output to check of another shape',
    ['run', '--input', 'ones:1x4x5x6', '--weight', 'ones:4x5x2x2', '--actual', 'x.npy'],
    /^x\.npy is 2×4×5×6; this call's output is 1×5×6×7\. convt diagnose says what gives this shape\.$/,
  ],
  [
    'an unknown formulation',
    ['run', ...ones, '--formulation', 'subpixel'],
    /^formulation = "subpixel" .*Did you mean sub-pixel\?$/,
  ],
  [
    'an unknown dtype',
    ['run', ...ones, '--dtype', 'float8'],
    /^dtype = "float8" must be one of float64, float32, float16, tf32, bfloat16, float16-accumulate/,
  ],
  [
    'a short name of a dtype that is none',
    ['run', ...ones, '--dtype', 'torch.int8'],
    /^dtype = "int8" must be one of float64, float32, float16, /,
  ],
  [
    'an unknown fill',
    ['run', '--input', 'rand:1x1x2x2', '--weight', 'ones:1x1x2x2'],
    /^input: "rand" is not a fill; .*Did you mean randn\?$/,
  ],
  [
    'a shape that is none',
    ['run', '--input', 'ones:1x', '--weight', 'ones:1x1x2x2'],
    /^input = "1x" must be a shape such as 1x50x28x28$/,
  ],
  [
    'a source that is none',
    ['run', '--input', 'x.txt', '--weight', 'w.npy'],
    /^input = "x\.txt" must be a tensor file \(npy, npz, [\w., ]+, index\.json\) or a fill/,
  ],
  [
    'a seed that a double cannot hold',
    ['run', ...ones, '--seed', '9007199254740992'],
    /^seed = "9007199254740992" must be an integer from −9007199254740991 to 9007199254740991$/,
  ],
  [
    'a name that a terminal would obey',
    ['compare', 'no\u001b[31m\r\n.npy', 'x.npy'],
    /^cannot read no\\u001b\[31m\\u000d\\u000a\.npy: no such file or folder$/,
  ],
  ['a seed that is none', ['run', ...ones, '--seed', '-1'], /^seed = -1 must be a whole number/],
  [
    'a tolerance that is none',
    ['compare', 'x.npy', 'x.npy', '--rtol', 'small'],
    /^rtol = "small" must be a number of at least 0$/,
  ],
  [
    'a file that is not there',
    ['run', '--input', 'no.npy', '--weight', 'w.npy'],
    /^cannot read no\.npy: no such file or folder$/,
  ],
  [
    'a folder for a file',
    ['compare', '.', 'x.npy'],
    /^cannot read \.: it is a folder with tensor files: name one of "b\.npy", /,
  ],
  [
    'a file that is none',
    ['compare', 'call.convt.json', 'x.npy'],
    /^call\.convt\.json is a JSON text that begins .*, not a tensor file/,
  ],
  ['a document that is none', ['run', 'x.npy'], /^x\.npy is a tensor file, not a scenario/],
  [
    'files of two dtypes',
    ['run', '--input', 'x64.npy', '--weight', 'w.npy'],
    /^dtype: x64\.npy is float64, but w\.npy is float32: choose one with --dtype$/,
  ],
  ['one file to compare', ['compare', 'x.npy'], /^compare needs two files/],
  [
    'two shapes to compare',
    ['compare', 'x.npy', 'y.npy'],
    /^actual of shape \(2, 4, 5, 6\) must have the shape of expected/,
  ],
  ['a call beyond the memory cap', ['run', '--input', 'ones:1x1x70000x70000', '--weight', 'ones:1x1x2x2'], /GB/],
  ['a smaller cap', ['run', ...ones, '--memory-cap', '0.00001'], /more than the limit of 10\sB/],
  [
    'a cap that is none',
    ['run', ...ones, '--memory-cap', '-1'],
    /^memory-cap = "-1" must be a number of megabytes greater than 0$/,
  ],
  // Petabytes: more than any machine has, and more than an array can hold.
  [
    'a call beyond the machine, whatever the cap allows',
    ['run', '--input', 'ones:1x1x60000000x60000000', '--weight', 'ones:1x1x1x1', ...noCap],
    /^This call needs [\d\s]+\sTB, more than the limit of [\d.]+\sGB, and this machine has no more memory$/,
  ],
  [
    'a tensor beyond the machine, whatever the cap allows',
    ['unfold', '--input', 'ones:1x60000000x60000000', '--kernel-size', '1', ...noCap],
    /^input = .* needs 14\s400\sTB, more than the memory cap of .* \(--memory-cap\), and this machine has no more memory$/,
  ],
  [
    'an unfolded matrix beyond the cap',
    ['unfold', '--input', 'ones:1x9000x9000', '--kernel-size', '20'],
    /^the result needs 129\sGB, more than the memory cap/,
  ],
  [
    'no kernel size',
    ['unfold', '--input', 'x.npy'],
    /^--kernel-size is missing: give the height and width of the window/,
  ],
  [
    'a window that does not fit',
    ['unfold', '--input', 'ones:1x2x2', '--kernel-size', '3'],
    /^kernel_size\[0\] = 3 does not fit/,
  ],
  [
    'a window that is larger than the image by far',
    ['unfold', '--input', 'ones:1x2x2', '--kernel-size', '100000'],
    /^kernel_size\[0\] = 100000 does not fit/,
  ],
  [
    'a folded image beyond the cap',
    ['fold', '--input', 'ones:1x4x4', '--output-size', '90000,90000', '--kernel-size', '2'],
    /^the result needs 32\.4\sGB, more than the memory cap/,
  ],
  [
    'a window of nothing to fold by',
    ['fold', '--input', 'ones:1x4x4', '--output-size', '3,3', '--kernel-size', '0'],
    /^kernel_size\[0\] = 0 must be an integer of at least 1\.$/,
  ],
  [
    'no columns and a window of nothing',
    ['fold', '--input', 'ones:0x0x4', '--output-size', '3,3', '--kernel-size', '0'],
    /^input of shape \(0, 0, 4\) must be \(C·kH·kW, L\)/,
  ],
  [
    'an output size that is none, however large its product',
    ['fold', '--input', 'ones:1x4x4', '--output-size', '-90000', '--kernel-size', '2'],
    /^output_size\[0\] = -90000 must be an integer of at least 1\.$/,
  ],
  [
    'no output size',
    ['fold', '--input', 'u.npy', '--kernel-size', '3'],
    /^--output-size is missing: give the height and width of the output/,
  ],
  [
    'columns that do not fold',
    ['fold', '--input', 'u.npy', '--output-size', '9,9', '--kernel-size', '3,2'],
    /^output_size = \(9, 9\) has 7·8 places for the window, but input has L = 12 columns\.$/,
  ],
];

describe('convt refuses in one line, with exit code 2', () => {
  for (const [name, args, says] of cases) {
    it(name, async () => {
      assert.match(await refused(...args), says);
    });
  }

  it('and neither creates nor changes a file', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'y.npy');
      await refused('run', ...ones, '--groups', '7', '--out', path);
      await refused('run', '--input', 'no.npy', '--weight', 'w.npy', '--out', path);
      await refused('unfold', '--input', 'ones:1x2x2', '--kernel-size', '3', '--out', path);
      assert.deepEqual(readdirSync(folder), []);
      writeFileSync(path, 'mine');
      await refused('fold', '--input', 'u.npy', '--output-size', '9,9', '--kernel-size', '3', '--out', path);
      assert.equal(readFileSync(path, 'utf8'), 'mine');
    });
  });

  it('if it cannot write, and then leaves no partial file', async () => {
    await inFolder(async (folder) => {
      const nowhere = join(folder, 'no', 'y.npy');
      assert.match(await refused('run', ...ones, '--out', nowhere), /^cannot write .*: no such file or folder$/);
      // A folder has the name of the file, so the rename fails after the bytes were written.
      const taken = join(folder, 'y.npy');
      mkdirSync(taken);
      assert.match(await refused('run', ...ones, '--out', taken), /^cannot write/);
      assert.deepEqual(readdirSync(folder), ['y.npy']);
    });
  });
});
