import assert from 'node:assert/strict';
import { refuse } from '../../../src/engine/core/refusal.ts';
import { bufferSource, type ByteSource } from '../../../src/formats/common/byteSource.ts';
import { openTensorFile } from '../../../src/formats/openTensorFile.ts';
import { assertSurvives } from '../hostileFiles.ts';
import { accepted, assertParts, fixture, readKey, refused } from '../tensorCases.ts';
import { archiveOf } from '../zip/archive.ts';

interface Case {
  readonly file: string;
  readonly tensors: readonly {
    readonly key: string;
    readonly element: string;
    readonly shape: readonly number[];
    readonly values: readonly number[];
  }[];
  readonly layers: readonly object[];
}

/** The output of oldScript.py: archives, and the tensors and layers that were put into them. */
const { cases } = JSON.parse(Buffer.from(fixture('oldscript/oldScript.json')).toString()) as {
  readonly cases: readonly Case[];
};

const open = (source: ByteSource) => openTensorFile(source, (path) => Promise.resolve(refuse('file', path)));

/** Opens an archive of one tensor of two float32 numbers, whose description has these changes. */
function openModel(tensor: object, model: object = {}) {
  const described = {
    dims: ['2'],
    offset: '0',
    strides: ['1'],
    dataType: 'FLOAT',
    data: { key: 'tensors/0' },
    ...tensor,
  };
  const parameters = [{ name: 'w', tensorId: '0', isBuffer: false }];
  const text = JSON.stringify({ mainModule: { name: 'm', parameters }, tensors: [described], ...model });
  const bytes = archiveOf([
    { path: 'm/tensors/0', data: new Uint8Array(Float32Array.of(1, 2).buffer) },
    { path: 'm/model.json', data: Buffer.from(text) },
  ]);
  return open(bufferSource(bytes.buffer, 'm.pt'));
}

describe('a TorchScript archive from before PyTorch 1.4', () => {
  for (const { file: name, tensors, layers } of cases) {
    it(`gives its parameters, buffers and constants, and its transposed convolutions: ${name}`, async () => {
      const file = accepted(await open(bufferSource(fixture(`oldscript/${name}`), name)));
      assert.equal(file.format, 'pytorch');
      assert.deepEqual(
        file.entries.map(({ key, element, shape }) => [key, element, shape]),
        tensors.map(({ key, element, shape }) => [key, element, shape]),
      );
      for (const { key, shape, values } of tensors) {
        assert.deepEqual([...accepted(await readKey(file, key)).data], values, key);
        await assertParts(file, key, shape, values);
      }
      const found = file.layers.map((layer) => {
        const { name: key, weight, bias } = layer;
        return { name: key, weight, bias, params: accepted(layer.params([1, 4, 5, 5], layer.weightShape ?? [])) };
      });
      assert.deepEqual(found, layers);
    });

    it(`survives mutations: ${name}`, async () => {
      await assertSurvives(open, fixture(`oldscript/${name}`), 200);
    });
  }

  it('names a tensor that cannot be read, and refuses a description that is none', async () => {
    assert.deepEqual([...accepted(await readKey(accepted(await openModel({})), 'w')).data], [1, 2]);
    for (const [tensor, line] of [
      [{ dims: ['3'] }, /^m\.pt has no readable tensor: w: a tensor that reaches beyond its storage of 8 bytes/],
      [{ strides: ['-1'] }, /w: a tensor whose offset, shape or strides are not non-negative integers/],
      [{ dataType: 'STRING' }, /w: a tensor of dtype STRING/],
      [{ data: { key: 'tensors/7' } }, /w: a tensor whose storage "tensors\/7" is not in the file/],
      [{ isQuantized: true }, /w: a quantised tensor/],
    ] as const) {
      assert.match(refused(await openModel(tensor)), line);
    }
    assert.match(refused(await openModel({}, { mainModule: 7 })), /"m\/model\.json" in m\.pt is no description/);
    const lost = { mainModule: { parameters: [{ name: 'w', tensorId: '9' }] }, tensors: [] };
    assert.match(refused(await openModel({}, lost)), /w: a tensor that is not in the table/);
  });
});
