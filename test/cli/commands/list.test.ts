import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { file, inFolder, printed, refused } from '../convt.ts';

interface List {
  readonly file: string;
  readonly format: string;
  readonly tensors: readonly object[];
  readonly leftOut: readonly string[];
  readonly layers: readonly {
    readonly name: string;
    readonly weight: string | null;
    readonly bias: string | null;
    readonly summary: string;
    readonly refused: string | null;
  }[];
}

async function list(name: string): Promise<List> {
  return JSON.parse(await printed('list', file(name), '--json')) as List;
}

const weight = { shape: [2, 3, 2, 2] };

/** The content of the files, as the script that wrote them states it. */
const cases = [
  ['w.npy', 'npy', [{ key: '', dtype: 'float32', ...weight, bytes: 96 }]],
  ['w64.npy', 'npy', [{ key: '', dtype: 'float64', ...weight, bytes: 192 }]],
  [
    'tensors.npz',
    'npz',
    [
      { key: 'x', dtype: 'float32', shape: [1, 2, 3, 4], bytes: 96 },
      { key: 'w', dtype: 'float16', ...weight, bytes: 48 },
      { key: 'n', dtype: 'int64', ...weight, bytes: 192 },
    ],
  ],
  [
    'model.pt',
    'pytorch',
    [
      { key: 'model.dec.w', dtype: 'float32', ...weight, bytes: 96 },
      { key: 'model.dec.b', dtype: 'bfloat16', shape: [3], bytes: 6 },
      { key: 'x', dtype: 'float64', shape: [1, 2, 3, 4], bytes: 192 },
    ],
  ],
  ['one.pt', 'pytorch', [{ key: '', dtype: 'float32', ...weight, bytes: 96 }]],
  [
    'model.safetensors',
    'safetensors',
    [
      { key: 'dec.w', dtype: 'float32', ...weight, bytes: 96 },
      { key: 'dec.b', dtype: 'bfloat16', shape: [3], bytes: 6 },
      { key: 'x', dtype: 'float16', shape: [1, 2, 3, 4], bytes: 48 },
    ],
  ],
  [
    'one.onnx',
    'onnx',
    [
      { key: 'up.w', dtype: 'float32', ...weight, bytes: 96 },
      { key: 'up.b', dtype: 'float32', shape: [3], bytes: 12 },
    ],
  ],
] as const;

describe('convt list', () => {
  for (const [name, format, tensors] of cases) {
    it(`prints the tensors of ${name} as JSON`, async () => {
      const found = await list(name);
      assert.deepEqual([found.file, found.format], [file(name), format]);
      assert.deepEqual(found.tensors, tensors);
    });
  }

  it('lists what is in a checkpoint but is not a tensor', async () => {
    const { leftOut } = await list('model.pt');
    assert.equal(leftOut.length, 1);
    assert.match(leftOut[0] ?? '', /^epoch: /);
  });

  it('prints the layers of a model, and why one cannot be run', async () => {
    const { layers } = await list('several.onnx');
    assert.deepEqual(
      layers.map(({ name, weight, bias, refused }) => [name, weight, bias, refused === null]),
      [
        ['crop', 'up.w', 'up.b', true],
        ['plain', 'up.w', null, true],
        ['volume', 'v.w', null, false],
        ['computed', 'made.w', null, true],
      ],
    );
    assert.match(layers[0]?.summary ?? '', /2×2/);
    assert.deepEqual((await list('none.onnx')).layers, []);
  });

  it('prints aligned columns for people', async () => {
    assert.match(
      await printed('list', file('w.npy')),
      /^.*w\.npy: npy, 1 tensor\n\(no key\) {2}float32 {2}2×3×2×2 {2}96\sB\n$/,
    );
    const text = await printed('list', file('model.safetensors'));
    assert.match(text, /: safetensors, 3 tensors\n/);
    assert.match(text, /^dec\.w {2}float32 {3}2×3×2×2 {2}96\sB$/m);
    assert.match(text, /^dec\.b {2}bfloat16 {2}3 {8}6\sB$/m);
    const model = await printed('list', file('several.onnx'));
    assert.match(model, /\n\nlayers\ncrop .*weight up\.w, bias up\.b\nplain /);
    assert.match(model, /^volume .*cannot be run: /m);
    assert.match(await printed('list', file('model.pt')), /\n\nleft out\nepoch: /);
  });

  it('lists the checkpoint that a folder holds', async () => {
    const folder = fileURLToPath(new URL('../../fixtures/distributed/ranks', import.meta.url));
    const text = await printed('list', folder);
    assert.match(text, /ranks[/\\]\.metadata: distributed, 10 tensors\nup\.weight +float32 +7×3×2×2/);
    await inFolder(async (out) => {
      const path = join(out, 'columns.npy');
      await printed('export', `${folder}#columns`, '--out', path);
      assert.match(await printed('compare', path, `${folder}#columns`), /Equal/);
    });
  });

  it('reads no data, however large the tensors', async () => {
    assert.match(await printed('list', file('w.npy'), '--memory-cap', '0.00013'), /96\sB/);
  });

  it('refuses a file that is not a tensor file in one line', async () => {
    assert.match(await refused('list'), /^list needs a file: convt list FILE$/);
    assert.match(await refused('list', 'no.pt'), /^cannot read no\.pt: no such file or folder$/);
    assert.match(
      await refused('list', '.'),
      /^cannot read \.: it is a folder with tensor files: name one of "b\.npy", /,
    );
    assert.match(
      await refused('list', file('pt.convt.json')),
      /pt\.convt\.json is a JSON text that begins .*, not a tensor file/,
    );
    await inFolder(async (folder) => {
      for (const name of ['a.npy', 'a.npz', 'a.pt', 'a.safetensors', 'a.onnx']) {
        const path = join(folder, name);
        for (const bytes of ['', 'nothing of the kind', '\u0000'.repeat(100)]) {
          writeFileSync(path, bytes);
          assert.ok((await refused('list', path)).includes(path), name);
        }
      }
    });
  });
});
