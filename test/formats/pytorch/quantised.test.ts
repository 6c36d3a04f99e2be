import assert from 'node:assert/strict';
import { refuse } from '../../../src/engine/core/refusal.ts';
import { bufferSource } from '../../../src/formats/common/byteSource.ts';
import { openTensorFile } from '../../../src/formats/openTensorFile.ts';
import { assertSurvives } from '../hostileFiles.ts';
import { accepted, assertCase, fixture } from '../tensorCases.ts';

interface Expected {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

const { tensors } = JSON.parse(Buffer.from(fixture('quantised/quantised.json')).toString()) as {
  readonly tensors: Readonly<Record<string, Expected>>;
};
const alone = () => Promise.resolve(refuse('file', 'nothing is beside it'));
const open = () => openTensorFile(bufferSource(fixture('quantised/quantised.pt'), 'q.pt'), alone);

describe('quantised tensors of PyTorch', () => {
  it('are the numbers of dequantize(), bit for bit, whole and in parts', async () => {
    const file = accepted(await open());
    assert.ok(Object.keys(tensors).length > 8);
    await assertCase(file, {
      file: 'quantised.pt',
      tensors: Object.entries(tensors).map(([key, expected]) => ({ key, dtype: 'float32', ...expected })),
      leftOut: ['packed: a quantised quint4x2 tensor'],
    });
  });

  it('are listed with their type, scales and zero points', async () => {
    const { entries } = accepted(await open());
    const lines = Object.fromEntries(entries.map(({ key, through }) => [key, through]));
    assert.equal(lines.signed, 'qint8, scale 0.0137, zero point 0');
    assert.equal(lines.unsigned, 'quint8, scale 0.0137, zero point 117');
    assert.equal(lines.wide, 'qint32, scale 1e-8, zero point -3');
    assert.equal(lines.out, 'qint8, 3 scales along axis 1: 0.011, 0.02, 0.031; zero points 0, 3, -5');
    assert.equal(lines.plain, undefined);
  });

  it('survive any change of the file', async () => {
    await assertSurvives((source) => openTensorFile(source, alone), fixture('quantised/quantised.pt'), 400);
  });
});
