import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ok, refuse, type Result } from '../../src/engine/core/refusal.ts';
import { type ByteSource, bufferSource } from '../../src/formats/common/byteSource.ts';
import { readTensorAsNpy, readShapeAsNpy } from '../../src/formats/readTensorAsNpy.ts';

function bytesOf(name: string): ArrayBuffer {
  const path = new URL(`../fixtures/${name}`, import.meta.url);
  return Uint8Array.from(readFileSync(path)).buffer;
}

/** A source that counts the bytes that are read. */
function counted(name: string): { readonly source: ByteSource; readonly read: () => number } {
  const inner = bufferSource(bytesOf(name), name);
  let read = 0;
  const source: ByteSource = {
    ...inner,
    read: (from, length) => {
      read += length;
      return inner.read(from, length);
    },
  };
  return { source, read: () => read };
}

const nothingBeside = () => Promise.resolve(refuse('file', 'nothing is beside it'));
const any = () => ok(null);

function valueOf<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : result.refusal.message);
  return result.value;
}

/** A tensor, and the file that NumPy wrote for the same numbers as float32 or float64. */
const same = [
  ['cli-files/tensors.npz', 'w', 'cli-files/w.npy'],
  ['cli-files/tensors.npz', 'n', 'cli-files/w64.npy'],
  ['cli-files/model.pt', 'model.dec.w', 'cli-files/w.npy'],
  ['cli-files/one.pt', null, 'cli-files/w.npy'],
  ['cli-files/model.safetensors', 'x', 'cli-files/x.npy'],
  ['cli-files/one.onnx', 'up.w', 'cli-files/w.npy'],
] as const;

describe('a tensor as the bytes of a .npy file', () => {
  for (const [name, key, npy] of same) {
    it(`of ${name}#${key ?? ''} is the file that NumPy writes for its numbers`, async () => {
      const bytes = await readTensorAsNpy(counted(name).source, key, nothingBeside, any);
      assert.deepEqual(Buffer.from(valueOf(bytes).bytes), Buffer.from(bytesOf(npy)));
    });
  }

  it('of a .npy file is the same file, whatever its element type', async () => {
    for (const name of ['cli/half.npy', 'cli/large.npy', 'cli/x.npy']) {
      const bytes = await readTensorAsNpy(counted(name).source, null, nothingBeside, any);
      assert.deepEqual(Buffer.from(valueOf(bytes).bytes), Buffer.from(bytesOf(name)));
    }
  });

  it('passes its size in memory to the memory check before anything is read', async () => {
    const { source, read } = counted('cli/half.npy');
    const asked: number[] = [];
    const bytes = await readTensorAsNpy(source, null, nothingBeside, (size) => {
      asked.push(size);
      return refuse('memory', 'too much');
    });
    // 240 elements of float16 become float32; the 128 bytes of the header may be read twice.
    assert.deepEqual([bytes, asked], [refuse('memory', 'too much'), [960]]);
    assert.ok(read() <= 16 + 2 * 128);
  });

  it('has a header that is read without the data', async () => {
    for (const name of ['cli/x.npy', 'cli/x64.npy']) {
      const { source, read } = counted(name);
      const header = valueOf(await readShapeAsNpy(source, null, nothingBeside));
      // The header that NumPy wrote.
      assert.deepEqual(Buffer.from(header), Buffer.from(bytesOf(name).slice(0, 128)));
      assert.ok(read() <= 16 + 2 * 128);
    }
  });

  it('has the header of float32 for float16, and of float64 for integers', async () => {
    for (const [name, npy] of [
      ['cli/half.npy', 'cli/x.npy'],
      ['cli/large.npy', 'cli/large64.npy'],
    ] as const) {
      const header = valueOf(await readShapeAsNpy(counted(name).source, null, nothingBeside));
      const start = Buffer.from(bytesOf(npy).slice(0, 128)).toString('latin1');
      const dtypeOf = (text: string): string | undefined => /'descr': '(...)'/.exec(text)?.[1];
      assert.equal(dtypeOf(Buffer.from(header).toString('latin1')), dtypeOf(start));
    }
  });

  it('is refused if there is no such tensor', async () => {
    const bytes = await readTensorAsNpy(counted('cli/x.npy').source, 'w', nothingBeside, any);
    assert.ok(!bytes.ok);
    assert.match(bytes.refusal.message, /^cli\/x\.npy holds one tensor, which has no key: leave out #w\.$/);
  });
});
