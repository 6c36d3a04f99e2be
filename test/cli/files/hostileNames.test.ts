import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { archiveOf } from '../../formats/zip/archive.ts';
import { answer, inFolder } from '../convt.ts';

/** A name that would clear the screen, turn the line around and fill it. */
const name = `up\u001b[2J\u202e\u2066\r\n${'x'.repeat(300)}weight`;

const array = writeNpy(tensorOf('float32', [1, 1, 2, 2], [1, 2, 3, 4]));

function safetensors(tensors: Readonly<Record<string, object>>, bytes: number): Buffer {
  const header = Buffer.from(JSON.stringify(tensors));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(bytes)]);
}

const float = { dtype: 'F32', shape: [1, 1, 1, 1], data_offsets: [0, 4] };

/** Files whose members and tensors have such names, valid and broken. */
const files: Readonly<Record<string, Uint8Array>> = {
  'a.npz': archiveOf([{ path: `${name}.npy`, data: array }]),
  'two.npz': archiveOf(['1', '2'].map((which) => ({ path: `${name}${which}.npy`, data: array }))),
  'shared.npz': archiveOf([
    { path: `${name}.npy`, data: array },
    { path: `${name}2.npy`, data: array, at: 0 },
  ]),
  'twice.npz': archiveOf([1, 2].map(() => ({ path: `${name}.npy`, data: array }))),
  'damaged.npz': archiveOf([{ path: `${name}.npy`, data: array, crc: 1 }]),
  'method.npz': archiveOf([{ path: `${name}.npy`, data: array, method: 12 }]),
  'other.npz': archiveOf([{ path: name, data: array }]),
  'pickles.pt': archiveOf([1, 2].map((i) => ({ path: `${name}${i}/data.pkl`, data: Buffer.from('N.') }))),
  'broken.pt': archiveOf([{ path: `${name}/data.pkl`, data: Buffer.from('x') }]),
  'a.safetensors': safetensors({ [name]: float, [`${name}2`]: { ...float, data_offsets: [4, 8] } }, 8),
  'type.safetensors': safetensors({ [name]: { ...float, dtype: 'C64' } }, 4),
  'hole.safetensors': safetensors({ [name]: { ...float, data_offsets: [1, 5] } }, 5),
  'long.safetensors': safetensors({ [name]: float }, 9),
  'parts.safetensors': safetensors({ [`${name}_g`]: float, [`${name}_v`]: { ...float, data_offsets: [4, 8] } }, 8),
  'm.index.json': Buffer.from(JSON.stringify({ weight_map: { [name]: `${name}.bin`, b: 'a.safetensors' } })),
  'odd.index.json': Buffer.from(JSON.stringify({ weight_map: { [name]: 1 } })),
};

describe('names from files in what convt prints', () => {
  for (const [file, bytes] of Object.entries(files)) {
    it(`are quoted, cut, and free of control and bidirectional characters: ${file}`, async () => {
      await inFolder(async (folder) => {
        for (const [each, content] of Object.entries(files)) writeFileSync(join(folder, each), content);
        const path = join(folder, file);
        assert.ok(bytes.length > 0);
        const out = ['--out', join(folder, 'o.npy')];
        const call = ['--input', 'randn:1x1x2x2', '--weight'];
        for (const args of [
          ['list', path],
          ['export', path, ...out],
          ['export', `${path}#${name}`, ...out],
          ['export', `${path}#none`, ...out],
          ['run', path],
          ['run', ...call, path],
          ['run', ...call, `${path}#${name}`],
          ['run', ...call, `${path}#${name}_v`],
        ]) {
          const { stdout, stderr } = await answer(...args);
          assert.doesNotMatch(stdout + stderr, /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Cf}]/u, args.join(' '));
          const said = stderr.replaceAll(/randn:\S+/g, '');
          if (!args.some((arg) => arg.includes(name)))
            assert.doesNotMatch(said, /x{100}/, `${args.join(' ')}: ${said}`);
        }
      });
    });
  }
});
