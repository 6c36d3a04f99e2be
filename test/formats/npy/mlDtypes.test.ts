import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { bufferSource } from '../../../src/formats/common/byteSource.ts';
import { openNpy } from '../../../src/formats/npy/openNpy.ts';
import { readNpy } from '../../../src/formats/npy/readNpy.ts';
import { openZip } from '../../../src/formats/openZip.ts';
import { assertSurvives } from '../hostileFiles.ts';
import { accepted, assertCase, readKey } from '../tensorCases.ts';

const folder = new URL('../../fixtures/mldtypes/', import.meta.url);
const bytesOf = (file: string): ArrayBuffer => Uint8Array.from(readFileSync(new URL(file, folder))).buffer;
const numbers = [...accepted(readNpy(bytesOf('w.npy'), 'w.npy')).data];
const shape = [2, 3, 2, 2];

const named = [
  ['bfloat16-name', 'bfloat16'],
  ['bfloat16-g2', 'bfloat16'],
  ['bfloat16-big', 'bfloat16'],
  ['bfloat16-record', 'bfloat16'],
  ['e5m2-f1', 'float8_e5m2'],
  ['e5m2-name', 'float8_e5m2'],
  ['e4m3-name', 'float8_e4m3fn'],
  ['float32-name', 'float32'],
  ['float32-record', 'float32'],
  ['half-name', 'float16'],
] as const;

describe('.npy files of dtypes that NumPy does not know', () => {
  for (const [name, element] of named) {
    it(`are read by the name or the code that the header gives: ${name}`, async () => {
      const file = accepted(await openNpy(bufferSource(bytesOf(`${name}.npy`), name)));
      assert.deepEqual(file.entries, [{ key: '', element, shape }]);
      const tensors = [{ key: '', dtype: 'float32', shape, values: numbers }];
      await assertCase(file, { file: name, tensors, leftOut: [] });
      assert.deepEqual([...accepted(readNpy(bytesOf(`${name}.npy`), name)).data], numbers);
    });
  }

  for (const [name, right, other] of [
    ['bfloat16-v2', 'bfloat16', 'float16'],
    ['bfloat16-void', 'bfloat16', 'float16'],
    ['e4m3-v1', 'float8_e4m3fn', 'float8_e5m2'],
  ] as const) {
    it(`offer what their bytes may be if the header gives only a size: ${name}`, async () => {
      const file = accepted(await openNpy(bufferSource(bytesOf(`${name}.npy`), name)));
      assert.deepEqual(
        file.entries.map(({ key, element }) => [key, element]),
        [
          [right, right],
          [other, other],
        ],
      );
      assert.match(file.entries[0]?.through ?? '', /the file says only ".V[12]"/);
      assert.deepEqual([...accepted(await readKey(file, right)).data], numbers);
      assert.notDeepEqual([...accepted(await readKey(file, other)).data], numbers);
    });
  }

  it('are members of an archive, under the name of the member and the type', async () => {
    const file = accepted(await openZip(bufferSource(bytesOf('jax.npz'), 'jax.npz')));
    const keys = ['bfloat16-void.bfloat16', 'bfloat16-void.float16', 'float32-name', 'e4m3-name'];
    assert.deepEqual(
      file.entries.map(({ key }) => key),
      keys,
    );
    for (const key of keys.filter((each) => !each.endsWith('.float16'))) {
      assert.deepEqual([...accepted(await readKey(file, key)).data], numbers, key);
    }
  });

  it('are refused if the name is that of no type', () => {
    for (const name of ['float33', 'constructor', 'bfloat15', 'V3', '<g4', 'object', 'l']) {
      const header = Buffer.from(bytesOf('bfloat16-name.npy'))
        .toString('latin1')
        .replace("'bfloat16'", `'${name}'`.padEnd(10));
      const bytes = Uint8Array.from(Buffer.from(header.padEnd(128 + 48), 'latin1')).buffer;
      const read = readNpy(bytes, 'x.npy');
      assert.ok(!read.ok && read.refusal.message.includes(name), name);
    }
  });
});

describe('several arrays in one .npy file', () => {
  it('are the first, as np.load reads it, and the others are named as left out', async () => {
    const file = accepted(await openNpy(bufferSource(bytesOf('appended.npy'), 'appended.npy')));
    assert.deepEqual(file.entries, [{ key: '', element: 'float32', shape }]);
    assert.deepEqual([...accepted(await readKey(file, '')).data], numbers);
    assert.deepEqual(file.leftOut, ['more arrays in 392 bytes after the first, which np.load leaves out as well']);
  });

  it('end the first array where its header says, wherever the file is cut', async () => {
    const whole = bytesOf('appended.npy');
    for (let length = 128 + 97; length < 128 + 96 + 6; length++) {
      const opened = await openNpy(bufferSource(whole.slice(0, length), 'x.npy'));
      assert.ok(!opened.ok && opened.refusal.message.includes('longer than its header says'));
    }
  });

  it('survive any change of their bytes', async () => {
    await assertSurvives(openNpy, bytesOf('appended.npy'), 400);
    await assertSurvives(openNpy, bytesOf('bfloat16-record.npy'), 400);
    await assertSurvives(openNpy, bytesOf('bfloat16-void.npy'), 400);
  });
});
