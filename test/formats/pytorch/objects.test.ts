import assert from 'node:assert/strict';
import type { TensorFile } from '../../../src/formats/common/tensorFile.ts';
import { openTensorFile } from '../../../src/formats/openTensorFile.ts';
import { bufferSource } from '../../../src/formats/common/byteSource.ts';
import { refuse } from '../../../src/engine/core/refusal.ts';
import { assertSurvives } from '../hostileFiles.ts';
import { accepted, assertParts, fixture, readKey } from '../tensorCases.ts';

interface ObjectCase {
  readonly file: string;
  readonly format: string;
  readonly tensors: readonly {
    readonly key: string;
    readonly element: string;
    readonly shape: readonly number[];
    readonly values: readonly number[];
  }[];
  readonly leftOut: readonly string[];
  readonly layers: readonly {
    readonly name: string;
    readonly weight: string;
    readonly bias: string | null;
    readonly params: object;
  }[];
}

/** The output of objects.py and of libraries.py: files and what PyTorch, NumPy and other libraries put into them. */
const cases = ['objects.json', 'libraries.json'].flatMap((file) => {
  const read = JSON.parse(Buffer.from(fixture(`objects/${file}`)).toString()) as {
    readonly cases: readonly ObjectCase[];
  };
  return read.cases;
});

const open = (bytes: ArrayBuffer, name: string) =>
  openTensorFile(bufferSource(bytes, name), (path) => Promise.resolve(refuse('file', path)));

async function opened(file: string): Promise<TensorFile> {
  return accepted(await open(fixture(`objects/${file}`), file));
}

describe('files of objects, scripts and arrays', () => {
  for (const { file: name, format, tensors, leftOut, layers } of cases) {
    it(`give what was put into them: ${name}`, async () => {
      const file = await opened(name);
      assert.equal(file.format, format);
      assert.deepEqual(
        file.entries.map(({ key, element, shape }) => [key, element, shape]),
        tensors.map(({ key, element, shape }) => [key, element, shape]),
      );
      for (const { key, shape, values } of tensors) {
        assert.deepEqual([...accepted(await readKey(file, key)).data], values, key);
        await assertParts(file, key, shape, values);
      }
      assert.deepEqual(file.leftOut, leftOut);
      const found = file.layers.map((layer) => {
        assert.equal(layer.refused, null, layer.name);
        const { name: key, weight, bias } = layer;
        return { name: key, weight, bias, params: accepted(layer.params([1, 4, 5, 5], layer.weightShape ?? [])) };
      });
      assert.deepEqual(found, layers);
    });

    it(`survive mutations: ${name}`, async () => {
      await assertSurvives(
        (source) => openTensorFile(source, (path) => Promise.resolve(refuse('file', path))),
        fixture(`objects/${name}`),
        150,
      );
    });
  }
});
