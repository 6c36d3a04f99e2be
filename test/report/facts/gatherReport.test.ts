import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readNpy } from '../../../src/formats/npy/readNpy.ts';
import { portableScenario } from '../../../src/report/facts/portableScenario.ts';
import type { Scenario } from '../../../src/scenario/document/scenario.ts';
import { checkedScenario, checks, factsOf, one, ranCall } from '../reportOf.ts';

/** Returns the SHA-256 of the numbers in a file of the fixtures. */
function fileDigest(name: string): string {
  const tensor = readNpy(Uint8Array.from(readFileSync(join(checks, name))).buffer, name);
  assert.ok(tensor.ok);
  const { buffer, byteOffset, byteLength } = tensor.value.data;
  return createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');
}

describe('the facts of a report', () => {
  it('name the mistake, the fix, and the hashes of the files as they are', () => {
    const { scenario, files } = checkedScenario('deep/unrotated');
    const ran = ranCall(factsOf(scenario, files));
    assert.deepEqual([ran.headline, ran.isRight], ['Wrong: the kernel was not rotated by 180°', false]);
    assert.match(ran.checked?.fix ?? '', /w\.flip\(2, 3\)/);
    assert.deepEqual(
      ran.tensors.map(({ name, source }) => [name, source]),
      [
        ['x', '../x.npy'],
        ['w', '../w.npy'],
        ['b', '../b.npy'],
        ['y', 'computed by unfold-matmul'],
        ['output to check', '../unrotated.npy'],
      ],
    );
    const digests = new Map(ran.tensors.map(({ name, sha256 }) => [name, sha256]));
    assert.equal(digests.get('x'), fileDigest('x.npy'));
    assert.equal(digests.get('output to check'), fileDigest('unrotated.npy'));
  });

  it('say that PyTorch’s own output is right', () => {
    const { scenario, files } = checkedScenario('right');
    const ran = ranCall(factsOf(scenario, files));
    assert.deepEqual([ran.isRight, ran.checked?.fix], [true, null]);
  });

  it('compare the shapes of an output of another shape, and still run the call', () => {
    const { scenario, files } = checkedScenario('uncropped');
    const ran = ranCall(factsOf(scenario, files));
    assert.equal(ran.headline, 'Wrong: the padding was ignored');
    assert.deepEqual(ran.run.output.shape, [1, 2, 10, 12]);
    assert.deepEqual(
      ran.pictures.map(({ id }) => id),
      ['output', 'correct'],
    );
  });

  it('show the plane of the first wrong element, and that it is not finite', () => {
    const { scenario, files } = checkedScenario('nan');
    const [output, difference] = ranCall(factsOf(scenario, files)).pictures;
    assert.match(output?.caption ?? '', /^Output to check, plane \[0, 1\]: .* Black: NaN or infinite\.$/);
    assert.match(difference?.caption ?? '', /^Output to check − float64 reference, plane \[0, 1\]/);
  });

  it('are a refusal with its reason if the call is illegal or a file is missing', () => {
    const { scenario, files } = checkedScenario('illegal');
    const illegal = factsOf(scenario, files);
    assert.ok(illegal.outcome.kind === 'refused');
    assert.match(illegal.outcome.refusal.message, /^dilation\[0\] = 0/);
    assert.ok(factsOf(scenario).outcome.kind === 'refused');
  });

  it('need no file: values and fills are in the scenario', () => {
    const ran = ranCall(factsOf(one));
    assert.equal(ran.headline, 'Exactly correct');
    assert.deepEqual(
      ran.tensors.map(({ name, source }) => [name, source]),
      [
        ['x', 'values in the document'],
        ['w', 'values in the document'],
        ['y', 'computed by sub-pixel'],
      ],
    );
    // hashlib.sha256(numpy.float32(6).tobytes())
    const six = createHash('sha256').update(new Uint8Array(Float32Array.of(6).buffer));
    assert.equal(ran.tensors.at(-1)?.sha256, six.digest('hex'));
  });

  it('have no picture of an output without elements, and none that is not wanted', () => {
    const empty: Scenario = { ...one, input: { fill: 'ones', shape: [0, 1, 2, 2] } };
    assert.deepEqual(ranCall(factsOf(empty)).pictures, []);
    assert.deepEqual(ranCall(factsOf(one, new Map(), false)).pictures, []);
  });
});

describe('a scenario that is handed on', () => {
  it('names absolute files without their folders, apart from each other, and keeps relative ones', () => {
    const given: Scenario = {
      ...one,
      schema: 'file:///home/ada/convt.schema.json',
      input: { file: '/home/ada/x.npz#a' },
      weight: { file: 'C:\\Users\\ada\\x.npz#b' },
      bias: { file: '../shared/b.npy' },
      actual: { file: '/home/ada/x.npz#c' },
    };
    const { scenario, paths } = portableScenario(given);
    assert.deepEqual(
      [scenario.input, scenario.weight, scenario.bias, scenario.actual],
      [{ file: 'x.npz#a' }, { file: '2-x.npz#b' }, { file: '../shared/b.npy' }, { file: 'x.npz#c' }],
    );
    assert.equal(paths.get('C:\\Users\\ada\\x.npz#b'), '2-x.npz#b');
    assert.doesNotMatch(JSON.stringify(scenario), /ada|schema/);
  });
});
