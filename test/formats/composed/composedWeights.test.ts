import assert from 'node:assert/strict';
import { readPart } from '../../../src/formats/common/readPart.ts';
import { bufferSource } from '../../../src/formats/common/byteSource.ts';
import { refuse, type Result } from '../../../src/engine/core/refusal.ts';
import { wholePart } from '../../../src/engine/views/tensorPart.ts';
import type { TensorFile } from '../../../src/formats/common/tensorFile.ts';
import { openTensorFile } from '../../../src/formats/openTensorFile.ts';
import { readShapeAsNpy, readTensorAsNpy } from '../../../src/formats/readTensorAsNpy.ts';
import { assertSurvives } from '../hostileFiles.ts';
import { accepted, fixture, locateKey, readKey, refused } from '../tensorCases.ts';

const { weights } = JSON.parse(Buffer.from(fixture('composed/composed.json')).toString()) as {
  readonly weights: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>>;
};

const alone = () => Promise.resolve(refuse('file', 'nothing is beside it'));

function open(name: string): Promise<Result<TensorFile>> {
  return openTensorFile(bufferSource(fixture(`composed/${name}`), name), alone);
}

/** Checks that numbers are those of PyTorch within the rounding of its float32 sums. */
function assertNear(found: Iterable<number>, expected: readonly number[], what: string): void {
  const numbers = [...found];
  assert.equal(numbers.length, expected.length, what);
  const largest = Math.max(...expected.map(Math.abs));
  for (const [i, value] of expected.entries()) {
    assert.ok(Math.abs((numbers[i] as number) - value) <= 2 ** -20 * largest, `${what} [${i}]: ${numbers[i]} ${value}`);
  }
}

describe('weights that a state_dict has as several tensors', () => {
  for (const [name, { shape, values }] of Object.entries(weights)) {
    it(`are what PyTorch computes from them: ${name}`, async () => {
      const file = accepted(await open('composed.pt'));
      const key = `${name}.weight`;
      const tensor = accepted(await readKey(file, key));
      assert.deepEqual(tensor.shape, shape);
      assertNear(tensor.data, values, key);
      const stored = await locateKey(file, key);
      const bytes = accepted(await readPart(stored, wholePart(shape)));
      assertNear(new Float32Array(bytes), values, `${key} in parts`);
    });
  }

  it('stand before their first part, with the formula in one line', async () => {
    const { entries } = accepted(await open('composed.pt'));
    const lines = entries.flatMap(({ key, through }) => (through === undefined ? [] : [`${key} = ${through}`]));
    assert.deepEqual(
      lines.filter((line) => /^(norm\.two|norm\.columns|spectral\.new|spectral\.square|pruned)\./.test(line)),
      [
        'norm.two.weight = weight_norm: norm.two.weight_v · norm.two.weight_g / ‖norm.two.weight_v‖, norms over all axes but 0',
        'norm.columns.weight = weight_norm: norm.columns.weight_v · norm.columns.weight_g / ‖norm.columns.weight_v‖, norms over all axes but 1',
        'spectral.square.weight = spectral_norm: spectral.square.weight_orig / (uᵀ W v) with u = spectral.square.weight_u, v = spectral.square.weight_v',
        'spectral.new.weight = spectral_norm: spectral.new.parametrizations.weight.original / (uᵀ W v) with u = spectral.new.parametrizations.weight.0._u, v = spectral.new.parametrizations.weight.0._v',
        'pruned.weight = pruned: pruned.weight_orig × pruned.weight_mask',
      ],
    );
    const keys = entries.map(({ key }) => key);
    assert.equal(keys.indexOf('norm.two.weight') + 1, keys.indexOf('norm.two.weight_g'));
  });

  it('are not made of parts that do not fit, nor if the file has the weight itself', async () => {
    const file = accepted(await open('composed.pt'));
    const keys = file.entries.map(({ key }) => key);
    assert.ok(!keys.includes('odd.weight'));
    assert.deepEqual(
      file.entries.filter(({ key }) => key === 'both.weight').map(({ through }) => through),
      [undefined],
    );
  });

  it('have the precision of their parts', async () => {
    const file = accepted(await open('half.pt'));
    const entry = file.entries.find(({ key }) => key === 'half.weight');
    assert.equal(entry?.element, 'float16');
    const { data } = accepted(await readKey(file, 'half.weight'));
    const halves = new Float16Array(data);
    assert.deepEqual([...data], [...halves]);
  });
});

describe('a part of a composed weight', () => {
  const use = (key: string) =>
    readTensorAsNpy(bufferSource(fixture('composed/composed.pt'), 'm.pt'), key, alone, () => ({
      ok: true,
      value: null,
    }));

  it('is not used as a tensor of a call, and the sentence names the weight', async () => {
    for (const [key, sentence] of [
      [
        'norm.two.weight_v',
        '"norm.two.weight_v" cannot be used: it is a part of the weight "norm.two.weight" (weight_norm)',
      ],
      ['norm.new.parametrizations.weight.original1', 'it is a part of the weight "norm.new.weight" (weight_norm)'],
      ['spectral.old.weight_orig', 'it is a part of the weight "spectral.old.weight" (spectral_norm)'],
      ['spectral.old.weight_u', 'it is a part of the weight "spectral.old.weight" (spectral_norm)'],
      ['pruned.weight_mask', 'it is a part of the weight "pruned.weight" (prune)'],
      ['lost.weight_v', 'it is a part of a weight whose other parts are not in the file'],
      ['other.parametrizations.weight.original', 'it is a part of a weight whose other parts are not in the file'],
      [
        'odd.weight_g',
        'it is a part of the weight "odd.weight" (weight_norm), and the shapes of the parts do not fit each other',
      ],
      ['both.weight_v', 'it is a part of the weight "both.weight" (weight_norm), not a weight by itself'],
    ] as const) {
      const message = refused(await use(key));
      assert.ok(message.includes(sentence), `${key}: ${message}`);
      const source = bufferSource(fixture('composed/composed.pt'), 'm.pt');
      assert.ok(!(await readShapeAsNpy(source, key, alone)).ok, key);
    }
    assert.ok((await use('norm.two.weight')).ok);
    assert.ok((await use('norm.two.bias')).ok);
  });

  it('survives any change of the file', async () => {
    await assertSurvives((source) => openTensorFile(source, alone), fixture('composed/half.pt'), 400);
  });
});
