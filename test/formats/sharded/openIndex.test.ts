import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { refuse, type Result } from '../../../src/engine/core/refusal.ts';
import { type Beside, bufferSource } from '../../../src/formats/common/byteSource.ts';
import type { TensorFile } from '../../../src/formats/common/tensorFile.ts';
import { openTensorFile } from '../../../src/formats/openTensorFile.ts';
import { findTensorEntry } from '../../../src/formats/readTensorAsNpy.ts';
import { assertSurvives } from '../hostileFiles.ts';
import { accepted, fixture, locateKey, readKey, readNumbers, refused } from '../tensorCases.ts';
import { wholePart } from '../../../src/engine/views/tensorPart.ts';

interface Expected {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

const expected = JSON.parse(Buffer.from(fixture('shards/shards.json')).toString()) as Readonly<
  Record<string, Expected>
>;
const [first, second] = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
const names: ReadonlySet<string> = new Set(readdirSync(new URL('../../fixtures/shards', import.meta.url)));

/** Opens the files of the folder, and notes which. */
function folder(opened: string[] = [], without: readonly string[] = []): Beside {
  return (path) => {
    opened.push(path);
    if (!names.has(path) || without.includes(path)) return Promise.resolve(refuse('file', `${path} does not exist.`));
    return Promise.resolve({ ok: true, value: bufferSource(fixture(`shards/${path}`), path) });
  };
}

function open(name: string, beside = folder()): Promise<Result<TensorFile>> {
  return openTensorFile(bufferSource(fixture(`shards/${name}`), name), beside);
}

/** Opens an index of this text. */
function openText(text: string, beside = folder()): Promise<Result<TensorFile>> {
  return openTensorFile(bufferSource(Uint8Array.from(Buffer.from(text)).buffer, 'm.index.json'), beside);
}

async function assertTensor(file: TensorFile, key: string, tolerance = 0): Promise<void> {
  const { shape, values } = expected[key] as Expected;
  const tensor = accepted(await readKey(file, key));
  assert.deepEqual(tensor.shape, shape);
  const stored = await locateKey(file, key);
  for (const numbers of [[...tensor.data], await readNumbers(stored, wholePart(shape))]) {
    for (const [i, value] of values.entries()) assert.ok(Math.abs((numbers[i] as number) - value) <= tolerance, key);
  }
}

describe('a checkpoint in shards', () => {
  for (const name of [
    'model.safetensors.index.json',
    'model.safetensors.index.fp16.json',
    'pytorch_model.bin.index.json',
  ]) {
    it(`opens by its index as one file, whose tensors are those of the shards: ${name}`, async () => {
      const file = accepted(await open(name));
      assert.equal(file.format, 'shards');
      await assertTensor(file, 'up.weight');
      await assertTensor(file, 'up.bias');
    });
  }

  it('lists the tensors in the order of the index, and names those that it does not list', async () => {
    const { entries, leftOut } = accepted(await open('model.safetensors.index.json'));
    assert.deepEqual(
      entries.map(({ key }) => key),
      ['up.bias', 'up.weight', 'last.weight', 'last.weight_g', 'last.weight_v'],
    );
    assert.deepEqual(leftOut, [`${second}: 1 tensor, unlisted, not in the index`]);
  });

  it('has weights whose parts are in different shards', async () => {
    await assertTensor(accepted(await open('model.safetensors.index.json')), 'last.weight', 1e-6);
  });

  it('names a missing shard with its tensors, and reads the others', async () => {
    const lost = accepted(await open('lost.safetensors.index.json'));
    assert.ok(
      lost.leftOut.includes(
        'lost.safetensors: 2 tensors, gone.a, gone.b, cannot be read: lost.safetensors does not exist',
      ),
    );
    await assertTensor(lost, 'up.weight');
    const half = accepted(await open('model.safetensors.index.json', folder([], [second])));
    assert.deepEqual(
      half.entries.map(({ key }) => key),
      ['up.weight', 'last.weight_g'],
    );
    assert.match(half.entries[1]?.partOf ?? '', /other parts are not in the file/);
  });

  it('opens only the shard of a tensor that is named, and says why it cannot', async () => {
    const opened: string[] = [];
    const source = bufferSource(fixture('shards/lost.safetensors.index.json'), 'lost.safetensors.index.json');
    accepted(await findTensorEntry(source, 'up.weight', folder(opened)));
    assert.deepEqual(opened, [first]);
    assert.equal(
      refused(await findTensorEntry(source, 'gone.a', folder())),
      'lost.safetensors.index.json: "gone.a" is in the shard "lost.safetensors", which cannot be read: lost.safetensors does not exist.',
    );
    assert.match(
      refused(await findTensorEntry(source, 'nowhere', folder())),
      /has no tensor "nowhere"; it has up\.bias/,
    );
  });

  it('is refused with the reason if the index is none', async () => {
    for (const [text, message] of [
      ['', /m\.index\.json is not an index of shards: it is not JSON/],
      ['{"weight_map"', /it is not JSON/],
      ['[]', /it has no "weight_map"/],
      ['{"metadata": {}}', /it has no "weight_map"/],
      ['{"weight_map": [1]}', /it has no "weight_map"/],
      ['{"weight_map": {"a": 1}}', /the shard of "a" must be a file name/],
      ['{"weight_map": {}}', /has no readable tensor: it lists none/],
      [
        '{"weight_map": {"a": "none.bin"}}',
        /has no readable tensor: none\.bin: 1 tensor, a, cannot be read: none\.bin does not/,
      ],
      ['{"weight_map": {"a": "m.index.json"}}', /m\.index\.json is not a tensor file|does not exist/],
    ] as const) {
      assert.match(refused(await openText(text)), message, text);
    }
    const control = refused(await openText('{"weight_map": {"a\\u202e\\u0007": "b\\u0007\\u2066.bin"}}'));
    assert.match(control, /b\\u0007\\u2066\.bin: 1 tensor, a\\u202e\\u0007/);
  });

  it('does not open an index inside an index', async () => {
    const inner = fixture('shards/model.safetensors.index.json');
    const opened = await openText('{"weight_map": {"up.weight": "x.index.json"}}', (path) =>
      Promise.resolve({ ok: true, value: bufferSource(inner, path) }),
    );
    assert.ok(!opened.ok);
  });

  it('survives any change of the index', async () => {
    const index = fixture('shards/model.safetensors.index.json');
    await assertSurvives((source) => openTensorFile({ ...source, name: 'm.index.json' }, folder()), index, 400);
  });
});
