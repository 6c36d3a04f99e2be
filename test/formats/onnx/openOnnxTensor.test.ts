import assert from 'node:assert/strict';
import { refuse } from '../../../src/engine/core/refusal.ts';
import { bufferSource, type ByteSource } from '../../../src/formats/common/byteSource.ts';
import { openTensorFile } from '../../../src/formats/openTensorFile.ts';
import { findEntry } from '../../../src/formats/common/tensorPath.ts';
import { assertSurvives } from '../hostileFiles.ts';
import { accepted, assertParts, fixture, refused } from '../tensorCases.ts';

interface Case {
  readonly file: string;
  readonly key: string;
  readonly element: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** The output of onnxTensors.py: files that the onnx package wrote. */
const { cases } = JSON.parse(Buffer.from(fixture('onnx-tensors/onnxTensors.json')).toString()) as {
  readonly cases: readonly Case[];
};

const open = (source: ByteSource) => openTensorFile(source, (path) => Promise.resolve(refuse('file', path)));

describe('a file of one ONNX tensor', () => {
  for (const { file: name, key, element, shape, values } of cases) {
    it(`is read as such, and needs no key: ${name}`, async () => {
      const bytes = fixture(`onnx-tensors/${name}`);
      const file = accepted(await open(bufferSource(bytes, name)));
      assert.deepEqual(file.entries, [{ key, element, shape }]);
      const entry = accepted(findEntry(file, null));
      assert.deepEqual([...accepted(await file.read(entry)).data], values);
      await assertParts(file, key, shape, values);
      await assertSurvives(open, bytes, 60);
    });
  }

  it('is refused with the reason if its numbers are missing or its dtype cannot be read', async () => {
    const proto = (...bytes: readonly number[]) => open(bufferSource(Uint8Array.from(bytes).buffer, 'y.pb'));
    assert.match(refused(await proto(8, 3, 16, 1, 0x4a, 4, 0, 0, 0, 0)), /needs 12 bytes for the shape \(3\) of FLOAT/);
    assert.match(refused(await proto(8, 1, 16, 8, 0x32, 1, 0x61)), /^y\.pb has no readable tensor: a STRING tensor\.$/);
  });
});
